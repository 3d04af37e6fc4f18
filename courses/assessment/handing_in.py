"""Handing an attempt in: by its learner, or by the server once its time is over."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.grading import marked_by_machine, weighed
from courses.assessment.marking.waiting import set_aside
from courses.assessment.models import Attempt, EndedBy, Grading
from courses.assessment.queries import grading_of, with_frozen
from courses.assessment.refusals import NotAssessed
from courses.assessment.services import (
    CONFIDENTIAL,
    JUDICIAL_NOW,
    answers_count,
    owe_hand_in,
)
from courses.assessment.timing import GRACE, is_late, is_over
from lms.accounts.models import Learner
from lms.prepared import Prepared


def submit_attempt(*, learner: Learner, attempt_id: UUID) -> Grading | None:
    """Hand in: grade, seal and record what was shown, together or not at all.

    None while people have still to mark an answer. A second hand-in returns the grading there
    is, whoever or whatever came first. It has the attempt and its enrolment at hand.
    """
    with transaction.atomic():
        found = OWN_CLOSABLE.first(attempt=attempt_id, learner=learner.pk)
        if found is None:
            raise Http404
        attempt = with_frozen(found)
        if attempt.submitted_at is not None:
            return grading_of(attempt)
        if not answers_count(attempt):
            raise NotAssessed(CONFIDENTIAL)
        return _hand_in(attempt)


def close_attempt(*, attempt_id: UUID) -> Attempt | None:
    """Hand in what the server has of an attempt whose time is over; none if that isn't so.

    Where the end was moved meanwhile, it is owed again for then. Nothing is stored of somebody
    who became a judge.
    """
    with transaction.atomic():
        found = CLOSABLE.first(attempt=attempt_id)
        if found is None:
            raise Attempt.DoesNotExist
        attempt = with_frozen(found)
        if attempt.submitted_at is not None:
            return attempt
        if not is_over(attempt):
            owe_hand_in(attempt)
            return None
        if not answers_count(attempt):
            return None
        _hand_in(attempt)
        return attempt


def _closable(attempt: UUID) -> QuerySet[Attempt]:
    return (
        Attempt.objects.filter(pk=attempt)
        .select_for_update(of=("self",))
        .select_related("enrolment__learner")
        .annotate(judicial=JUDICIAL_NOW)
    )


CLOSABLE = Prepared(_closable, attempt=Attempt._meta.pk)
OWN_CLOSABLE = Prepared(
    lambda attempt, learner: _closable(attempt).filter(enrolment__learner=learner),
    attempt=Attempt._meta.pk,
    learner=Learner._meta.pk,
)


def _hand_in(attempt: Attempt) -> Grading | None:
    """What was handed in after the end was handed in at the end: nobody waits longer for that.

    What the machine can mark is marked; where people mark the rest, the attempt waits for them.
    """
    now = timezone.now()
    attempt.submitted_at = now
    if attempt.ends_at is not None and is_late(attempt):
        attempt.submitted_at = min(now, attempt.ends_at + GRACE)
        attempt.ended_by = EndedBy.CLOCK
    marks, record_hash = marked_by_machine(attempt)
    attempt.save(update_fields=["submitted_at", "ended_by"])
    if any(mark.get("awaiting") for mark in marks):
        set_aside(attempt, marks, record_hash)
        return None
    grading = weighed(attempt, marks, record_hash)
    grading.graded_at = now
    grading.save(force_insert=True)
    record_attempt_evidence(attempt=attempt, grading=grading)
    return grading
