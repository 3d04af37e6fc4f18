"""Every write of an assessment: start, save a response, hand in, grant another attempt."""

import re
from collections.abc import Callable
from typing import Any, TypeGuard
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from courses.assessment.asking import fingerprint, items_as_shown, type_of
from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.grading import graded
from courses.assessment.models import Attempt, ExtraAttempt, Grading, Response
from courses.assessment.queries import (
    AssessmentState,
    answers_in_force,
    assessments_in,
    grading_in_force,
    items_by_key,
    order_of,
    states_of,
)
from courses.assessment.refusals import (
    AttemptClosed,
    BadAnswer,
    CannotGrant,
    CannotStart,
    NotAssessed,
)
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded, visible_to_officers
from courses.questions.question_types import QuestionType, shown_config
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import Learner, User

MOST_RESPONSES = 2000  # of one attempt: far above what anybody clicks, far below what hurts
HIGHEST_SEQUENCE = 1_000_000_000  # leaves room in the column for the server's own counting
CLEARED = ""  # the learner took an answer back
CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def start_attempt(*, enrolment: Enrolment, assessment: AssessmentVersion) -> Attempt:
    """Begin an attempt, or return the one that is open: there is only ever one.

    Refuses when the assessment is passed, when the waiting time isn't over, or when no attempt
    is left.
    """
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if not is_graded(enrolment) or assessment.module.version_id != enrolment.version_id:
            raise NotAssessed(_("There is no assessment for you here."))
        key = assessment.module.key
        state = states_of(enrolment, {key: assessment})[key]
        if state.open_attempt:
            return state.open_attempt
        _refuse_to_start(state)
        shown = items_as_shown(assessment.items)
        return Attempt.objects.create(
            enrolment=enrolment,
            assessment=assessment,
            module_key=key,
            number=len(state.attempts) + 1,
            language=assessment.language,
            items=shown,
            items_hash=fingerprint(shown),
        )


def _refuse_to_start(state: AssessmentState) -> None:
    if state.passed:
        raise CannotStart(_("You have passed this assessment already."))
    if state.left == 0:
        raise CannotStart(
            _("You have used all your attempts. Ask your training officer for one more.")
        )
    if state.wait_until:
        raise CannotStart(
            _("You can try again from {time}. Read the lessons again until then.").format(
                time=time_format(timezone.localtime(state.wait_until))
            )
        )


def save_response(
    *,
    learner: Learner,
    attempt_id: UUID,
    item_key: object,
    answer: object,
    client_id: object,
    sequence: object,
    as_shown: bool = False,
) -> Response:
    """Keep one answer. Sent again, it is kept once.

    A page names options by the places it shows them at (`as_shown`), other callers by their
    original positions.

    Another learner's attempt is not found. After hand-in a new answer is refused, and one that
    was saved before is acknowledged again.
    """
    with transaction.atomic():
        attempt = _locked_attempt(learner, attempt_id)
        if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
            raise BadAnswer(_("This answer came without its number. Open the page again."))
        saved = Response.objects.filter(attempt=attempt, client_id=client_id).first()
        if saved:
            return saved
        _refuse_answers(attempt)
        item = _item(attempt, item_key)
        if not _is_place(sequence):
            raise BadAnswer(_("This answer came without its place in order. Open the page again."))
        return Response.objects.create(
            attempt=attempt,
            item_key=item["key"],
            client_id=client_id,
            sequence=sequence,
            answer=_kept(
                attempt, item, lambda kind, config: kind.received(config, answer), as_shown=as_shown
            ),
        )


def save_posted_answer(
    *, learner: Learner, attempt_id: UUID, item_key: object, data: QueryDict
) -> None:
    """Keep the answer of a posted form, after all others. One that is in force is not repeated."""
    with transaction.atomic():
        attempt = _locked_attempt(learner, attempt_id)
        _refuse_answers(attempt)
        item = _item(attempt, item_key)
        name = f"answer-{item['key']}"
        answer = _kept(
            attempt, item, lambda kind, config: kind.parse(config, data, name), as_shown=True
        )
        if answer == answers_in_force(attempt).get(item["key"], CLEARED):
            return
        top = Response.objects.filter(attempt=attempt).aggregate(top=Max("sequence"))["top"]
        Response.objects.create(
            attempt=attempt,
            item_key=item["key"],
            client_id=f"form-{uuid4()}",
            sequence=(top or 0) + 1,
            answer=answer,
        )


# Texts for pages, which saving an answer would only decode and throw away.
UNREAD = (
    *(f"assessment__module__{name}" for name in ("objectives", "mistakes", "job_aid", "sources")),
    *(f"{at}__{name}" for at in ("assessment__module__version", "enrolment__version")
      for name in ("about", "pilot_reasons")),
)  # fmt: skip


def _locked_attempt(learner: Learner, attempt_id: UUID) -> Attempt:
    """The learner's own attempt, locked against hand-in: no answer slips in behind its grading."""
    rows = Attempt.objects.filter(enrolment__learner=learner).select_for_update(of=("self",))
    related = ("assessment__module__version", "enrolment__version", "enrolment__learner")
    return get_object_or_404(rows.select_related(*related).defer(*UNREAD), pk=attempt_id)


def _refuse_answers(attempt: Attempt) -> None:
    if attempt.submitted_at is not None:
        raise AttemptClosed(_("These answers were handed in already, so this one isn't counted."))
    _refuse_confidential(attempt)
    if Response.objects.filter(attempt=attempt).count() >= MOST_RESPONSES:
        raise BadAnswer(_("This attempt holds too many saved answers. Hand it in."))


def _refuse_confidential(attempt: Attempt) -> None:
    if not is_graded(attempt.enrolment):
        raise NotAssessed(_("Your record in this course is participation: nothing is asked."))


def _item(attempt: Attempt, key: object) -> dict[str, Any]:
    item = items_by_key(attempt).get(key) if isinstance(key, str) else None
    if item is None:
        raise BadAnswer(_("This question isn't part of the assessment. Open the page again."))
    return item


def _kept(
    attempt: Attempt,
    item: dict[str, Any],
    read: Callable[[QuestionType, dict[str, Any]], Any],
    *,
    as_shown: bool,
) -> Any:
    """The answer in the form that its type keeps; taken back, it is kept as such."""
    kind, config = type_of(item), item["config"]
    try:
        if as_shown:
            order = order_of(attempt, item["key"])
            answer = kind.unshuffled(order, read(kind, shown_config(config, order)))
        else:
            answer = read(kind, config)
    except ValidationError as refusal:
        raise BadAnswer(refusal.messages) from refusal
    return CLEARED if answer is None else answer


def _is_place(sequence: object) -> TypeGuard[int]:
    return (
        isinstance(sequence, int)
        and not isinstance(sequence, bool)
        and 0 <= sequence <= HIGHEST_SEQUENCE
    )


def submit_attempt(*, learner: Learner, attempt_id: UUID) -> Grading:
    """Hand in: grade, seal and record what was shown, together or not at all.

    A second hand-in returns the grading there is.
    """
    with transaction.atomic():
        attempt = _locked_attempt(learner, attempt_id)
        if attempt.submitted_at is not None:
            return grading_in_force(attempt)
        _refuse_confidential(attempt)
        attempt.submitted_at = timezone.now()
        grading = graded(attempt)
        grading.graded_at = attempt.submitted_at
        attempt.save(update_fields=["submitted_at"])
        grading.save(force_insert=True)
        record_attempt_evidence(attempt=attempt, grading=grading)
    return grading


def _state(enrolment: Enrolment, module_key: UUID) -> AssessmentState:
    assessments = assessments_in(enrolment.version)
    if module_key not in assessments:
        raise Http404
    return states_of(enrolment, {module_key: assessments[module_key]})[module_key]


def grant_extra_attempt(
    *, enrolment: Enrolment, module_key: UUID, by: User, reason: str
) -> ExtraAttempt:
    """One more attempt for a learner who has used them all, from that agency's training officer."""
    own = by.agency and visible_to_officers(by.agency).filter(pk=enrolment.pk).exists()
    if not own or not has_role(by, Role.TRAINING_OFFICER) or by.learner_id == enrolment.learner_id:
        raise NotAssessed(_("Only a training officer of the learner's agency can do this."))
    if not reason.strip():
        raise CannotGrant(_("Say why this learner gets one more attempt."))
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        state = _state(enrolment, module_key)
        if state.passed or state.left or state.open_attempt:
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
