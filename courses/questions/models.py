"""Questions: versioned snippets whose type is a key and whose content is JSON config."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin


class Question(RevisionMixin, ClusterableModel):
    """One question. `type_key` names a class in `question_types`; `config` is its content."""

    key = models.SlugField(max_length=60, unique=True, default=uuid.uuid4)
    type_key = models.CharField(max_length=30)
    stem = models.TextField()
    config = models.JSONField(default=dict)
    explanation = models.TextField(blank=True)
    critical = models.BooleanField(
        default=False, help_text=_("Must be right whatever the score. Never on an undecided point.")
    )
    practice_point = models.ForeignKey(
        "courses.PracticePoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
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
