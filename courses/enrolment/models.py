"""One learner in one course, on the version begun."""

import uuid

from django.db import models
from django.utils import timezone

from courses.catalogue.models import CoursePage, CourseVersion
from lms.accounts.models import Learner


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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "cycle"], name="enrolled_once_a_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"
