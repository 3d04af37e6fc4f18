"""The evidence ledger: this learner showed that statement, from this source, on this date."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Learner
from lms.accounts.sealing import Seal
from nice_framework.framework.models import FrameworkRelease, Statement
from nice_framework.profiles.models import NationalArea


class EvidenceGrade(models.TextChoices):
    """Grade of evidence by section 4 of the skills-gap method."""

    A = "A", _("Invigilated, practical or external")
    B = "B", _("Marked by the platform behind a sign-in")
    C = "C", _("Attendance: training received, not skill")


class Evidence(models.Model):
    """One result for one statement. Append-only; a retraction is a row of its own."""

    source_key = models.CharField(max_length=120)  # for example assessment-attempt:<uuid>
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="evidence")
    release = models.ForeignKey(FrameworkRelease, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="evidence")
    area = models.ForeignKey(
        NationalArea, null=True, on_delete=models.PROTECT, related_name="evidence"
    )
    level = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    grade = models.CharField(max_length=1, choices=EvidenceGrade.choices)
    label = models.CharField(max_length=200)
    items_asked = models.PositiveSmallIntegerField(default=0)
    items_right = models.PositiveSmallIntegerField(default=0)
    shown_on = models.DateField()
    expires_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "release", "statement"], name="evidence_once"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="evidence_level_1_to_4"),
        ]
        indexes = [models.Index(fields=["learner", "area"], name="evidence_of_learner")]
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.source_key} → {self.statement_id}"


class GradeDecision(models.Model):
    """What a source showed counts at another grade than it was recorded at. The newest counts.

    For example the attempt of an invigilated sitting in which something went wrong: B, not A.
    """

    source_key = models.CharField(max_length=120, db_index=True)
    grade = models.CharField(max_length=1, choices=EvidenceGrade.choices)
    reason = models.CharField(max_length=500)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.source_key}: {self.grade}"
