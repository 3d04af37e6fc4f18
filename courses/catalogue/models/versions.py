"""What learners follow: a course as it was on the day it was published, never changed.

Enrolments, attempts and completions point to these rows, never to what an author edits.
"""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.models.pages import Certainty, CoursePage, Record
from lms.accounts.sealing import Seal


class PilotDecision(models.Model):
    """An administrator allows a course to run as a pilot while law or practice is being settled."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="pilot_decisions")
    allowed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.course_id}: {'allowed' if self.allowed else 'ended'}"


class PassMarkDecision(models.Model):
    """A pass mark that somebody decided on a panel's outcome. Until there is one it is provisional.

    The newest of a module is in force; it reaches learners with the next version.
    """

    module_key = models.UUIDField(db_index=True)
    panel = models.UUIDField()
    pass_mark = models.PositiveSmallIntegerField()
    cut = models.DecimalField(max_digits=5, decimal_places=2, help_text="What the panel suggests.")
    error = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    judges = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"pass mark {self.pass_mark}"


class CourseVersion(models.Model):
    """What a course was on the day it was published. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    correction = models.PositiveSmallIntegerField(
        default=0, help_text="How many small corrections of this number there were before."
    )
    reason = models.TextField(blank=True, default="")
    title = models.CharField(max_length=255)
    code = models.CharField(max_length=30)
    record = models.CharField(max_length=15, choices=Record.choices)
    minutes = models.PositiveIntegerField()
    validity_months = models.PositiveSmallIntegerField()
    about = models.JSONField(
        default=dict,
        help_text="{short_title, summary, audience, meant_for: [kinds of agency; left out: all], "
        "prerequisites, outcomes: [..], "
        "work_roles: [{release, identifier, title}], profiles: [{code, version, title}]}",
    )
    pilot = models.BooleanField(default=False)
    pilot_reasons = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.UUIDField(null=True)

    sealed = Seal()

    class Meta:
        ordering = ["-number", "-correction"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number", "correction"], name="course_version_and_correction_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.label}"

    @property
    def label(self) -> str:
        """What people call it: 2, and after a small correction 2.1."""
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)

    def is_meant_for(self, kind: str) -> bool:
        """Whether people of this kind of agency are offered it. Without a kind, all are."""
        kinds = self.about.get("meant_for")
        return not kinds or not kind or kind in kinds

    @property
    def pilot_words(self) -> str:
        """What a pilot waits for; nothing where it is none."""
        if not self.pilot:
            return ""
        if any(reason["kind"] == "legal" for reason in self.pilot_reasons):
            return _("Pilot: legal review pending")
        return _("Pilot: practice not decided yet")


class ModuleVersion(models.Model):
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="modules")
    key = models.UUIDField(help_text="The page's translation key.")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField()
    objectives = models.JSONField(default=list)
    mistakes = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    work_roles = models.JSONField(default=list, help_text="[{release, identifier}]")
    job_aid = models.JSONField(default=dict, help_text="{title, intro, items}")

    sealed = Seal()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="module_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class LessonVersion(models.Model):
    """A lesson's content as frozen, in one language."""

    module = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="lessons")
    key = models.UUIDField(help_text="The page's translation key.")
    language = models.CharField(max_length=10, default="en")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    objectives = models.JSONField(default=list)
    body = models.JSONField(help_text="The StreamField's raw value.")
    enclosed = models.JSONField(
        default=dict,
        help_text="What the body refers to, as it was: figures {name: svg}, points {key: point}, "
        "questions {key: item}.",
    )
    content_hash = models.CharField(max_length=64, help_text="Of body and enclosed.")
    sources = models.JSONField(default=list, help_text="[{claim, source}]")
    alignments = models.JSONField(default=list, help_text="[{release, identifier}]")
    work_roles = models.JSONField(default=list, help_text="[{release, identifier}]")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    sealed = Seal()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["module", "key", "language"], name="lesson_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def legal_reviewed_on(self) -> date | None:
        """When a legal reviewer approved these words, where they say something of the law."""
        found = self.enclosed.get("legal_review")
        return date.fromisoformat(found) if found else None


class AssessmentVersion(models.Model):
    """A module's assessment as frozen, in one language."""

    module = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="assessments")
    language = models.CharField(max_length=10, default="en")
    pass_mark = models.PositiveSmallIntegerField()
    evidence_level = models.PositiveSmallIntegerField()
    max_attempts = models.PositiveSmallIntegerField()
    wait_minutes = models.PositiveIntegerField()
    items = models.JSONField(
        help_text="[{key, hash, type, stem, config, explanation, critical, difficulty, source, "
        "practice_point, legal_ref, alignments: [{release, identifier}], work_roles: [..]}]"
    )
    blueprint = models.JSONField(
        default=list, help_text="[{count, tag, statement, difficulty, critical}]; empty: all items."
    )
    time_limit = models.PositiveSmallIntegerField(null=True, help_text="Minutes, or no limit.")
    certainty = models.CharField(
        max_length=6, choices=Certainty.choices, default=Certainty.OFF, db_default=Certainty.OFF
    )

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "language"], name="assessment_once")
        ]

    def __str__(self) -> str:
        return f"assessment of module {self.module_id}"
