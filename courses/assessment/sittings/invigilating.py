"""What the invigilator does in the room: open, check who is there, note, end, close."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.assessment.services import owe_hand_in
from courses.assessment.sittings.models import (
    Document,
    IdentityCheck,
    Invitation,
    Irregularity,
    Sitting,
)
from courses.assessment.sittings.queries import (
    AT_LARGE,
    invigilated_by,
    papers_of,
    still_working,
)
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from lms.accounts.api import audit
from lms.accounts.models import User

EARLY, LATE = timedelta(hours=1), timedelta(hours=12)  # around the planned time
# Letters that nobody takes for another when they are read out across a room.
LETTERS = "ACDEFHJKLMNPRTUVWXY"
CODE = 6  # 19 to the sixth are 47 million; five wrong ones a person in ten minutes


def open_sitting(*, sitting: Sitting, by: User) -> Sitting:
    """Begin: from now on there is a start code. Opening twice is opening once."""
    with transaction.atomic():
        sitting = _held(sitting, by)
        if sitting.opened_at is not None:
            return sitting
        now = timezone.now()
        if not sitting.starts_at - EARLY <= now <= sitting.starts_at + LATE:
            raise SittingRefused(
                _(
                    "It is planned for {moment} and can be opened from an hour before. If the "
                    "time is wrong, your training officer changes it."
                ).format(moment=_moment(sitting.starts_at))
            )
        sitting.opened_at = sitting.code_since = now
        sitting.code = _code()
        sitting.save(update_fields=["opened_at", "code", "code_since"])
        audit(actor=by, action="sitting-opened", subject=f"sitting:{sitting.pk}")
    return sitting


def new_code(*, sitting: Sitting, by: User) -> Sitting:
    """Another code: the old one starts nothing any more, and wrong ones are forgiven."""
    with transaction.atomic():
        sitting = _running(sitting, by)
        sitting.code, sitting.code_since = _code(), timezone.now()
        sitting.save(update_fields=["code", "code_since"])
    return sitting


def check_identity(
    *, invitation: Invitation, by: User, document: str, confirmed: bool = True, note: str = ""
) -> IdentityCheck:
    """Note what somebody showed, or take the last check back with a reason.

    One that is in force already is not repeated; none can be taken back after the start.
    """
    with transaction.atomic():
        _running(invitation.sitting, by)
        if confirmed and document not in Document.values:
            raise SittingRefused(_("Say which document you were shown."))
        if not confirmed and not _plain(note):
            raise SittingRefused(_("Say why the check is taken back: it is kept."))
        if not confirmed and _has_begun(invitation):
            raise SittingRefused(
                _("This person has begun. Write an irregularity note, so that others can decide.")
            )
        newest = invitation.checks.order_by("-pk").first()
        if newest is not None and newest.confirmed == confirmed:
            return newest
        if newest is None and not confirmed:
            raise SittingRefused(_("There is no check to take back."))
        return IdentityCheck.objects.create(
            invitation=invitation,
            confirmed=confirmed,
            document=document if confirmed else "",
            note=_plain(note)[:200],
            checked_by=by.learner_id,
        )


def note_irregularity(
    *,
    sitting: Sitting,
    by: User,
    text: str,
    done: str,
    invitation: Invitation | None = None,
    happened_at: datetime | None = None,
) -> Irregularity:
    """Write down what went wrong, also after the sitting. Without an invitation: for the room."""
    _refuse_others(sitting, by)
    happened_at = happened_at or timezone.now()
    refused = []
    if sitting.opened_at is None:
        refused.append(_("The sitting has not been opened, so nothing can have gone wrong in it."))
    elif not sitting.opened_at - EARLY <= happened_at <= timezone.now() + timedelta(minutes=1):
        refused.append(_("Say when it happened: between an hour before the opening and now."))
    if not _plain(text):
        refused.append(_("Say what happened."))
    if not _plain(done):
        refused.append(_("Say what was done about it, or that nothing was done."))
    if invitation is not None and invitation.sitting_id != sitting.pk:
        refused.append(_("This person is not invited to this sitting."))
    if refused:
        raise SittingRefused(refused)
    return Irregularity.objects.create(
        sitting=sitting,
        invitation=invitation,
        text=_plain(text)[:2000],
        done=_plain(done)[:1000],
        happened_at=happened_at,
        noted_by=by.learner_id,
    )


def end_for_one(*, invitation: Invitation, by: User, reason: str) -> Irregularity:
    """Somebody left the room without handing in: what the server has is handed in.

    Answers on the way still count for the usual grace.
    """
    with transaction.atomic():
        sitting = _running(invitation.sitting, by)
        rows = Attempt.objects.select_for_update(of=("self",))
        attempt = rows.filter(invitation=invitation, submitted_at=None).first()
        if attempt is None:
            raise SittingRefused(_("This person has nothing open on the platform."))
        noted = note_irregularity(
            sitting=sitting,
            by=by,
            invitation=invitation,
            text=reason,
            done=_("Ended for this person: what the server had was handed in."),
        )
        now = timezone.now()
        if attempt.ends_at is None or attempt.ends_at > now:
            attempt.ends_at = now
            attempt.save(update_fields=["ends_at"])
            owe_hand_in(attempt)
    return noted


def close_sitting(*, sitting: Sitting, by: User) -> Sitting:
    """The end. Refused while somebody has time left, or a numbered paper is not accounted for."""
    with transaction.atomic():
        sitting = _held(sitting, by)
        if sitting.opened_at is None:
            raise SittingRefused(_("It was never opened. Your training officer calls it off."))
        refused = []
        if still_working(sitting).exists():
            refused.append(
                _(
                    "Somebody is still working and may go on. Until when stands on each person's "
                    "page; there you also end it for somebody who has left."
                )
            )
        at_large = [paper.label for paper in papers_of(sitting) if paper.fate in AT_LARGE]
        if at_large:
            refused.append(
                _("Say what became of these numbered papers: {papers}.").format(
                    papers=", ".join(at_large)
                )
            )
        if refused:
            raise SittingRefused(refused)
        sitting.closed_at, sitting.code = timezone.now(), ""
        sitting.save(update_fields=["closed_at", "code"])
        audit(
            actor=by, action="sitting-closed", subject=f"sitting:{sitting.pk}",
            irregularities=sitting.irregularities.count(),
        )  # fmt: skip
    return sitting


def running(sitting: Sitting, by: User) -> Sitting:
    """The sitting, locked: open, and this person's to hold."""
    return _running(sitting, by)


def _running(sitting: Sitting, by: User) -> Sitting:
    sitting = _held(sitting, by)
    if not sitting.is_open:
        raise SittingRefused(_("The sitting isn't open. Open it first."))
    return sitting


def _held(sitting: Sitting, by: User) -> Sitting:
    _refuse_others(sitting, by)
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if sitting.closed_at is not None:
        raise SittingRefused(_("This sitting is closed."))
    return sitting


def _refuse_others(sitting: Sitting, by: User) -> None:
    if not invigilated_by(by).filter(pk=sitting.pk).exists():
        raise NotYours(_("Only whoever invigilates this sitting can do this."))


def _has_begun(invitation: Invitation) -> bool:
    return Attempt.objects.filter(invitation=invitation).exists() or invitation.papers.exists()


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE))


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()
