"""A lesson shown to a group in a room: where it stands, who is there, and how many raised a hand.

Who answered what is never known: a hand carries a random mark of the phone, not of its owner, and
only the counts outlive the class.
"""

import uuid

from django.db import models
from django.utils import timezone

from courses.catalogue.models import LessonVersion
from lms.accounts.models import Learner
from lms.accounts.sealing import Seal


class ClassSession(models.Model):
    """One group, one lesson, one screen. It changes until it is ended, and then never."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="classes")
    code = models.CharField(max_length=6)
    held_by = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="classes_held")
    place = models.CharField(max_length=120, blank=True)
    at = models.PositiveSmallIntegerField(default=0, help_text="The slide on the screen.")
    revealed = models.BooleanField(default=False, help_text="Whether its answer is shown.")
    counts = models.JSONField(
        default=dict, help_text="{block id: [people who chose each option]}, phones and hands."
    )
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    sealed = Seal(update="OLD.ended_at IS NOT NULL")

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(ended_at__isnull=True), name="class_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"class {self.pk}"


class ClassPresence(models.Model):
    """Somebody signed in and was there."""

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="present")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="classes")
    joined_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["joined_at"]
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="present_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class Hand(models.Model):
    """What one phone chose at one question. Deleted when the class ends: the counts stay."""

    session = models.ForeignKey(ClassSession, on_delete=models.CASCADE, related_name="hands")
    phone = models.CharField(max_length=32, help_text="Random, kept in that browser's session.")
    block = models.CharField(max_length=40)
    option = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phone", "block"], name="one_hand")
        ]

    def __str__(self) -> str:
        return f"hand {self.pk}"
