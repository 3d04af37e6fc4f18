"""Reads of certificates worth a name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from certificates.codes import normalised
from certificates.models import Certificate, StatusChange
from lms.accounts.models import Learner

VALID, EXPIRED, SUPERSEDED, REVOKED, UNKNOWN = (
    "valid",
    "expired",
    "superseded",
    "revoked",
    "unknown",
)


@dataclass(frozen=True)
class Standing:
    """What a certificate is worth today. `name` is empty unless the holder shares it."""

    state: str
    certificate: Certificate | None = None
    since: date | None = None
    name: str = ""


def certificates_of(learner: Learner) -> QuerySet[Certificate]:
    """The learner's certificates, newest first, with holder, files and changes at hand."""
    return (
        Certificate.objects.filter(learner=learner)
        .select_related("holder")
        .prefetch_related("files", "changes")
    )


def without_rendering() -> QuerySet[Certificate]:
    return Certificate.objects.filter(files__isnull=True)


def standing_of(certificate: Certificate, *, today: date | None = None) -> Standing:
    """Revoked counts before superseded, and both before expired."""
    today = today or timezone.localdate()
    holder = getattr(certificate, "holder", None)
    name = holder.name if holder and holder.name_shared else ""
    changes = {change.kind: change for change in certificate.changes.all()}
    for kind, state in (
        (StatusChange.Kind.REVOKED, REVOKED),
        (StatusChange.Kind.SUPERSEDED, SUPERSEDED),
    ):
        if kind in changes:
            since = timezone.localdate(changes[kind].at)
            return Standing(state, certificate, since, name)
    if certificate.expires_on and certificate.expires_on < today:
        return Standing(EXPIRED, certificate, certificate.expires_on, name)
    return Standing(VALID, certificate, certificate.issued_on, name)


def verify(typed: str) -> Standing:
    """The public answer for a code as typed or scanned."""
    code = normalised(typed)
    certificate = (
        Certificate.objects.filter(code=code)
        .select_related("holder")
        .prefetch_related("changes")
        .first()
        if code
        else None
    )
    return standing_of(certificate) if certificate else Standing(UNKNOWN)
