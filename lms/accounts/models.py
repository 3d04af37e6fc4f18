"""People and places: the one erasable place for names and identifiers.

Learning records stand under a `Learner`, an opaque key. A `User` is the person behind it:
removing the user leaves every record, certificate and figure in place, without a name.
"""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.sealing import Seal


class Region(models.TextChoices):
    NORTH = "north", _("North")
    CENTRAL = "central", _("Central")
    WEST = "west", _("West")
    SOUTH = "south", _("South")


class District(models.Model):
    """One of the six districts of Belize."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=10, choices=Region.choices)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    POLICE = "police", _("Police")
    JUDICIARY = "judiciary", _("Judiciary")
    PROSECUTION = "prosecution", _("Prosecution")
    MINISTRY = "ministry", _("Ministry")
    REGULATOR = "regulator", _("Regulator")
    UTILITY = "utility", _("Utility")
    EDUCATION = "education", _("Education")
    PRIVATE = "private", _("Private sector")
    CIVIL_SOCIETY = "civil-society", _("Civil society")


class Agency(models.Model):
    """A body that employs learners, possibly part of another."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name


class Learner(models.Model):
    """The opaque key under which all learning records of one person stand."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.key)


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, service_number: str, password: str | None = None, **fields: object
    ) -> "User":
        """A person with a fresh learner key. An empty e-mail is stored as none."""
        email = str(fields.pop("email", "") or "").strip().lower() or None
        fields.setdefault("learner", Learner.objects.create())
        user = self.model(service_number=service_number.strip(), email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, service_number: str, password: str | None = None, **fields: object
    ) -> "User":
        return self.create_user(service_number, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(service_number__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person who signs in by service number or e-mail; e-mail is optional."""

    service_number = models.CharField(
        _("service number"),
        max_length=40,
        unique=True,
        help_text=_("The number the agency gave this person, or one that we gave."),
    )
    email = models.EmailField(
        _("e-mail"), null=True, blank=True, help_text=_("Optional: many people share a computer.")
    )
    full_name = models.CharField(_("full name"), max_length=120)
    preferred_language = models.CharField(
        _("preferred language"), max_length=5, default="en", choices=[("en", "English")]
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    rank_or_office = models.CharField(_("rank or office"), max_length=80, blank=True)
    learner = models.OneToOneField(
        Learner, on_delete=models.PROTECT, related_name="person", editable=False
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "service_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        ordering = ["full_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(Lower("service_number"), name="user_service_number_once"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        if self.learner_id is None:
            self.learner = Learner.objects.create()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]

    @property
    def is_judicial(self) -> bool:
        """Whether this person's learning is nobody else's business."""
        return self.agency is not None and self.agency.kind == AgencyKind.JUDICIARY


class PasswordSlip(models.Model):
    """A printed one-time code with which a person without e-mail sets a new password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=128)
    issued_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"slip:{self.pk}"


class AuditEntry(models.Model):
    """What a person did to somebody else's record or to the site's settings. Never changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.UUIDField(null=True, help_text="Learner key of who acted; none for the system.")
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=120, blank=True, help_text="kind:identifier, no names.")
    detail = models.JSONField(default=dict)

    sealed = Seal()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


class ApiToken(models.Model):
    """A scoped, expiring key for one agency's program. Only its SHA-256 is kept."""

    name = models.CharField(max_length=80)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="api_tokens")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name
