"""The framework as NIST releases it, several releases side by side, and our plain labels.

Rows are keyed by release and identifier. A withdrawn element is marked, never deleted.
`text` is NIST's own sentence and stays empty until `import_nice` brings it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkRelease(models.Model):
    """One version of the NICE Framework components, for example 2.2.0."""

    version = models.CharField(max_length=20, unique=True)
    doc_identifier = models.CharField(max_length=60, blank=True)
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"NICE {self.version}"

    @property
    def version_key(self) -> tuple[int, ...]:
        """For sorting: 2.10.0 is newer than 2.9.0."""
        return tuple(int(part) for part in self.version.split("."))


class ReleaseSource(models.Model):
    """A file that was read into a release. NIST re-saves workbooks, so the hash is kept."""

    release = models.ForeignKey(FrameworkRelease, on_delete=models.PROTECT, related_name="sources")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=20)  # catalogue, json, wrapped-json, workbook
    counts = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "sha256"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sha256[:12]})"


class Element(models.Model):
    """What every element of a release has."""

    release = models.ForeignKey(
        FrameworkRelease, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    identifier = models.CharField(max_length=20)
    text = models.TextField(blank=True, help_text=_("NIST's own text; empty until imported."))
    withdrawn_in = models.ForeignKey(
        FrameworkRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["identifier"]

    def __str__(self) -> str:
        return self.identifier


class Category(Element):
    title = models.CharField(max_length=120)

    class Meta(Element.Meta):
        constraints = [
            models.UniqueConstraint(fields=["release", "identifier"], name="category_once")
        ]
        verbose_name_plural = _("categories")


class WorkRole(Element):
    title = models.CharField(max_length=160)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="work_roles")
    opm_codes = models.JSONField(default=list, blank=True)
    statements: models.ManyToManyField = models.ManyToManyField(
        "Statement", through="WorkRoleStatement", related_name="work_roles"
    )

    class Meta(Element.Meta):
        constraints = [
            models.UniqueConstraint(fields=["release", "identifier"], name="work_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} {self.title}"


class CompetencyArea(Element):
    title = models.CharField(max_length=160)
    statements: models.ManyToManyField = models.ManyToManyField(
        "Statement", through="CompetencyAreaStatement", related_name="competency_areas"
    )

    class Meta(Element.Meta):
        constraints = [
            models.UniqueConstraint(fields=["release", "identifier"], name="competency_area_once")
        ]


class StatementKind(models.TextChoices):
    TASK = "task", _("Task")
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILL = "skill", _("Skill")


class Statement(Element):
    """One TKS statement of one release."""

    kind = models.CharField(max_length=10, choices=StatementKind.choices)

    class Meta(Element.Meta):
        constraints = [
            models.UniqueConstraint(fields=["release", "identifier"], name="statement_once")
        ]


class WorkRoleStatement(models.Model):
    work_role = models.ForeignKey(WorkRole, on_delete=models.CASCADE)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_role", "statement"], name="role_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.work_role_id} → {self.statement_id}"


class CompetencyAreaStatement(models.Model):
    competency_area = models.ForeignKey(CompetencyArea, on_delete=models.CASCADE)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency_area", "statement"], name="area_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.competency_area_id} → {self.statement_id}"


class PlainLabel(models.Model):
    """Our own words for an identifier. Identifiers keep their meaning across releases."""

    identifier = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    label = models.CharField(max_length=160)
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identifier", "language"], name="label_once")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} {self.label}"
