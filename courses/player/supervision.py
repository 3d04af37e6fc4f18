"""What a sealed record says of the sitting in which an attempt was taken.

The invigilator stands there by role and agency, without a name. Where work is timed, only days are
told: a moment beside a limit would tell who had more time.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.assessment.sittings.models import Irregularity, Sitting
from courses.assessment.sittings.queries import hold_of, label_of
from courses.player.words import day_in_words
from lms.accounts.models import User


def supervision_of(attempt: Attempt, *, timed: bool) -> dict[str, Any] | None:
    """None for what was taken outside of a sitting."""
    if attempt.invitation_id is None or attempt.invitation is None:
        return None
    invitation = attempt.invitation
    sitting = invitation.sitting
    check = invitation.checks.filter(confirmed=True).order_by("-pk").first()
    hold = hold_of(invitation.pk)
    notes = Irregularity.objects.filter(sitting=sitting)
    mine = notes.filter(Q(invitation=None) | Q(invitation=invitation))
    return {
        "reference": sitting.reference,
        "room": sitting.room,
        "district": sitting.district.name if sitting.district else "",
        "planned": _said(sitting.starts_at, timed=False),
        "invigilator": _role_of(sitting),
        "paper": label_of(attempt.paper) if attempt.paper else "",
        "document": check.get_document_display() if check else _("none noted"),
        "checked": _said(check.checked_at, timed=timed) if check else "",
        "started": _said(attempt.started_at, timed=timed),
        "irregularities": [
            {
                "whom": _("this learner") if one.invitation_id else _("the room"),
                "when": _said(one.happened_at, timed=timed),
                "text": one.text,
                "done": one.done,
            }
            for one in mine
        ],
        "held": hold is not None and hold.held,
        "hold": hold,
    }


def _role_of(sitting: Sitting) -> str:
    person = User.objects.filter(learner=sitting.invigilator_id).select_related("agency").first()
    known = person is not None and not person.is_judicial and person.rank_or_office
    office = person.rank_or_office if person is not None and known else _("Invigilator")
    return f"{office}, {sitting.agency.name}"


def _said(moment: datetime, *, timed: bool) -> str:
    if timed:
        return day_in_words(moment)
    return date_format(timezone.localtime(moment), "j F Y, H:i")
