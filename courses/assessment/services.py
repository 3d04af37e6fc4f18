"""An attempt while it is open: starting it, saving its answers, owing its end."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.asking import drawn, fingerprint, new_seed, type_of
from courses.assessment.certainty import step_of
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import (
    AssessmentState,
    Given,
    accommodation_of,
    answers_in_force,
    forms_before,
    pool_of,
    responses_in_force,
    shown_of,
    states_of,
    window_for,
    with_frozen,
)
from courses.assessment.refusals import (
    AttemptClosed,
    BadAnswer,
    CannotStart,
    NotAssessed,
)
from courses.assessment.sittings.models import Invitation
from courses.assessment.timing import GRACE, end_of, is_late, is_over
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded, judicial_learners, may_be_assessed
from courses.questions.question_types import Answer, QuestionType, Shown
from lms.accounts.models import Learner
from lms.jobs.api import enqueue
from lms.prepared import Prepared

MOST_RESPONSES = 2000  # of one attempt: far above what anybody clicks, far below what hurts
HIGHEST_SEQUENCE = 1_000_000_000  # leaves room in the column for the server's own counting
CLEARED = ""  # the learner took an answer back
CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
CONFIDENTIAL = gettext_lazy("Your record in this course is participation: nothing is asked.")


@dataclass(frozen=True)
class Saved:
    """An answer that the server has, by the number its sender gave it."""

    client_id: str
    attempt: Attempt


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
        state.window = window_for(enrolment, key)
        if state.open_attempt:
            return state.open_attempt
        _refuse_to_start(state)
        return begin(enrolment, state)


def begin(
    enrolment: Enrolment, state: AssessmentState, *, invitation: Invitation | None = None
) -> Attempt:
    """Draw a form and begin, within the caller's transaction, which has seen that it may be."""
    assessment, key = state.assessment, state.assessment.module.key
    seed, now = new_seed(), timezone.now()
    shown = drawn(assessment, seed=seed, seen=forms_before(enrolment, key))
    arranged = accommodation_of(enrolment.learner_id) if assessment.time_limit else None
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        assessment=assessment,
        module_key=key,
        number=len(state.attempts) + 1,
        language=assessment.language,
        items=shown,
        items_hash=fingerprint(shown),
        seed=seed,
        started_at=now,
        ends_at=end_of(now, assessment.time_limit, arranged, state.window),
        invitation=invitation,
    )
    owe_hand_in(attempt)
    return attempt


def owe_hand_in(attempt: Attempt) -> None:
    """What the server has at the end is handed in, whether anybody is there or not.

    A row of its own each time the end moves, since it may move back; only one takes effect.
    """
    if attempt.ends_at is not None:
        enqueue(
            "courses.hand_in_at_the_end",
            key=f"attempt-end:{attempt.pk}:{uuid4()}",
            due_at=attempt.ends_at + GRACE,
            attempt=attempt.pk,
        )


def _refuse_to_start(state: AssessmentState) -> None:
    if state.passed:
        raise CannotStart(_("You have passed this assessment already."))
    if state.waiting:
        raise CannotStart(
            _("People are still reading your answers. You get a message when the result is there.")
        )
    refuse_dates(state)
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


def refuse_dates(state: AssessmentState) -> None:
    """Nothing begins before an assessment opens or after it closes."""
    if state.closed_at:
        raise CannotStart(
            _("This assessment closed on {moment}. Ask your training officer.").format(
                moment=_moment(state.closed_at)
            )
        )
    if state.opens_at:
        raise CannotStart(
            _("This assessment opens on {moment}.").format(moment=_moment(state.opens_at))
        )


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def save_response(
    *,
    learner: Learner,
    attempt_id: UUID,
    item_key: object,
    answer: object,
    client_id: object,
    sequence: object,
    certainty: object = None,
    as_shown: bool = False,
) -> Saved:
    """Keep one answer. Sent again, it is kept once.

    A page names options by the places it shows them at (`as_shown`), other callers by their
    original positions.

    Another learner's attempt is not found. After hand-in, or after the time and its grace, a new
    answer is refused, and one that was saved before is acknowledged again.
    """
    with transaction.atomic():
        attempt = _answerable(learner, attempt_id)
        if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
            raise BadAnswer(_("This answer came without its number. Open the page again."))
        saved, now = Saved(client_id, attempt), timezone.now()
        try:
            _refuse_answers(attempt, now)
            item = _item(attempt, item_key)
            if not _is_place(sequence):
                raise BadAnswer(
                    _("This answer came without its place in order. Open the page again.")
                )
            given = Given(
                _kept(
                    attempt,
                    item,
                    lambda kind, config, shown: (
                        kind.from_script(config, shown, answer)
                        if as_shown
                        else kind.normalise(config, answer)
                    ),
                ),
                _certainty(attempt, item, certainty),
            )
        except (AttemptClosed, BadAnswer):
            if Response.objects.filter(attempt=attempt, client_id=client_id).exists():
                return saved
            raise
        response = _response(attempt, item, given, client_id, sequence, now)
        # Sent again it meets the constraint: one statement instead of asking first.
        Response.objects.bulk_create([response], ignore_conflicts=True)
        return saved


def _certainty(attempt: Attempt, item: dict[str, Any], value: object) -> int | None:
    pool = pool_of(attempt.assessment_id, attempt.module_key)
    return step_of(value) if pool.asks_certainty(item["key"]) else None


def _response(
    attempt: Attempt,
    item: dict[str, Any],
    given: Given,
    client_id: str,
    sequence: int,
    at: datetime,
) -> Response:
    """One moment decides that the answer counts, whether it is late, and what is written down."""
    return Response(
        attempt=attempt,
        item_key=item["key"],
        client_id=client_id,
        sequence=sequence,
        answer=given.answer,
        certainty=given.certainty,
        late=is_late(attempt, at),
        saved_at=at,
    )


def save_posted_answer(
    *, learner: Learner, attempt_id: UUID, item_key: object, data: QueryDict
) -> None:
    """Keep the answer of a posted form, after all others. One that is in force is not repeated."""
    with transaction.atomic():
        attempt, now = _answerable(learner, attempt_id), timezone.now()
        _refuse_answers(attempt, now)
        item = _item(attempt, item_key)
        name = f"answer-{item['key']}"
        before = responses_in_force(attempt).get(item["key"], Given(CLEARED))
        answer = _kept(
            attempt,
            item,
            lambda kind, config, shown: kind.from_form(
                config, shown, data, name, None if before.answer == CLEARED else before.answer
            ),
        )
        sure = _certainty(attempt, item, data.get(f"certainty-{item['key']}"))
        given = Given(answer, before.certainty if sure is None else sure)
        if given == before or answer == before.answer == CLEARED:
            return
        top = Response.objects.filter(attempt=attempt).aggregate(top=Max("sequence"))["top"]
        _response(attempt, item, given, f"form-{uuid4()}", (top or 0) + 1, now).save(
            force_insert=True
        )


# All that saving an answer reads: it is the busiest write there is.
NEEDED = (
    *("items", "submitted_at", "ends_at", "assessment_id", "module_key"),
    *("enrolment__learner_id", "enrolment__confidential", "enrolment__version_id"),
)


JUDICIAL_NOW = Exists(judicial_learners().filter(learner=OuterRef("enrolment__learner")))


def _answerable(learner: Learner, attempt_id: UUID) -> Attempt:
    """The learner's own attempt, locked against hand-in: no answer slips in behind its grading.

    All that saving asks comes with it: whose learning it is, and how many answers there are.
    """
    found = ANSWERABLE.first(learner=learner.pk, attempt=attempt_id)
    if found is None:
        raise Http404
    return with_frozen(found)


def _with_answers(learner: UUID, attempt: UUID) -> QuerySet[Attempt]:
    answers = Response.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
    return (
        Attempt.objects.filter(pk=attempt, enrolment__learner=learner)
        .select_for_update(of=("self",))
        .select_related("enrolment")
        .only(*NEEDED)
        .annotate(
            judicial=JUDICIAL_NOW,
            kept=answers.annotate(n=Count("pk")).values("n"),
        )
    )


ANSWERABLE = Prepared(_with_answers, learner=Learner._meta.pk, attempt=Attempt._meta.pk)


def _refuse_answers(attempt: Attempt, at: datetime) -> None:
    if attempt.submitted_at is not None:
        raise AttemptClosed(_("These answers were handed in already, so this one isn't counted."))
    if is_over(attempt, at):
        raise AttemptClosed(
            _("The time was over before this answer arrived, so this one isn't counted.")
        )
    if not answers_count(attempt):
        raise NotAssessed(CONFIDENTIAL)
    if (attempt.kept or 0) >= MOST_RESPONSES:  # type: ignore[attr-defined]
        raise BadAnswer(_("This attempt holds too many saved answers. Hand it in."))


def answers_count(attempt: Attempt) -> bool:
    """Not of a judge, nor of somebody who became one since. Needs what `JUDICIAL_NOW` found."""
    return may_be_assessed(attempt.enrolment, judicial=attempt.judicial)  # type: ignore[attr-defined]


def _item(attempt: Attempt, key: object) -> dict[str, Any]:
    if not isinstance(key, str) or all(one["key"] != key for one in attempt.items):
        raise BadAnswer(_("This question isn't part of the assessment. Open the page again."))
    return pool_of(attempt.assessment_id, attempt.module_key).items[key]


def _kept(
    attempt: Attempt,
    item: dict[str, Any],
    read: Callable[[QuestionType, dict[str, Any], Shown], Answer],
) -> Answer:
    """The answer in the form that its type keeps; taken back, it is kept as such."""
    kind, config = type_of(item), item["config"]
    if kind is None:
        raise BadAnswer(_("This question can't be answered any more, and doesn't count."))
    try:
        answer = read(kind, config, shown_of(attempt, item["key"]))
        if kind.keeps_log:
            answer = kind.joined(config, answers_in_force(attempt).get(item["key"]), answer)
    except ValidationError as refusal:
        raise BadAnswer(refusal.messages) from refusal
    return CLEARED if answer is None else answer


def _is_place(sequence: object) -> TypeGuard[int]:
    return (
        isinstance(sequence, int)
        and not isinstance(sequence, bool)
        and 0 <= sequence <= HIGHEST_SEQUENCE
    )
