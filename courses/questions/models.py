"""Questions: versioned snippets whose type is a key and whose content is JSON config.

Practice points stand here too, below the catalogue, since questions and lessons both name them.
"""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin


KEY = RegexValidator(r"^[A-Za-z0-9._-]+$", _("Use letters, figures, dots, - and _ only."))


class PracticePoint(models.Model):
    """A point of practice on which sources differ, and who decides it."""

    key = models.SlugField(max_length=40, unique=True)
    point = models.TextField()
    views = models.JSONField(default=list)
    decides = models.CharField(max_length=60)
    affects = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.point}"

    @property
    def decided(self) -> bool:
        return bool(self.decision and self.decided_by and self.decided_on)


class Question(RevisionMixin, ClusterableModel):
    """One question. `type_key` names a class in `question_types`; `config` is its content."""

    key = models.CharField(
        max_length=60,
        unique=True,
        default=uuid.uuid4,
        validators=[KEY],
        help_text=_("What answers are kept under. It stays the same for ever."),
    )
    type_key = models.CharField(max_length=30)
    stem = models.TextField()
    config = models.JSONField(default=dict)
    explanation = models.TextField(blank=True)
    critical = models.BooleanField(
        default=False, help_text=_("Must be right whatever the score. Never on an undecided point.")
    )
    practice_point = models.ForeignKey(
        PracticePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    legal_ref = models.CharField(max_length=20, blank=True)
    difficulty = models.PositiveSmallIntegerField(default=2)
    source = models.CharField(max_length=250, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    def __str__(self) -> str:
        return self.stem


class QuestionAlignment(Orderable):
    """This question addresses that statement of that release."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="alignments")
    statement = models.ForeignKey(
        "nice_framework.Statement", on_delete=models.PROTECT, related_name="+"
    )


class QuestionRole(Orderable):
    """This question asks what people in that work role do."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="roles")
    work_role = models.ForeignKey(
        "nice_framework.WorkRole", on_delete=models.PROTECT, related_name="+"
    )
