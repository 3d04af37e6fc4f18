"""Every write about certificates: issue, revoke, supersede, share the name, keep a rendering."""

import hashlib
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.codes import new_code
from certificates.models import Certificate, Holder, NumberSeries, RenderedFile, StatusChange
from lms.accounts.api import audit
from lms.accounts.models import Learner, User
from lms.jobs.api import enqueue


@dataclass(frozen=True)
class Wording:
    """Everything a certificate says, in the words of the day it was issued.

    `worth` is the sentence on what the certificate proves. `alignments` are pairs of
    identifier and plain label, each naming its release.
    """

    title: str
    course_title: str
    course_code: str
    course_version: str
    hours: str
    worth: str
    statement_line: str
    record: str
    pilot_line: str = ""
    alignments: list[dict[str, str]] = field(default_factory=list)
    issuer: str = ""


class CannotRevoke(ValidationError):
    """A certificate that is already revoked, or a revocation without a reason."""


def issue(
    *,
    source_key: str,
    learner: Learner,
    holder_name: str,
    confidential: bool,
    wording: Wording,
    issued_on: date,
    expires_on: date | None,
) -> Certificate:
    """Issue the certificate for one source, once: asked again, it returns the one there is.

    Runs inside the caller's transaction, so that fact and certificate stand or fall together.
    """
    with transaction.atomic():
        # The series row is the lock: whoever asks second for a source finds the first one's row.
        series, _created = NumberSeries.objects.get_or_create(year=issued_on.year)
        series = NumberSeries.objects.select_for_update().get(pk=series.pk)
        existing = Certificate.objects.filter(source_key=source_key).first()
        if existing:
            return existing
        series.last += 1
        series.save(update_fields=["last"])
        certificate = Certificate.objects.create(
            source_key=source_key,
            number=f"BZ-{series.year}-{series.last:06d}",
            code=new_code(),
            learner=learner,
            confidential=confidential,
            issued_on=issued_on,
            expires_on=expires_on,
            wording=asdict(wording),
        )
        Holder.objects.create(certificate=certificate, name=holder_name)
        owe_rendering(certificate)
    return certificate


def owe_rendering(certificate: Certificate) -> None:
    """Write down that the PDF is owed; asked again the same day, it is owed once."""
    enqueue(
        "certificates.render",
        key=f"certificate-render:{certificate.pk}:{timezone.localdate()}",
        certificate_id=str(certificate.pk),
    )


def keep_rendering(*, certificate: Certificate, content: bytes) -> RenderedFile:
    """Store the first rendering. A repeat with the file already there changes nothing."""
    existing = certificate.files.filter(version=1).first()
    if existing:
        return existing
    sha256 = hashlib.sha256(content).hexdigest()
    # Named by content: a run that was killed leaves at worst a file that no row names.
    wanted = f"certificates/{certificate.issued_on.year}/{certificate.pk}-{sha256[:16]}.pdf"
    store = storages["private"]
    name = wanted if store.exists(wanted) else store.save(wanted, ContentFile(content))
    return RenderedFile.objects.create(
        certificate=certificate, name=name, sha256=sha256, size=len(content)
    )


def revoke(*, certificate: Certificate, by: User, reason: str) -> StatusChange:
    """Take a certificate back, for a reason that the public page will not show.

    A confidential certificate is nobody's to revoke by hand: judicial independence.
    """
    if certificate.confidential:
        raise PermissionDenied(_("This certificate can't be revoked by hand."))
    if not reason.strip():
        raise CannotRevoke(_("Say why this certificate is revoked."))
    with transaction.atomic():
        change, created = StatusChange.objects.get_or_create(
            certificate=certificate,
            kind=StatusChange.Kind.REVOKED,
            defaults={"reason": reason.strip()[:200], "actor": by.learner_id},
        )
        if not created:
            raise CannotRevoke(_("This certificate is already revoked."))
        audit(actor=by, action="certificate-revoked", subject=f"certificate:{certificate.pk}")
    return change


def supersede(
    *, certificate: Certificate, replaced_by: Certificate, reason: str, actor: uuid.UUID | None
) -> StatusChange:
    """Mark a certificate as replaced by a later one of the same holder. Repeatable."""
    change, _created = StatusChange.objects.get_or_create(
        certificate=certificate,
        kind=StatusChange.Kind.SUPERSEDED,
        defaults={"reason": reason[:200], "replaced_by": replaced_by, "actor": actor},
    )
    return change


def share_name(*, certificate: Certificate, learner: Learner, shared: bool) -> Holder:
    """The holder decides whether the public page shows the name. Nobody else can."""
    if certificate.learner_id != learner.pk:
        raise PermissionDenied(_("Only the holder can decide this."))
    holder = Holder.objects.get(certificate=certificate)
    holder.name_shared = shared
    holder.save(update_fields=["name_shared"])
    return holder
