"""The decision register: every decision on a point of practice, in the order they were made."""

from django.db import models
from django.utils import timezone

from courses.questions.models import PracticePoint
from lms.accounts.sealing import Seal


class PracticeDecision(models.Model):
    """What was decided on a point as it stood then. Deciding again is another row."""

    point = models.ForeignKey(PracticePoint, on_delete=models.PROTECT, related_name="decisions")
    asked = models.TextField(help_text="The point, as it was worded when it was decided.")
    views = models.JSONField(default=list, help_text="[{view, source}]: the views, as they were.")
    decision = models.TextField()
    sources = models.TextField(help_text="Where the decision is written, and what it rests on.")
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    recorded_by = models.UUIDField(null=True, help_text="None: it came with the files.")
    recorded_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.point_id}: {self.decided_on}"
