"""The sittings that are counted: of each learner the first, and of a judge none.

Later sittings of the same person would count one view twice, and are made after feedback.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count

from courses.assessment.grading import mark_of
from courses.assessment.models import Correction, Grading
from courses.assessment.queries import Pool, corrections_in, open_to_others, pool_of
from courses.assessment.regrading import given_in

LEAST = 30  # sittings below which nothing is told
FIRM = 100  # sittings below which what is told is provisional
STEP = 10  # sittings are added ten at a time: what one more learner did can't be worked out

Row = TypeVar("Row")
Asked = tuple[str, str]  # a question's key and the hash of its wording
Said = tuple[int, bool]  # a step of certainty, and whether the answer was right


@dataclass(frozen=True)
class Sitting:
    """What one sitting earned at each question that counted, and what was answered."""

    assessment: int
    scores: dict[Asked, float]
    answers: dict[Asked, Any]
    said: dict[Asked, Said] = field(default_factory=dict)  # where it was asked


def whole_steps(rows: list[Row]) -> list[Row]:
    """The earliest of them, in full tens; none at all below the least."""
    return rows[: len(rows) // STEP * STEP] if len(rows) >= LEAST else []


def sittings_of(module_key: UUID) -> list[Sitting]:
    """In the order in which they were first graded, by the gradings and corrections in force.

    Where people mark, a result may come after those of others who handed in later: by the order
    of hand-in it would slip in between, and change figures already told by one person's answer.
    """
    rows = (
        Grading.objects.filter(attempt__in=open_to_others().filter(module_key=module_key))
        .order_by("pk")
        .values_list("attempt_id", "attempt__enrolment__learner_id", "attempt__assessment_id",
                     "items")
    )  # fmt: skip
    first: dict[UUID, UUID] = {}
    newest: dict[UUID, tuple[int, list[dict[str, Any]]]] = {}
    for attempt, learner, assessment, marks in rows.iterator():
        if first.setdefault(learner, attempt) == attempt:
            newest[attempt] = (assessment, marks)
    corrections = corrections_in(module_key)
    return [
        _sitting(pool_of(assessment, module_key), marks, corrections)
        for assessment, marks in newest.values()
    ]


def learners_who_sat(module_keys: Iterable[UUID]) -> dict[UUID, int]:
    """How many learners handed in at each of these modules: full tens, 0 below the least."""
    rows = open_to_others().filter(module_key__in=list(module_keys)).order_by()
    counts = rows.values("module_key").annotate(n=Count("enrolment__learner", distinct=True))
    return {
        row["module_key"]: row["n"] // STEP * STEP if row["n"] >= LEAST else 0 for row in counts
    }


def _sitting(
    pool: Pool, marks: list[dict[str, Any]], corrections: dict[Asked, Correction]
) -> Sitting:
    """A void question counts for nobody; neither does one credited to all."""
    named = {(mark["key"], pool.items[mark["key"]]["hash"]): mark for mark in marks}
    now = {
        asked: _as_corrected(pool.items[asked[0]], mark, corrections.get(asked))
        for asked, mark in named.items()
    }
    counted = {
        asked: mark for asked, mark in now.items() if not (mark.get("void") or mark.get("credited"))
    }
    return Sitting(
        pool.assessment.pk,
        {asked: float(mark["score"]) for asked, mark in counted.items()},
        {asked: mark["answer"] for asked, mark in counted.items()},
        {
            asked: (mark["certainty"], bool(mark["right"]))
            for asked, mark in counted.items()
            if mark.get("certainty")
        },
    )


def _as_corrected(
    item: dict[str, Any], mark: dict[str, Any], correction: Correction | None
) -> dict[str, Any]:
    """A pass that a correction would undo stays with its grading, which has the former mark."""
    return mark if correction is None else mark_of(item, given_in(mark), correction)
