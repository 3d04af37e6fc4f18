"""What an attempt is worth. Worked out on the server from the answers it has, and nothing else."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from courses.assessment.asking import fingerprint, type_of
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import answers_in_force, items_by_key


def graded(attempt: Attempt) -> Grading:
    """The grading of this attempt by the rule in its assessment's version, not yet saved.

    An item without an answer scores nothing. A missed critical item fails the attempt whatever
    the score.
    """
    answers, items = answers_in_force(attempt), items_by_key(attempt)
    marks = [_mark(items[shown["key"]], answers) for shown in attempt.items]
    score = _per_cent(sum((mark["score"] for mark in marks), 0.0), len(marks))
    missed = [
        mark["key"] for mark in marks if items[mark["key"]].get("critical") and not mark["right"]
    ]
    pass_mark = attempt.assessment.pass_mark
    return Grading(
        attempt=attempt,
        score=score,
        pass_mark=pass_mark,
        passed=score >= pass_mark and not missed,
        critical_missed=missed,
        items=marks,
        record_hash=fingerprint(
            {"attempt": str(attempt.pk), "items": attempt.items, "answers": answers}
        ),
    )


def _mark(item: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    answer = answers.get(item["key"])
    if answer is None:
        return {"key": item["key"], "answer": None, "score": 0.0, "right": False}
    grade = type_of(item).grade(item["config"], answer)
    return {"key": item["key"], "answer": answer, "score": grade.score, "right": grade.right}


def _per_cent(points: float, of: int) -> Decimal:
    """Rounded to two places, so that 79.999… is not a miss of 80 by a float's whim."""
    if not of:
        return Decimal(0)
    return (Decimal(str(round(points, 9))) * 100 / of).quantize(Decimal("0.01"), ROUND_HALF_UP)
