"""Where a learner is. Progress can be recomputed; it proves nothing by itself."""

from django.db import models
from django.utils import timezone

from courses.enrolment.models import Enrolment


class LessonProgress(models.Model):
    """Keyed by enrolment and lesson key, so that it holds across languages and devices."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    lesson_key = models.UUIDField()
    block = models.CharField(max_length=40, blank=True, help_text="Id of the block last in view.")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="progress_once")
        ]

    def __str__(self) -> str:
        return f"progress {self.pk}"
