"""One-time slips: how someone without e-mail gets a new password, on paper.

Printing a slip ends the old password and every open session. The code is shown once, on the
page that is printed; only its hash is kept. A person has at most one slip.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.auditing import audit, subject_of
from lms.accounts.models import PasswordSlip, User
from lms.accounts.queries import may_manage, person_named

# Without 0, O, 1, I and L, which look alike on paper: 31 signs, so 16 of them carry 79 bits.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, PER_GROUP = 4, 4
LASTS = timedelta(hours=72)
MOST_FAILURES = 5


class SlipRefused(ValidationError):
    """Why this slip gives no new password, as one sentence to act on."""


@dataclass(frozen=True)
class PrintedSlip:
    """What the paper says. The code stands nowhere else."""

    person: User
    code: str
    expires_at: datetime


@transaction.atomic
def issue_slip(*, person: User, by: User) -> PrintedSlip:
    """Print a slip for someone the training officer or administrator looks after."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.pk == by.pk or not person.is_active or not may_manage(by, person):
        raise PermissionDenied
    code = "-".join(
        "".join(secrets.choice(SIGNS) for _sign in range(PER_GROUP)) for _group in range(GROUPS)
    )
    person.slips.all().delete()
    slip = PasswordSlip.objects.create(
        user=person,
        code_hash=make_password(_plain(code)),
        issued_by=by,
        expires_at=timezone.now() + LASTS,
    )
    # A new unusable password changes what sessions are bound to, so all of them end.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    audit(actor=by, action="slip.printed", subject=subject_of(person))
    return PrintedSlip(person=person, code=code, expires_at=slip.expires_at)


def use_slip(*, service_number: str, code: str, password: str) -> User:
    """Set a new password with a slip, once. Refuses with one sentence, and counts wrong codes."""
    person = person_named(service_number)
    if person is None or "@" in service_number:
        make_password(_plain(code))  # takes as long as looking, so that nobody learns who exists
        raise SlipRefused(_wrong_pair())
    with transaction.atomic():
        slip = PasswordSlip.objects.select_for_update().filter(user=person).first()
        refusal = _refusal(slip, code)
        if slip is not None and refusal is None:
            validate_password(password, person)
            return _spend(slip, person, password)
    raise SlipRefused(refusal or _wrong_pair())


def _refusal(slip: PasswordSlip | None, code: str) -> str | None:
    """Only someone who holds the right code is told what became of the slip."""
    right = check_password(_plain(code), slip.code_hash if slip else make_password(None))
    if slip is None:
        return _wrong_pair()
    if not right:
        if slip.failures < MOST_FAILURES:
            slip.failures += 1
            slip.save(update_fields=["failures"])
        return _wrong_pair()
    ask = _("Ask your training officer for a new one.")
    if slip.used_at is not None:
        return _("This slip was used already.") + " " + ask
    if slip.failures >= MOST_FAILURES:
        return _("This slip ended after five wrong codes.") + " " + ask
    if slip.expires_at <= timezone.now():
        return _("This slip ended 72 hours after it was printed.") + " " + ask
    if not slip.user.is_active:
        return _("This account is closed. Speak to your training officer.")
    return None


def _spend(slip: PasswordSlip, person: User, password: str) -> User:
    slip.used_at = timezone.now()
    slip.save(update_fields=["used_at"])
    person.set_password(password)
    person.save(update_fields=["password"])
    actor = None if person.is_judicial else person  # the subject says who, without the key
    audit(actor=actor, action="slip.used", subject=subject_of(person))
    return person


def _wrong_pair() -> str:
    return _(
        "The service number and the code don't belong together. Check both against your newest "
        "slip. A slip ends after five wrong codes."
    )


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
