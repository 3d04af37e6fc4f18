"""Whose sealed records a training officer may print, and the note that one was."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, RecordPrint
from courses.assessment.refusals import CannotGrant
from courses.enrolment.queries import visible_to_officers
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import User


def printable(officer: User, wanted: str = "") -> QuerySet[Attempt]:
    """Attempts handed in by people of the officer's agency, the newest first.

    Never the officer's own, and never anything confidential. `wanted`: part of a name, or a
    service number.
    """
    if officer.agency is None or not has_role(officer, Role.TRAINING_OFFICER):
        return Attempt.objects.none()
    visible = visible_to_officers(officer.agency).exclude(learner=officer.learner_id)
    rows = Attempt.objects.filter(enrolment__in=visible, submitted_at__isnull=False)
    if wanted:
        person = "enrolment__learner__person__"
        rows = rows.filter(
            Q(**{f"{person}full_name__icontains": wanted})
            | Q(**{f"{person}service_number__iexact": wanted})
        )
    related = ("assessment__module__version", "enrolment__learner__person", "enrolment__version")
    return rows.select_related(*related).defer("assessment__items").order_by("-submitted_at", "pk")


def give_record(*, attempt_id: UUID, by: User, reason: str) -> Attempt:
    """Let an officer print the record of somebody of the agency: noted, with the reason."""
    with transaction.atomic():
        attempt = get_object_or_404(printable(by), pk=attempt_id)
        if not reason.strip():
            raise CannotGrant(_("Say why you print this record: it is kept."))
        note = RecordPrint.objects.create(
            attempt=attempt, printed_by=by.learner_id, reason=reason.strip()[:200]
        )
        audit(
            actor=by, action="attempt-record-printed", subject=f"attempt:{attempt.pk}", note=note.pk
        )
    return attempt
