"""Attempts, responses and gradings. Sealed by the database when an attempt is handed in."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import Learner
from lms.accounts.sealing import Seal

SUBMITTED = (
    "EXISTS (SELECT 1 FROM courses_attempt WHERE id = {row}.attempt_id"
    " AND submitted_at IS NOT NULL)"
)


class EndedBy(models.TextChoices):
    LEARNER = "learner", _("Handed in by the learner")
    CLOCK = "clock", _("Handed in at the end of the time")


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
    items = models.JSONField(help_text="[{key, hash, shown: what its type decided}]")
    items_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    seed = models.CharField(
        max_length=64, default="", db_default="", help_text="What the form was drawn with."
    )
    ends_at = models.DateTimeField(
        null=True,
        help_text="The server's deadline; with started_at it would tell of an arrangement, so it "
        "is shown to the learner and to nobody else.",
    )
    ended_by = models.CharField(
        max_length=8,
        choices=EndedBy.choices,
        default=EndedBy.LEARNER,
        db_default=EndedBy.LEARNER,
    )
    invitation = models.OneToOneField(
        "courses.Invitation",
        null=True,
        on_delete=models.PROTECT,
        related_name="attempt",
        help_text="Taken in an invigilated sitting, by this invitation.",
    )
    paper = models.OneToOneField(
        "courses.PaperForm",
        null=True,
        on_delete=models.PROTECT,
        related_name="attempt",
        help_text="Answered on this paper, and keyed twice.",
    )

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
    certainty = models.PositiveSmallIntegerField(
        null=True, help_text="1 guessing, 2 fairly sure, 3 certain; none where it isn't asked."
    )
    late = models.BooleanField(
        default=False, db_default=False, help_text="Came after the limit, within the grace."
    )
    saved_at = models.DateTimeField(default=timezone.now)

    sealed = Seal(insert=SUBMITTED.format(row="NEW"))

    class Meta:
        ordering = ["sequence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "client_id"], name="response_once")
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class CorrectionKind(models.TextChoices):
    RIGHT = "right", _("Other options are right")
    DROPPED = "dropped", _("The question doesn't count")
    CREDITED = "credited", _("Everybody gets it right")


class Correction(models.Model):
    """A question turned out wrong after it was asked. The newest of one wording is in force."""

    module_key = models.UUIDField()
    item_key = models.CharField(max_length=60)
    item_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=CorrectionKind.choices)
    right = models.JSONField(default=list, help_text="Positions of the options that are right.")
    reason = models.CharField(max_length=200)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)
    shown = models.JSONField(default=dict, help_text="Counts, as shown to whoever decided.")

    sealed = Seal()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["module_key"], name="correction_of_module")]

    def __str__(self) -> str:
        return f"correction {self.pk}"


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
    correction = models.ForeignKey(
        Correction, null=True, on_delete=models.PROTECT, related_name="gradings"
    )
    reason = models.CharField(max_length=200, default="", db_default="")
    decided_by = models.UUIDField(null=True, help_text="Of a regrade; nobody for a hand-in.")

    sealed = Seal()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="grading_once")]

    def __str__(self) -> str:
        return f"grading {self.pk}"

    @property
    def whole_score(self) -> int:
        """The score as learners are told it: the whole per cent that was reached.

        Cut off, not rounded: pass marks are whole, so what is told reaches the pass mark exactly
        where the score does.
        """
        return int(self.score)


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


class AssessmentWindow(models.Model):
    """From when until when a module's assessment can be taken. The newest row is in force.

    Dates are of the people who sit it, not of the content: they hold for every version of the
    course, for everybody or for one cohort, and moving them moves the attempts that are open.
    """

    module_key = models.UUIDField()
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    decided_by = models.UUIDField(null=True, help_text="Nobody: it came with a course's files.")
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["module_key"], name="window_of_module")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="window_opens_before_it_closes",
            )
        ]

    def __str__(self) -> str:
        return f"window {self.pk}"


class Accommodation(models.Model):
    """More time for one learner, in all timed work. The newest row is in force; 0 ends it.

    This row is its own audit trail. Whoever reads audit log, reports, exports or certificates
    must not learn of it: nothing else names the learner and the arrangement together.
    """

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="accommodations")
    extra_percent = models.PositiveSmallIntegerField(default=0)
    no_limit = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"accommodation {self.pk}"


class RecordPrint(models.Model):
    """A training officer printed somebody's sealed record, and why."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="prints")
    printed_by = models.UUIDField()
    printed_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)

    sealed = Seal()

    def __str__(self) -> str:
        return f"print {self.pk}"
