"""What people mark: the answers that wait, each marking as it was given, and what was settled.

Markings and what was settled are sealed rows. Only a waiting answer's place in the queue changes.
Who marked stands here under an opaque key, and on no page.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt
from lms.accounts.sealing import Seal


class PartGrading(models.Model):
    """What the machine could mark of an attempt when it was handed in, and that the rest waits.

    An attempt with this row and no grading waits: it is neither passed nor failed.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="part_grading")
    made_at = models.DateTimeField(default=timezone.now)
    items = models.JSONField(help_text="As in a grading; what waits has `awaiting`.")
    record_hash = models.CharField(
        max_length=64, help_text="SHA-256 of items as shown and answered."
    )

    sealed = Seal()

    def __str__(self) -> str:
        return f"part grading {self.pk}"


class WhySecond(models.TextChoices):
    NONE = "", _("One reader")
    DRAWN = "drawn", _("Drawn by chance")
    CLOSE = "close", _("One level decides whether the attempt is passed")


class WrittenAnswer(models.Model):
    """An answer that people mark. `awaits` is the reading it waits for now: 1, 2, 3, or 0 none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="written_answers")
    item_key = models.CharField(max_length=60)
    item_hash = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)
    awaits = models.PositiveSmallIntegerField(default=1)
    second = models.CharField(
        max_length=5, choices=WhySecond.choices, default=WhySecond.NONE, blank=True
    )
    claimed_by = models.UUIDField(null=True, help_text="Who reads it now. Nobody else gets it.")
    claimed_until = models.DateTimeField(null=True)

    # Which answer of whom it is never changes, and nothing is taken away.
    sealed = Seal(
        update="NEW.attempt_id <> OLD.attempt_id OR NEW.item_key <> OLD.item_key"
        " OR NEW.item_hash <> OLD.item_hash"
    )

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item_key"], name="written_answer_once"),
            models.CheckConstraint(
                condition=models.Q(awaits__lte=3), name="three_readings_at_most"
            ),
        ]
        indexes = [
            models.Index(
                fields=["since"], condition=models.Q(awaits__gt=0), name="written_answers_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"written answer {self.pk}"


class Marking(models.Model):
    """One person's marks of one answer. A correction is a row that replaces an earlier one."""

    answer = models.ForeignKey(WrittenAnswer, on_delete=models.PROTECT, related_name="markings")
    reading = models.PositiveSmallIntegerField(help_text="1, 2 or 3, each by somebody else.")
    marker = models.UUIDField()
    marked_at = models.DateTimeField(default=timezone.now)
    levels = models.JSONField(help_text="For each criterion the position of its level.")
    score = models.FloatField(help_text="From 0 to 1.")
    right = models.BooleanField()
    comment = models.TextField(blank=True, help_text="To the learner.")
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField(max_length=200, default="", blank=True)

    sealed = Seal()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "reading"],
                condition=models.Q(replaces=None),
                name="marking_once_a_reading",
            ),
            models.UniqueConstraint(
                fields=["answer", "marker"],
                condition=models.Q(replaces=None),
                name="marking_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"marking {self.pk}"


class SettledBy(models.TextChoices):
    FIRST = "first", _("The first reader's marks stand")
    MIDDLE = "middle", _("The middle of three readers' marks")
    REVIEW = "review", _("Reviewed after grading")


class SettledMark(models.Model):
    """What counts for an answer. A review after grading is a further row."""

    answer = models.ForeignKey(WrittenAnswer, on_delete=models.PROTECT, related_name="settled")
    number = models.PositiveSmallIntegerField(default=1)
    how = models.CharField(max_length=6, choices=SettledBy.choices)
    levels = models.JSONField()
    score = models.FloatField()
    right = models.BooleanField()
    comments = models.JSONField(default=list)
    settled_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, default="", blank=True)
    decided_by = models.UUIDField(null=True, help_text="Of a review; nobody where readers settled.")

    sealed = Seal()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="settled_mark_once")
        ]

    def __str__(self) -> str:
        return f"settled mark {self.pk}"
