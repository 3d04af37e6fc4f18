"""What people are given: one more attempt, more time, dates. Each with a reason, and sealed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.models import Accommodation, AssessmentWindow, Attempt, ExtraAttempt
from courses.assessment.queries import (
    AssessmentState,
    accommodation_of,
    assessments_in,
    states_of,
    window_for,
)
from courses.assessment.refusals import CannotGrant, NotAssessed
from courses.assessment.services import owe_hand_in
from courses.assessment.timing import end_of
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.queries import visible_to_officers
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import Learner, User

MOST_EXTRA = 300  # per cent


def grant_extra_attempt(
    *, enrolment: Enrolment, module_key: UUID, by: User, reason: str
) -> ExtraAttempt:
    """One more attempt for a learner who has used them all, from that agency's training officer."""
    _refuse_strangers(by, enrolment.learner_id)
    if not reason.strip():
        raise CannotGrant(_("Say why this learner gets one more attempt."))
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        state = _state(enrolment, module_key)
        if state.passed or state.left or state.open_attempt or state.waiting:
            raise CannotGrant(_("This learner doesn't need another attempt now."))
        grant = ExtraAttempt.objects.create(
            enrolment=enrolment,
            module_key=module_key,
            granted_by=by.learner_id,
            reason=reason.strip()[:200],
        )
        audit(
            actor=by,
            action="extra-attempt-granted",
            subject=f"enrolment:{enrolment.pk}",
            module=str(module_key),
        )
    return grant


def _state(enrolment: Enrolment, module_key: UUID) -> AssessmentState:
    assessments = assessments_in(enrolment.version)
    if module_key not in assessments:
        raise Http404
    return states_of(enrolment, {module_key: assessments[module_key]})[module_key]


def _refuse_strangers(by: User, learner_id: UUID) -> None:
    own = by.agency and visible_to_officers(by.agency).filter(learner=learner_id).exists()
    if not own or not has_role(by, Role.TRAINING_OFFICER) or by.learner_id == learner_id:
        raise NotAssessed(_("Only a training officer of the learner's agency can do this."))


def arrange_time(
    *, learner: Learner, by: User, reason: str, extra_percent: int = 0, no_limit: bool = False
) -> Accommodation:
    """Give a learner more time, or none to keep, in all timed work; 0 ends what was arranged.

    An attempt that is open runs on with it. The audit log says that something was arranged, by
    whom, and not for whom: that is between the learner and the officer.
    """
    _refuse_strangers(by, learner.pk)
    if not reason.strip():
        raise CannotGrant(_("Say what the arrangement rests on."))
    if not 0 <= extra_percent <= MOST_EXTRA:
        raise CannotGrant(_("Extra time is between 0 and {most} %.").format(most=MOST_EXTRA))
    with transaction.atomic():
        row = Accommodation.objects.create(
            learner=learner,
            extra_percent=0 if no_limit else extra_percent,
            no_limit=no_limit,
            reason=reason.strip()[:200],
            granted_by=by.learner_id,
        )
        audit(actor=by, action="time-arranged", subject=f"arrangement:{row.pk}")
        _move_ends(Attempt.objects.filter(enrolment__learner=learner))
    return row


def set_dates(
    *,
    module_key: UUID,
    by: User,
    reason: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    cohort: Cohort | None = None,
) -> AssessmentWindow:
    """Say from when until when an assessment can be taken, by everybody or by one cohort.

    Whoever may publish the course decides; the caller has seen to that. Attempts that are open
    end at the new date.
    """
    if not reason.strip():
        raise CannotGrant(_("Say why: it is kept with the dates."))
    if closes_at is not None and closes_at <= timezone.now():
        raise CannotGrant(_("The closing date lies ahead. Choose a later one."))
    if opens_at is not None and closes_at is not None and opens_at >= closes_at:
        raise CannotGrant(_("It opens before it closes. Choose a later closing date."))
    return write_dates(
        module_key=module_key,
        by=by,
        reason=reason,
        opens_at=opens_at,
        closes_at=closes_at,
        cohort=cohort,
    )


def write_dates(
    *,
    module_key: UUID | str,
    by: User | None,
    reason: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    cohort: Cohort | None = None,
) -> AssessmentWindow:
    """The row and what follows from it, for dates that were looked at. By nobody: of files."""
    with transaction.atomic():
        row = AssessmentWindow.objects.create(
            module_key=module_key,
            cohort=cohort,
            opens_at=opens_at,
            closes_at=closes_at,
            reason=reason.strip()[:200],
            decided_by=by.learner_id if by else None,
        )
        audit(
            actor=by,
            action="assessment-dates-set",
            subject=f"module:{module_key}",
            cohort=cohort.pk if cohort else None,
        )
        _move_ends(Attempt.objects.filter(module_key=module_key))
    return row


def _move_ends(attempts: QuerySet[Attempt]) -> None:
    """The new end of each attempt that is open and not over already."""
    rows = attempts.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), submitted_at=None)
    locked = rows.select_for_update(of=("self",)).select_related("assessment", "enrolment")
    for attempt in locked.defer("assessment__items", "items"):
        arranged = accommodation_of(attempt.enrolment.learner_id)
        window = window_for(attempt.enrolment, attempt.module_key)
        limit = attempt.assessment.time_limit
        attempt.ends_at = end_of(attempt.started_at, limit, arranged, window)
        attempt.save(update_fields=["ends_at"])
        owe_hand_in(attempt)
