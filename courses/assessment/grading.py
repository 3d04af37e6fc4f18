"""What an attempt is worth. Worked out on the server from the answers it has, and nothing else."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.asking import fingerprint, type_of
from courses.assessment.certainty import MOST, points
from courses.assessment.models import Attempt, Correction, CorrectionKind, Grading
from courses.assessment.queries import Given, corrections_in, items_by_key, responses_in_force
from courses.assessment.record import record_of
from courses.assessment.refusals import AwaitsMarking
from courses.catalogue.models import AssessmentVersion, Certainty


def graded(attempt: Attempt) -> Grading:
    """The grading of this attempt by the rule in its assessment's version, not yet saved.

    An item without an answer scores nothing. A missed critical item, or a fatal step in any,
    fails the attempt whatever the score. An item whose type is gone is void: it counts neither
    for nor against. Certainty changes the score where the assessment says
    so, and never what is right. Refused while an answer waits for a person to mark it.
    """
    return weighed(attempt, *marked_by_machine(attempt))


def marked_by_machine(attempt: Attempt) -> tuple[list[dict[str, Any]], str]:
    """The mark of each item, `awaiting` where people mark it, and the hash of the record."""
    given, items = responses_in_force(attempt), items_by_key(attempt)
    corrections = corrections_in(attempt.module_key)
    marks = [
        mark_of(
            items[shown["key"]],
            given.get(shown["key"]),
            corrections.get((shown["key"], shown["hash"])),
        )
        for shown in attempt.items
    ]
    return marks, fingerprint(record_of(attempt, given))


def weighed(attempt: Attempt, marks: list[dict[str, Any]], record_hash: str) -> Grading:
    """What these marks come to by the rule of the assessment, not yet saved."""
    if any(mark.get("awaiting") for mark in marks):
        raise AwaitsMarking(
            _("An answer here waits for a person to mark it, so these can't be graded yet.")
        )
    items = items_by_key(attempt)
    counted = [mark for mark in marks if not mark.get("void")]
    score = _score(counted, attempt.assessment)
    missed = [
        mark["key"]
        for mark in counted
        if mark.get("fatal") or (items[mark["key"]].get("critical") and not mark["right"])
    ]
    pass_mark = attempt.assessment.pass_mark
    return Grading(
        attempt=attempt,
        score=score,
        pass_mark=pass_mark,
        passed=score >= pass_mark and not missed,
        critical_missed=missed,
        items=marks,
        record_hash=record_hash,
    )


def mark_of(
    item: dict[str, Any], given: Given | None, correction: Correction | None
) -> dict[str, Any]:
    """The mark of one item, by the correction in force where there is one."""
    if correction is None:
        return _mark(item, given)
    if correction.kind == CorrectionKind.RIGHT:
        return {**_mark(as_keyed(item, correction), given), "corrected": correction.right}
    answer = given.answer if given else None
    credited = correction.kind == CorrectionKind.CREDITED
    mark = {"key": item["key"], "answer": answer, "score": float(credited), "right": credited}
    if given is not None and given.certainty is not None:
        mark["certainty"] = given.certainty
    return {**mark, "credited" if credited else "void": True}


def as_keyed(item: dict[str, Any], correction: Correction | None) -> dict[str, Any]:
    """The item with the options that are right now, by the correction in force if there is one."""
    kind = type_of(item)
    if kind is None or correction is None or correction.kind != CorrectionKind.RIGHT:
        return item
    return {**item, "config": kind.corrected(item["config"], correction.right)}


def _mark(item: dict[str, Any], given: Given | None) -> dict[str, Any]:
    kind, answer = type_of(item), given.answer if given else None
    if given is None or kind is None:
        mark = {"key": item["key"], "answer": answer, "score": 0.0, "right": False}
        return {**mark, "void": True} if kind is None else mark
    grade = kind.grade(item["config"], answer)
    mark = {"key": item["key"], "answer": answer, "score": grade.score, "right": grade.right}
    if given.certainty is not None:
        mark["certainty"] = given.certainty
    if grade.awaiting:
        return {**mark, "awaiting": True}
    return {**mark, "fatal": True} if grade.fatal else mark


def _score(marks: list[dict[str, Any]], assessment: AssessmentVersion) -> Decimal:
    if assessment.certainty != Certainty.SCORE:
        return _per_cent(sum((mark["score"] for mark in marks), 0.0), len(marks))
    earned = [
        MOST if mark.get("credited") else points(mark["score"], mark.get("certainty"))
        for mark in marks
        if mark["answer"] is not None or mark.get("credited")
    ]
    return _per_cent(max(0.0, sum(earned, 0.0)), MOST * len(marks))


def _per_cent(earned: float, of: int) -> Decimal:
    """Rounded to two places, so that 79.999… is not a miss of 80 by a float's whim."""
    if not of:
        return Decimal(0)
    return (Decimal(str(round(earned, 9))) * 100 / of).quantize(Decimal("0.01"), ROUND_HALF_UP)
