"""Certificates: issued once, frozen, never edited; what happens later is a row of its own."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Learner
from lms.accounts.sealing import Seal


class NumberSeries(models.Model):
    """The last number given out in a year. Locked while a certificate takes the next."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class Certificate(models.Model):
    """What was certified, in the words of the day. The holder's name stands apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_key = models.CharField(max_length=120, unique=True)  # course-completion:<uuid>
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=40, unique=True)  # random, at least 100 bits
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="certificates")
    confidential = models.BooleanField(default=False)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    wording = models.JSONField()  # see certificates.services.Wording
    created_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-issued_on", "-number"]

    def __str__(self) -> str:
        return self.number


class Holder(models.Model):
    """The erasable part: the name as printed, and whether the public page may show it."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="holder", primary_key=True
    )
    name = models.CharField(max_length=120)
    name_shared = models.BooleanField(default=False)


class StatusChange(models.Model):
    """A certificate revoked or superseded. Append-only."""

    class Kind(models.TextChoices):
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)
    replaced_by = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    actor = models.UUIDField(null=True)

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "kind"], name="status_change_once")
        ]


class RenderedFile(models.Model):
    """The PDF as rendered, with its hash. A re-rendering is a new row."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200, help_text="Name in private storage.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "version"], name="rendered_once")
        ]
