"""What a learner tried out. Of learners whose record is participation there is never a row."""

import uuid

from django.db import models
from django.utils import timezone

from courses.catalogue.models import LessonVersion
from courses.enrolment.models import Enrolment
from lms.accounts.sealing import Seal


class PracticeRun(models.Model):
    """One go at one practice. It may change until it is handed in; then it is sealed.

    The question is in the lesson as frozen, under its key. `seed` came with the page and decides
    how the question is shown, so that the same page sent twice is the same run.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="practice_runs")
    lesson = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="+")
    lesson_key = models.UUIDField()
    block = models.CharField(max_length=40)
    question_key = models.CharField(max_length=60)
    question_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=40)
    shown = models.JSONField(help_text="What the question's type decided when it was shown.")
    response = models.JSONField(null=True)
    score = models.FloatField(null=True)
    right = models.BooleanField(null=True)
    fatal = models.BooleanField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    sealed = Seal(update="OLD.finished_at IS NOT NULL")

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "block", "seed"], name="practice_run_once"
            )
        ]
        indexes = [
            models.Index(fields=["question_key", "finished_at"], name="practice_by_question")
        ]

    def __str__(self) -> str:
        return f"practice run {self.pk}"
