"""Marking an answer with every consequence: grading, completion, certificate and message.

All in one transaction, and each once, whoever finishes an attempt's last answer.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.marking import services
from courses.assessment.models import Grading
from courses.completion.services import complete_if_ready
from lms.accounts.models import User
from lms.notices.api import notify


def mark_answer(
    *, answer_id: UUID, by: User, levels: list[Any], comment: str = ""
) -> Grading | None:
    """Keep an examiner's marks; the grading where they settled the attempt."""
    with transaction.atomic():
        grading = services.record_marking(
            answer_id=answer_id, by=by, levels=levels, comment=comment
        )
        if grading is not None:
            conclude(grading)
    return grading


def correct_marks(
    *, marking_id: int, by: User, levels: list[Any], comment: str, reason: str
) -> Grading | None:
    """Replace one's own marks before the attempt is graded; the grading where that settled it."""
    with transaction.atomic():
        grading = services.correct_marking(
            marking_id=marking_id, by=by, levels=levels, comment=comment, reason=reason
        )
        if grading is not None:
            conclude(grading)
    return grading


def review(
    *,
    answer_id: UUID,
    by: User,
    levels: list[Any],
    comment: str,
    reason: str,
    take_pass_back: bool = False,
) -> services.Review:
    """An administrator settles an answer's marks anew, with what follows and a message."""
    with transaction.atomic():
        found = services.review_marks(
            answer_id=answer_id,
            by=by,
            levels=levels,
            comment=comment,
            reason=reason,
            take_pass_back=take_pass_back,
        )
        if found.after.passed:
            complete_if_ready(found.after.attempt.enrolment)
        tell_of_regrading(
            found.after,
            found.before,
            _("The marks of a written answer in “{title}” were reviewed: {reason}").format(
                title=found.after.attempt.assessment.module.title, reason=found.after.reason
            ),
        )
    return found


def tell_of_regrading(after: Grading, before: Grading, why: str) -> None:
    """The message about a further grading: what it is now, what it was, and why."""
    attempt = after.attempt
    body = _(
        "{why}\n\nYour attempt {n} was graded again. It is now {outcome}, with {score} %. Before, "
        "it had {before} %. The earlier grading stays in the record."
    ).format(
        why=why,
        n=attempt.number,
        outcome=_("passed") if after.passed else _("not passed"),
        score=after.whole_score,
        before=before.whole_score,
    )
    notify(
        key=f"regraded:{attempt.pk}:{after.number}",
        learner=attempt.enrolment.learner,
        kind="regraded",
        subject=_("Your assessment was graded again: {title}").format(
            title=attempt.assessment.module.title
        ),
        body=body,
    )


def conclude(grading: Grading) -> None:
    """What follows when people have marked an attempt. The caller holds the attempt."""
    attempt = grading.attempt
    if grading.passed:
        complete_if_ready(attempt.enrolment)
    title = attempt.assessment.module.title
    notify(
        key=f"attempt-marked:{attempt.pk}",
        learner=attempt.enrolment.learner,
        kind="attempt-marked",
        subject=_("Your assessment was marked: {title}").format(title=title),
        body=_(
            "People have read your answers in the assessment of “{title}”. The result of attempt "
            "{n} is there: {outcome}, with {score} %. Your course shows what that means and what "
            "to do next."
        ).format(
            title=title,
            n=attempt.number,
            outcome=_("passed") if grading.passed else _("not passed yet"),
            score=grading.whole_score,
        ),
    )
