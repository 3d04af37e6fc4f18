"""One learner in one course, on the version begun."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone

from courses.catalogue.models import CoursePage, CourseVersion
from lms.accounts.models import Learner
from lms.accounts.sealing import Seal


class Cohort(models.Model):
    """Learners taking a course together, with dates."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """Unique per learner, course and cycle. Confidential once, confidential for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    confidential = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    redo = models.JSONField(
        default=dict,
        blank=True,
        help_text="{module key: moment}: attempts begun before it don't count in this version.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "cycle"], name="enrolled_once_a_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"

    def redo_since(self, module_key: uuid.UUID) -> datetime | None:
        """From when on attempts at a module count, where a move to another version says so."""
        moment = self.redo.get(str(module_key))
        return datetime.fromisoformat(moment) if moment else None


class VersionMove(models.Model):
    """A learner in mid-course went on to another version: by a correction, or by a decision."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="version_moves")
    from_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    to_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    decided_by = models.UUIDField(null=True, help_text="Nobody: a small correction.")
    reason = models.TextField(blank=True)
    shown = models.JSONField(
        default=dict, help_text="What it changes, as shown to whoever decided."
    )
    moved_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    def __str__(self) -> str:
        return f"move {self.pk}"
