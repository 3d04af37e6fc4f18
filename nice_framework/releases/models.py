"""Monthly skills-gap snapshots: computed once, disclosure-controlled, then only read."""

from django.db import models
from django.utils import timezone

from lms.accounts.sealing import Seal


class SkillsGapSnapshot(models.Model):
    """The figures of one month. Page, CSV and API read the same cells."""

    month = models.DateField(unique=True, help_text="First day of the month.")
    made_at = models.DateTimeField(default=timezone.now)
    as_of = models.DateField(help_text="The day on which roles and evidence were counted.")
    settings = models.JSONField(default=dict, help_text="Policy settings in force.")
    labels = models.JSONField(default=dict, help_text="Titles and required levels on that day.")
    quality = models.JSONField(default=dict, help_text="How many cells are shown or hidden.")

    sealed = Seal()

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def name(self) -> str:
        """How a release is named in files and addresses."""
        return f"skills-gap-{self.month:%Y-%m}"


class SnapshotCell(models.Model):
    """One published value. Suppressed means no value and a code, never 0 or blank."""

    snapshot = models.ForeignKey(SkillsGapSnapshot, on_delete=models.PROTECT, related_name="cells")
    # profile-by-agency-kind, category-by-agency-kind, region; and quality, who was left out
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=10, blank=True)
    measure = models.CharField(max_length=20)  # needed, evidenced, gap; people
    value = models.IntegerField(null=True)
    conf_status = models.CharField(max_length=1, default="F")  # F free, C primary, D secondary
    obs_status = models.CharField(max_length=1, default="A")

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "table", "row", "column", "area", "measure"], name="cell_once"
            )
        ]


class SnapshotBasis(models.Model):
    """The true count behind a cell, against subtracting two snapshots. Never shown."""

    cell = models.OneToOneField(SnapshotCell, on_delete=models.PROTECT, related_name="basis")
    count = models.IntegerField()

    sealed = Seal()
