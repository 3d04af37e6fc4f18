"""What somebody deleted in the editor, so that loading the files does not bring it back."""

from django.db import models
from django.utils import timezone

from lms.accounts.sealing import Seal


class RemovedContent(models.Model):
    """A page, question, term or practice point that came from the files and was deleted."""

    key = models.CharField(max_length=120, db_index=True, help_text="kind:key")
    title = models.CharField(max_length=255)
    removed_by = models.UUIDField(null=True)
    removed_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-removed_at", "-id"]

    def __str__(self) -> str:
        return self.key
