"""What a correction of a question changes in attempts handed in. It writes nothing.

Only the mark of the corrected question is worked out again: all other marks stay as they were
given, whatever the program has learnt since.
"""

from dataclasses import dataclass, field
from uuid import UUID

from courses.assessment.grading import mark_of, weighed
from courses.assessment.models import Attempt, Correction, Grading
from courses.assessment.queries import Given, grading_in_force, items_by_key, open_to_others


@dataclass(frozen=True)
class Change:
    """One attempt whose grading would be another."""

    attempt: Attempt
    before: Grading
    after: Grading


@dataclass
class RegradePlan:
    now_passed: list[Change] = field(default_factory=list)
    other_score: list[Change] = field(default_factory=list)
    pass_lost: list[Change] = field(default_factory=list)
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {
            "now_passed": len(self.now_passed),
            "other_score": len(self.other_score),
            "pass_lost": len(self.pass_lost),
            "same": self.same,
        }


def plan_of(correction: Correction) -> RegradePlan:
    """Who would change, by this correction in place of what was in force."""
    plan = RegradePlan()
    for attempt in asked(correction.module_key, correction.item_key, correction.item_hash):
        before = grading_in_force(attempt)
        after = regraded(attempt, before, correction)
        if after is None:
            plan.same += 1
            continue
        change = Change(attempt, before, after)
        if before.passed and not after.passed:
            plan.pass_lost.append(change)
        elif after.passed and not before.passed:
            plan.now_passed.append(change)
        else:
            plan.other_score.append(change)
    return plan


def asked(module_key: UUID, key: str, wording: str) -> list[Attempt]:
    """Attempts handed in that asked the question in this wording; nothing confidential."""
    rows = (
        open_to_others()
        .filter(module_key=module_key)
        .select_related("assessment__module__version", "enrolment__version")
        .select_related("enrolment__learner__person")
        .defer("assessment__items")
        .prefetch_related("gradings")
        .order_by("submitted_at", "pk")
    )
    return [
        row
        for row in rows
        if any(item["key"] == key and item["hash"] == wording for item in row.items)
    ]


def regraded(attempt: Attempt, before: Grading, correction: Correction) -> Grading | None:
    """The next grading, not yet saved; none where nothing changes."""
    item = items_by_key(attempt)[correction.item_key]
    marks = [
        mark_of(item, given_in(mark), correction) if mark["key"] == correction.item_key else mark
        for mark in before.items
    ]
    if marks == before.items:
        return None
    after = weighed(attempt, marks, before.record_hash)
    after.number = before.number + 1
    return after


def given_in(mark: dict[str, object]) -> Given | None:
    """The answer that a mark was given for."""
    if mark["answer"] is None:
        return None
    certainty = mark.get("certainty")
    return Given(mark["answer"], certainty if isinstance(certainty, int) else None)
