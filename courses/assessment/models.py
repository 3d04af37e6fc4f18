"""Attempts, responses and gradings. Sealed by the database when an attempt is handed in."""

import uuid

from django.db import models
from django.utils import timezone

from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from lms.accounts.sealing import Seal

SUBMITTED = (
    "EXISTS (SELECT 1 FROM courses_attempt WHERE id = {row}.attempt_id"
    " AND submitted_at IS NOT NULL)"
)


class Attempt(models.Model):
    """One try at a module's assessment, with the items exactly as shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    assessment = models.ForeignKey(
        AssessmentVersion, on_delete=models.PROTECT, related_name="attempts"
    )
    module_key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10, default="en")
    items = models.JSONField(help_text="[{key, hash, options: [original positions as shown]}]")
    items_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)

    sealed = Seal(update="OLD.submitted_at IS NOT NULL")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module_key", "number"], name="attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "module_key"],
                condition=models.Q(submitted_at__isnull=True),
                name="one_open_attempt",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Response(models.Model):
    """One answer as it was given. The answer in force is the one with the highest sequence."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    item_key = models.CharField(max_length=60)
    client_id = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    answer = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    sealed = Seal(insert=SUBMITTED.format(row="NEW"))

    class Meta:
        ordering = ["sequence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "client_id"], name="response_once")
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class Grading(models.Model):
    """What an attempt was worth, by the rule in force. A regrade is a new row."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="gradings")
    number = models.PositiveSmallIntegerField(default=1)
    graded_at = models.DateTimeField(default=timezone.now)
    score = models.DecimalField(max_digits=5, decimal_places=2, help_text="Per cent.")
    pass_mark = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    critical_missed = models.JSONField(default=list, help_text="Keys of critical items not right.")
    items = models.JSONField(help_text="[{key, answer, score, right}]")
    record_hash = models.CharField(
        max_length=64, help_text="SHA-256 of items as shown and answered."
    )

    sealed = Seal()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="grading_once")]

    def __str__(self) -> str:
        return f"grading {self.pk}"


class ExtraAttempt(models.Model):
    """A training officer grants one more attempt after the limit."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="extra_attempts"
    )
    module_key = models.UUIDField()
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)

    sealed = Seal()

    def __str__(self) -> str:
        return f"extra attempt {self.pk}"
