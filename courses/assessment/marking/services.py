"""Every write of marking: take an answer, give it back, mark it, correct, review after grading.

Whoever writes holds the attempt, so two examiners who finish its last two answers at the same
moment grade it once. What a grading leads to (completion, message) stands in
`courses.completion.marking`, which calls these.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.grading import weighed
from courses.assessment.marking.finishing import advance
from courses.assessment.marking.models import (
    Marking,
    SettledBy,
    SettledMark,
    WhySecond,
    WrittenAnswer,
)
from courses.assessment.marking.queries import may_be_reviewed, still_to_change
from courses.assessment.marking.readers import free_for, may_be_marked
from courses.assessment.marking.rules import drawn_for_second, grade_by
from courses.assessment.models import Attempt, Correction, Grading
from courses.assessment.queries import grading_in_force, items_by_key, waiting_for_people
from courses.assessment.refusals import CannotMark
from courses.questions.question_types import Grade
from lms.accounts.api import audit
from lms.accounts.models import User

LEASE = timedelta(minutes=45)  # for one answer: afterwards somebody else may get it
AT_ONCE = 50  # more examiners than ever take an answer at the same moment
LONGEST_COMMENT = 1500


def take_next(*, by: User) -> WrittenAnswer | None:
    """The oldest answer that waits and that nobody else reads; the one held, if one is held.

    It is this examiner's until it is marked or given back, or the lease ends. None when nothing
    waits for this examiner.
    """
    held = may_be_marked(by).filter(claimed_by=by.learner_id, claimed_until__gte=timezone.now())
    waiting = list(held[:1]) or list(free_for(by)[:AT_ONCE])
    return next((one for one in waiting if _claim(one, by)), None)


def _claim(answer: WrittenAnswer, by: User) -> bool:
    """One statement, so that of two who want it only one gets it."""
    now = timezone.now()
    free = Q(claimed_by=by.learner_id) | Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = WrittenAnswer.objects.filter(free, pk=answer.pk, awaits=answer.awaits)
    return bool(rows.update(claimed_by=by.learner_id, claimed_until=now + LEASE))


def give_back(*, answer_id: UUID, by: User) -> None:
    """Somebody else may have it. Repeating it, or giving back what one doesn't hold, is nothing."""
    rows = WrittenAnswer.objects.filter(pk=answer_id, claimed_by=by.learner_id)
    rows.update(claimed_by=None, claimed_until=None)


def record_marking(
    *, answer_id: UUID, by: User, levels: list[Any], comment: str = ""
) -> Grading | None:
    """Keep this examiner's marks of one answer; the attempt's grading when they were the last.

    Refuses (`CannotMark`) marks that are not of the rubric, a second marking by the same person,
    and an answer that somebody else reads now. What may not be read is not found.
    """
    with transaction.atomic():
        # Looked for first: what these marks just settled may not be read, but was marked.
        found = may_be_marked(by).filter(pk=answer_id).first()
        if Marking.objects.filter(answer=answer_id, marker=by.learner_id).exists():
            raise CannotMark(_("You have marked this answer already. It is kept once."))
        if found is None:
            raise Http404
        attempt = _hold(found.attempt_id)
        answer = may_be_marked(by).filter(pk=answer_id).first()
        if answer is None:
            raise CannotMark(_("This answer needs no more marks. Take the next one."))
        now = timezone.now()
        if answer.claimed_by not in (None, by.learner_id) and (
            answer.claimed_until and answer.claimed_until >= now
        ):
            raise CannotMark(
                _("You had this answer for too long, and somebody else reads it now. Take another.")
            )
        grade = _grade(attempt, answer, levels)
        _keep(answer, by, answer.awaits, levels, grade, comment)
        if answer.awaits == 1 and drawn_for_second(_pairs(answer)):
            answer.second = WhySecond.DRAWN
        answer.claimed_by = answer.claimed_until = None
        answer.save(update_fields=["second", "claimed_by", "claimed_until"])
        return advance(attempt)


def correct_marking(
    *, marking_id: int, by: User, levels: list[Any], comment: str, reason: str
) -> Grading | None:
    """Replace one's own marks by a further row, with a reason, until the attempt is graded."""
    if not reason.strip():
        raise CannotMark(_("Say why you change your marks: it is kept with them."))
    with transaction.atomic():
        before = get_object_or_404(still_to_change(by), pk=marking_id)
        attempt = _hold(before.answer.attempt_id)
        if not still_to_change(by).filter(pk=marking_id).exists():
            raise CannotMark(_("The attempt was graded meanwhile, so these marks stand."))
        grade = _grade(attempt, before.answer, levels)
        _keep(
            before.answer, by, before.reading, levels, grade, comment,
            replaces=before, reason=reason.strip()[:200],
        )  # fmt: skip
        return advance(attempt)


@dataclass(frozen=True)
class Review:
    """What a review of settled marks would make of the attempt, or made."""

    before: Grading
    after: Grading

    @property
    def pass_lost(self) -> bool:
        return self.before.passed and not self.after.passed

    @property
    def changes_outcome(self) -> bool:
        return self.before.passed != self.after.passed


def review_marks(
    *,
    answer_id: UUID,
    by: User,
    levels: list[Any],
    comment: str,
    reason: str,
    take_pass_back: bool = False,
) -> Review:
    """Settle an answer's marks anew after grading: a further settled mark and a further grading.

    A pass is taken back only where that is said. Completions and certificates stay, as they do
    when a question is corrected.
    """
    if not reason.strip():
        raise CannotMark(_("Say why the marks change: it is kept, and told to the learner."))
    with transaction.atomic():
        found = get_object_or_404(may_be_reviewed(by), pk=answer_id)
        attempt = _hold(found.attempt_id)
        before = grading_in_force(attempt)
        mark = next(mark for mark in before.items if mark["key"] == found.item_key)
        if "levels" not in mark:
            raise CannotMark(_("This question was corrected, so its marks count no longer."))
        if levels == mark["levels"]:
            raise CannotMark(_("These are the marks that stand."))
        grade = _grade(attempt, found, levels)
        comment = _comment(comment)
        new = {**mark, "score": grade.score, "right": grade.right, "levels": levels}
        new["comments"] = [comment] if comment else mark["comments"]
        marks = [new if one is mark else one for one in before.items]
        review = Review(before, weighed(attempt, marks, before.record_hash))
        if review.pass_lost and not take_pass_back:
            raise CannotMark(
                _("With these marks the pass would be lost. Say that it is taken back, if so.")
            )
        SettledMark.objects.create(
            answer=found,
            number=found.settled.count() + 1,
            how=SettledBy.REVIEW,
            levels=levels,
            score=grade.score,
            right=grade.right,
            comments=new["comments"],
            reason=reason.strip()[:200],
            decided_by=by.learner_id,
        )
        after = review.after
        after.number, after.graded_at = before.number + 1, timezone.now()
        after.reason, after.decided_by = reason.strip()[:200], by.learner_id
        after.save(force_insert=True)
        if review.changes_outcome:
            record_attempt_evidence(attempt=attempt, grading=after)
        audit(actor=by, action="marks-reviewed", subject=f"answer:{found.pk}")
    return review


def excuse(correction: Correction) -> list[Grading]:
    """Attempts that waited for marks of a question that was corrected need them no longer.

    The caller holds the attempts of the module. Returns the gradings that this made.
    """
    rows = waiting_for_people().filter(
        written_answers__item_key=correction.item_key,
        written_answers__item_hash=correction.item_hash,
        module_key=correction.module_key,
    )
    made = [advance(_hold(pk)) for pk in rows.order_by("submitted_at").values_list("pk", flat=True)]
    return [grading for grading in made if grading is not None]


def _hold(attempt_id: UUID) -> Attempt:
    related = ("assessment__module__version", "enrolment__version", "enrolment__learner")
    rows = Attempt.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.defer("assessment__items").get(pk=attempt_id)


def _grade(attempt: Attempt, answer: WrittenAnswer, levels: list[Any]) -> Grade:
    marks = {mark["key"]: mark for mark in attempt.part_grading.items}
    item = items_by_key(attempt)[answer.item_key]
    try:
        return grade_by(item, marks[answer.item_key]["answer"], levels)
    except ValidationError as refusal:
        raise CannotMark(refusal.messages) from refusal


def _keep(
    answer: WrittenAnswer,
    by: User,
    reading: int,
    levels: list[Any],
    grade: Grade,
    comment: str,
    **more: Any,
) -> None:
    Marking.objects.create(
        answer=answer,
        reading=reading,
        marker=by.learner_id,
        levels=levels,
        score=grade.score,
        right=grade.right,
        comment=_comment(comment),
        **more,
    )


def _comment(typed: str) -> str:
    comment = typed.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(comment) > LONGEST_COMMENT:
        raise CannotMark(
            _("The comment has more than {most} characters. Shorten it.").format(
                most=LONGEST_COMMENT
            )
        )
    return comment


def _pairs(answer: WrittenAnswer) -> int:
    """How many answers to this wording were drawn for a second reader so far."""
    rows = WrittenAnswer.objects.filter(second=WhySecond.DRAWN, item_key=answer.item_key)
    return rows.filter(item_hash=answer.item_hash).count()
