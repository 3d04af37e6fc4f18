"""A lesson published in spite of what the gate found, and why."""

from django.db import models
from django.utils import timezone

from lms.accounts.sealing import Seal


class GateOverride(models.Model):
    """Somebody's reason to publish a lesson with these findings. New findings need a new one."""

    lesson_key = models.UUIDField(help_text="The page's translation key.")
    title = models.CharField(max_length=255)
    findings = models.JSONField(help_text="[{key, code, where, what}]")
    reason = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-decided_at", "-id"]
        indexes = [models.Index(fields=["lesson_key"], name="override_of_lesson")]

    def __str__(self) -> str:
        return f"{self.title}: {len(self.findings)}"
