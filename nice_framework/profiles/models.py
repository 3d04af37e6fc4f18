"""National profiles (ours, not NICE's) and who holds which role or profile."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Learner
from nice_framework.framework.models import FrameworkRelease, Statement, WorkRole


class NationalArea(models.Model):
    """A theme of digital evidence work under which statements are grouped, A to H."""

    code = models.CharField(max_length=4, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class NationalAreaStatement(models.Model):
    """Each statement of a release stands in at most one national area."""

    area = models.ForeignKey(NationalArea, on_delete=models.PROTECT, related_name="memberships")
    statement = models.OneToOneField(
        Statement, on_delete=models.PROTECT, related_name="national_area_membership"
    )

    def __str__(self) -> str:
        return f"{self.area_id} → {self.statement_id}"


class ProfileStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CURRENT = "current", _("Current")
    RETIRED = "retired", _("Retired")


class NationalProfile(models.Model):
    """A versioned national profile such as BZ-FR. Always shown as national, not NICE."""

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=ProfileStatus.choices, default="current")
    release = models.ForeignKey(FrameworkRelease, on_delete=models.PROTECT, related_name="+")
    statements: models.ManyToManyField = models.ManyToManyField(
        Statement, related_name="national_profiles", blank=True
    )

    class Meta:
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="profile_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class RequiredLevel(models.Model):
    """The level 1 to 4 that a profile requires in an area."""

    profile = models.ForeignKey(
        NationalProfile, on_delete=models.CASCADE, related_name="required_levels"
    )
    area = models.ForeignKey(NationalArea, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "area"], name="required_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="required_level_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.area} at level {self.level}"


class RoleAssignment(models.Model):
    """Who holds which work role or national profile, primary or secondary, from and to."""

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="role_assignments")
    work_role = models.ForeignKey(WorkRole, null=True, blank=True, on_delete=models.PROTECT)
    profile = models.ForeignKey(NationalProfile, null=True, blank=True, on_delete=models.PROTECT)
    is_primary = models.BooleanField(default=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(work_role__isnull=True) ^ Q(profile__isnull=True),
                name="assignment_role_or_profile",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(is_primary=True, ends_on__isnull=True),
                name="one_open_primary_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_role or self.profile} from {self.starts_on}"
