"""Authored content: course, module, lesson pages, and the immutable versions learners follow.

Pages know nothing of learners. Publishing a course freezes its content as a `CourseVersion`;
enrolments, attempts and completions point to that, never to what an author edits.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import ListBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from courses.catalogue import panels
from courses.catalogue.blocks import JobAidBlock, LessonBlocks, SourceBlock
from courses.questions.fields import BlockJSONField, LinesField
from lms.accounts.sealing import Seal


class Record(models.TextChoices):
    GRADED = "graded", _("Graded: every module's assessment must be passed")
    PARTICIPATION = "participation", _("Participation only: nothing is scored or stored")


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


class CoursePage(Page):
    """A course: one certificate. A track of the curriculum is one course."""

    code = models.CharField(
        max_length=30,
        unique=True,
        default=new_code,
        help_text=_("Short and lasting, such as FR-SHORT."),
    )
    short_title = models.CharField(
        max_length=80, blank=True, help_text=_("For lists and small screens.")
    )
    track = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The track of the national curriculum, 1 to 9.")
    )
    summary = models.TextField(help_text=_("One or two sentences: what this course is about."))
    audience = models.TextField(help_text=_("Who it is for."))
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


class ModulePage(Page):
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
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = panels.MODULE
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("module")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseRedirect(reverse("course", args=[self.get_parent().slug]))


class LessonPage(Page):
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
    body = StreamField(
        LessonBlocks(), help_text=_("Four to seven sections, with something to do in each.")
    )
    sources = BlockJSONField(
        default=list,
        blank=True,
        block=ListBlock(SourceBlock(), default=[]),
        help_text=_("Each claim of weight, and where it is written."),
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    edit_handler = panels.LESSON
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        module = self.get_parent()
        return HttpResponseRedirect(
            reverse("lesson", args=[module.get_parent().slug, module.slug, self.slug])
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from courses.catalogue.previewing import preview_lesson  # it renders, and so knows models

        return preview_lesson(request, self)


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
        help_text=_("A question of the bank. Every one is asked, in a new order each time."),
    )


class PilotDecision(models.Model):
    """An administrator allows a course to run as a pilot while law or practice is being settled."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="pilot_decisions")
    allowed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.course_id}: {'allowed' if self.allowed else 'ended'}"


class CourseVersion(models.Model):
    """What a course was on the day it was published. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    code = models.CharField(max_length=30)
    record = models.CharField(max_length=15, choices=Record.choices)
    minutes = models.PositiveIntegerField()
    validity_months = models.PositiveSmallIntegerField()
    about = models.JSONField(
        default=dict,
        help_text="{short_title, summary, audience, prerequisites, outcomes: [..], "
        "work_roles: [{release, identifier, title}], profiles: [{code, version, title}]}",
    )
    pilot = models.BooleanField(default=False)
    pilot_reasons = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField(null=True)

    sealed = Seal()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.number}"


class ModuleVersion(models.Model):
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="modules")
    key = models.UUIDField(help_text="The page's translation key.")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField()
    objectives = models.JSONField(default=list)
    mistakes = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    work_roles = models.JSONField(default=list, help_text="[{release, identifier}]")
    job_aid = models.JSONField(default=dict, help_text="{title, intro, items}")

    sealed = Seal()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="module_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class LessonVersion(models.Model):
    """A lesson's content as frozen, in one language."""

    module = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="lessons")
    key = models.UUIDField(help_text="The page's translation key.")
    language = models.CharField(max_length=10, default="en")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    objectives = models.JSONField(default=list)
    body = models.JSONField(help_text="The StreamField's raw value.")
    enclosed = models.JSONField(
        default=dict,
        help_text="What the body refers to, as it was: figures {name: svg}, points {key: point}.",
    )
    content_hash = models.CharField(max_length=64, help_text="Of body and enclosed.")
    sources = models.JSONField(default=list, help_text="[{claim, source}]")
    alignments = models.JSONField(default=list, help_text="[{release, identifier}]")
    work_roles = models.JSONField(default=list, help_text="[{release, identifier}]")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    sealed = Seal()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key", "language"], name="lesson_once")
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentVersion(models.Model):
    """A module's assessment as frozen, in one language."""

    module = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="assessments")
    language = models.CharField(max_length=10, default="en")
    pass_mark = models.PositiveSmallIntegerField()
    evidence_level = models.PositiveSmallIntegerField()
    max_attempts = models.PositiveSmallIntegerField()
    wait_minutes = models.PositiveIntegerField()
    items = models.JSONField(
        help_text="[{key, hash, type, stem, config, explanation, critical, difficulty, source, "
        "practice_point, legal_ref, alignments: [{release, identifier}], work_roles: [..]}]"
    )

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "language"], name="assessment_once")
        ]

    def __str__(self) -> str:
        return f"assessment of module {self.module_id}"
