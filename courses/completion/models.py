"""A completion: a dated fact that keeps the rule and content version in force."""

import uuid

from django.db import models
from django.utils import timezone

from courses.catalogue.models import CourseVersion, Record
from courses.enrolment.models import Enrolment
from lms.accounts.sealing import Seal


class CourseCompletion(models.Model):
    """Once per enrolment. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="completions")
    record = models.CharField(max_length=15, choices=Record.choices)
    completed_at = models.DateTimeField(default=timezone.now)
    rule = models.JSONField(help_text="The rule and pass marks in force, and what met them.")

    sealed = Seal()

    def __str__(self) -> str:
        return f"completion {self.pk}"
