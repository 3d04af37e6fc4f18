"""What authors edit: course, module and lesson pages, and what hangs on them.

Pages know nothing of learners.
"""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import ListBlock
from wagtail.models import Orderable, Page, Revision

from courses.catalogue import panels
from courses.catalogue.blocks import JobAidBlock, SourceBlock
from courses.catalogue.blueprint import DrawBlock
from courses.catalogue.body import LessonBody
from courses.catalogue.passages import passages
from courses.questions.fields import BlockJSONField, LinesField, TicksField
from courses.review.marks import mark_of
from courses.review.standing import PlainStatus
from lms.accounts.models import AgencyKind


class Record(models.TextChoices):
    GRADED = "graded", _("Graded: every module's assessment must be passed")
    PARTICIPATION = "participation", _("Participation only: nothing is scored or stored")


class Certainty(models.TextChoices):
    OFF = "off", _("Only at the questions ticked, and not scored")
    ASK = "ask", _("At every question, and not scored")
    SCORE = "score", _("At every question, and scored")


class CourseIndexPage(Page):
    """The catalogue's root. The catalogue itself is a page of the player."""

    max_count = 1
    subpage_types = ["courses.CoursePage"]
    preview_modes: list[tuple[str, str]] = []

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseRedirect(reverse("catalogue"))


def new_code() -> str:
    """A code that nobody has, for an author to replace."""
    return f"COURSE-{uuid.uuid4().hex[:8].upper()}"


class CoursePage(PlainStatus, Page):
    """A course: one certificate. A track of the curriculum is one course."""

    code = models.CharField(
        max_length=30,
        unique=True,
        default=new_code,
        help_text=_("Short and lasting, such as FR."),
    )
    short_title = models.CharField(
        max_length=80, blank=True, help_text=_("For lists and small screens.")
    )
    track = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The track of the national curriculum, 1 to 9.")
    )
    summary = models.TextField(help_text=_("One or two sentences: what this course is about."))
    audience = models.TextField(help_text=_("Who it is for."))
    meant_for = TicksField(
        default=list,
        blank=True,
        options=AgencyKind,
        help_text=_(
            "Whose people are offered it at home and first in the catalogue. None ticked: "
            "everybody. Anybody may still open it and join."
        ),
    )
    prerequisites = models.TextField(
        blank=True, help_text=_("What a learner must know or have done before.")
    )
    outcomes = LinesField(
        default=list,
        help_text=_("What the learner will be able to do: one outcome a line, verb first."),
    )
    record = models.CharField(
        max_length=15,
        choices=Record.choices,
        default=Record.GRADED,
        help_text=_("Courses for judges are participation only."),
    )
    validity_months = models.PositiveSmallIntegerField(
        default=36, help_text=_("How long the certificate is valid, in months.")
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = panels.COURSE
    exclude_fields_in_copy = ["code", "source_hash"]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("course")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseRedirect(reverse("course", args=[self.slug]))


class CourseRole(Orderable):
    """A work role or national profile that the course serves."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="roles")
    work_role = models.ForeignKey(
        "nice_framework.WorkRole",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A work role of the NICE Framework…"),
    )
    profile = models.ForeignKey(
        "nice_framework.NationalProfile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("… or a national profile, such as BZ-FR."),
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(work_role__isnull=True) ^ models.Q(profile__isnull=True),
                name="course_role_or_profile",
                violation_error_message=_("Choose either a work role or a profile."),
            )
        ]


class ModulePage(PlainStatus, Page):
    """A module: lessons and, in a graded course, one assessment."""

    code = models.CharField(
        max_length=20, help_text=_("Its number in the national curriculum, such as 1.4.")
    )
    extra_minutes = models.PositiveSmallIntegerField(
        default=0,
        help_text=_("Minutes beside the lessons: the assessment, printing the job aid."),
    )
    objectives = LinesField(
        default=list, help_text=_("What the learner can do after it: one a line, verb first.")
    )
    mistakes = LinesField(
        default=list, blank=True, help_text=_("Common mistakes it prevents: one a line.")
    )
    sources = LinesField(
        default=list, blank=True, help_text=_("What it rests on: one source a line.")
    )
    job_aid = BlockJSONField(
        default=dict,
        blank=True,
        block=JobAidBlock(required=False),
        help_text=_("What fits on a card in the kit."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Per cent of all points."),
    )
    evidence_level = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text=_("The level, 1 to 4, at which a pass shows the aligned statements."),
    )
    max_attempts = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1)], help_text=_("How often a learner may try.")
    )
    wait_minutes = models.PositiveIntegerField(
        default=30, help_text=_("Minutes to wait after an attempt that was not passed.")
    )
    blueprint = BlockJSONField(
        default=list,
        blank=True,
        block=ListBlock(DrawBlock(), default=[]),
        help_text=_(
            "How many of the questions above an attempt asks. Without a line it asks all of them. "
            "Critical questions are always asked, unless a line draws critical questions: then as "
            "many as it says."
        ),
    )
    time_limit = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Minutes, held by the server. Empty: take the time you need."),
    )
    certainty = models.CharField(
        _("how sure?"),
        max_length=6,
        choices=Certainty.choices,
        default=Certainty.OFF,
        help_text=_(
            "Ask how sure learners are of their answers. Scored, a right answer earns 1, 2 or 3 "
            "points for guessing, fairly sure, certain, and a wrong one 0, -2 or -6; 3 points a "
            "question are 100 %, so choose the pass mark with that in mind."
        ),
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = panels.MODULE
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("module")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseRedirect(reverse("course", args=[self.get_parent().slug]))


class LessonPage(PlainStatus, Page):
    """A lesson: a few minutes of reading and doing."""

    summary = models.TextField(
        blank=True, help_text=_("One or two sentences under the title and in lists.")
    )
    minutes = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("How long it takes to read and do."),
    )
    objectives = LinesField(
        default=list, blank=True, help_text=_("What the learner can do after it: one a line.")
    )
    body = LessonBody(help_text=_("Four to seven sections, with something to do in each."))
    sources = BlockJSONField(
        default=list,
        blank=True,
        block=ListBlock(SourceBlock(), default=[]),
        help_text=_("Each claim of weight, and where it is written."),
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = panels.LESSON
    preview_modes = [("", _("By day")), ("dark", _("On a dark screen"))]
    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("As on a phone")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("As on a desktop")},
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")

    @property
    def review_key(self) -> str:
        return f"lesson:{self.translation_key}:{self.locale.language_code}"

    def review_mark(self) -> str:
        """Of all that it says in words of its own."""
        words = [self.title, self.summary.strip(), self.objectives, self.sources]
        return mark_of([*words, self.body.get_prep_value()])

    def carries_law(self) -> bool:
        return bool(passages(self.body.get_prep_value()))

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Refuses (`GateClosed`) what some people could not read, whoever publishes and how."""
        from courses.catalogue.gate.pages import check_page  # it freezes, and so knows models

        check_page(revision.as_object())
        super().publish(revision, *args, **kwargs)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        module = self.get_parent()
        return HttpResponseRedirect(
            reverse("lesson", args=[module.get_parent().slug, module.slug, self.slug])
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from courses.catalogue.previewing import preview_lesson  # it renders, and so knows models

        return preview_lesson(request, self, dark=mode_name == "dark")


class LessonAlignment(Orderable):
    """This lesson addresses that statement of that release."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="alignments")
    statement = models.ForeignKey(
        "nice_framework.Statement",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The task, knowledge or skill that this lesson teaches."),
    )


class LessonRole(Orderable):
    """This lesson serves people in that work role."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="roles")
    work_role = models.ForeignKey(
        "nice_framework.WorkRole",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The work role whose holders it serves."),
    )


class ModuleRole(Orderable):
    """This module serves people in that work role."""

    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="roles")
    work_role = models.ForeignKey(
        "nice_framework.WorkRole",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The work role whose holders it serves."),
    )


class AssessmentItem(Orderable):
    """A question asked in a module's assessment."""

    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        "courses.Question",
        on_delete=models.PROTECT,
        related_name="uses",
        help_text=_("A question of the bank."),
    )
    ask_certainty = models.BooleanField(
        _("how sure?"), default=False, help_text=_("Ask how sure the learner is of this answer.")
    )
