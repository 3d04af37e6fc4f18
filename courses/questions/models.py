"""Questions: versioned snippets whose type is a key and whose content is JSON config.

Practice points stand here too, below the catalogue, since questions and lessons both name them.
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.blocks import CharBlock, ListBlock, StructBlock, TextBlock
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from courses.questions.fields import BlockJSONField
from courses.questions.previewing import preview_question
from courses.review.marks import mark_of
from courses.review.queries import legal_approval
from lms.accounts.sealing import Seal

KEY = RegexValidator(r"^[A-Za-z0-9._-]+$", _("Use letters, figures, dots, - and _ only."))


LEGAL = RegexValidator(r"^LR-\d+$", _("Write LR- and a number, such as LR-1."))


class ViewBlock(StructBlock):
    """One of the views on a point of practice."""

    view = TextBlock()
    source = CharBlock(max_length=250, help_text=_("Who holds it, and where that is written."))

    class Meta:
        label_format = "{view}"


class PracticePoint(models.Model):
    """A point of practice on which sources differ, and who decides it."""

    key = models.SlugField(
        max_length=40, unique=True, help_text=_("PP- and a number. It stays the same for ever.")
    )
    point = models.TextField(help_text=_("The question that is open, in one sentence."))
    views = BlockJSONField(
        default=list,
        block=ListBlock(ViewBlock(), default=[{"view": "", "source": ""}] * 2, min_num=2),
        help_text=_("Each view and who holds it. Lessons teach them side by side."),
    )
    decides = models.CharField(max_length=60, help_text=_("Whose decision it is."))
    affects = models.TextField(blank=True, help_text=_("Lessons and questions that show it."))
    decision = models.TextField(blank=True, help_text=_("What was decided. Empty while open."))
    decided_by = models.CharField(
        max_length=120, blank=True, help_text=_("The office that decided, not a name.")
    )
    decided_on = models.DateField(
        null=True, blank=True, help_text=_("The date of the written decision.")
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.point}"

    @property
    def decided(self) -> bool:
        return bool(self.decision and self.decided_by and self.decided_on)

    def clean(self) -> None:
        parts = (self.decision, self.decided_by, self.decided_on)
        if any(parts) and not all(parts):
            raise ValidationError(_("A decision has a text, who decided and a date, or none."))


class QuestionTag(TaggedItemBase):
    content_object = ParentalKey(
        "courses.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Question(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ClusterableModel,
):
    """One question. `type_key` names a class in `question_types`; `config` is its content."""

    key = models.CharField(
        max_length=60,
        unique=True,
        default=uuid.uuid4,
        validators=[KEY],
        help_text=_("What answers are kept under. It stays the same for ever."),
    )
    type_key = models.CharField(_("type"), max_length=30)
    stem = models.TextField(help_text=_("What is asked: a situation and one question."))
    config = models.JSONField(default=dict, help_text=_("What is offered, and what is right."))
    explanation = models.TextField(
        blank=True, help_text=_("What a learner should take away. Shown after hand-in.")
    )
    critical = models.BooleanField(
        default=False,
        help_text=_("Must be right whatever the score. Never on law or practice that is open."),
    )
    practice_point = models.ForeignKey(
        PracticePoint,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The practice point it touches, if any."),
    )
    legal_ref = models.CharField(
        max_length=20,
        blank=True,
        validators=[LEGAL],
        help_text=_("The legal question it touches, such as LR-1, if any."),
    )
    difficulty = models.PositiveSmallIntegerField(
        default=2,
        choices=[(1, _("Easy")), (2, _("Middling")), (3, _("Hard"))],
        help_text=_("Your estimate, until there are figures."),
    )
    source = models.CharField(
        max_length=250, blank=True, help_text=_("Where the right answer is written.")
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    tags = ClusterTaggableManager(
        through=QuestionTag,
        blank=True,
        help_text=_("Your own words to find it by, such as custody or phones."),
    )
    retired = models.BooleanField(
        default=False,
        help_text=_(
            "It is offered no more, and the next version of a course is without it. "
            "Versions that ask it, and everybody's answers, stay."
        ),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    import_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["import_hash"],
                condition=~models.Q(import_hash=""),
                name="question_imported_once",
            )
        ]

    def __str__(self) -> str:
        return self.stem

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return preview_question(request, self)

    def clean(self) -> None:
        if self.critical and not self.settled:
            raise ValidationError(
                {"critical": _("A question on law or practice that is open cannot be critical.")}
            )

    @property
    def review_key(self) -> str:
        return f"question:{self.key}"

    def review_mark(self) -> str:
        """Of what is asked and what is right. How much it counts is no matter of the law."""
        words = (self.type_key, self.stem.strip(), self.config, self.explanation.strip())
        return mark_of([*words, self.source.strip(), self.legal_ref])

    def carries_law(self) -> bool:
        return bool(self.legal_ref)

    @property
    def settled(self) -> bool:
        """Whether practice is decided, and a legal reviewer approved these very words."""
        point = self.practice_point
        if point is not None and not point.decided:
            return False
        return not self.carries_law() or legal_approval(self) is not None


class QuestionAlignment(Orderable):
    """This question addresses that statement of that release."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="alignments")
    statement = models.ForeignKey(
        "nice_framework.Statement",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The task, knowledge or skill that a right answer shows."),
    )


class QuestionRole(Orderable):
    """This question asks what people in that work role do."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="roles")
    work_role = models.ForeignKey(
        "nice_framework.WorkRole",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The work role whose practice it asks about."),
    )


class QuestionImport(models.Model):
    """A file that was read into the bank, with the account of every line of it."""

    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    account = models.JSONField(help_text="[{line, place, text, fate, why, notes, gaps, key, kind}]")
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.UUIDField(null=True)

    sealed = Seal()

    class Meta:
        ordering = ["-imported_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sha256[:12]})"
