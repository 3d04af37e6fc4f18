"""What a learner marks while reading. It is the learner's alone: nothing else ever reads it."""

from django.db import models
from django.utils import timezone

from lms.accounts.models import Learner

LONGEST_NOTE = 4000


class Mark(models.Model):
    """A bookmark, a note or both at one place: a block of a lesson, or the lesson as a whole.

    Keyed by the lesson itself, so that it outlives cycles and versions. Not a record: it is
    changed and deleted as its owner likes, and says nothing about anybody's learning.
    """

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="marks")
    lesson_key = models.UUIDField()
    block = models.CharField(max_length=40, blank=True, help_text="Empty for the whole lesson.")
    bookmarked = models.BooleanField(default=False)
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson_key", "block"], name="marked_once")
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
