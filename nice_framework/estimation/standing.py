"""What a person's evidence in one area stands for: section 4 of the skills-gap method.

Pure functions: results in, results out. No Django, no database, no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SKILL_GRADES = frozenset({"A", "B"})  # C is attendance: training received, never skill


@dataclass(frozen=True)
class Result:
    """One assessed result in one area.

    `sequence` orders results of one day; results of one source share it, so that
    neither of them is earlier than the other.
    """

    level: int
    passed: bool
    grade: str
    shown_on: date
    sequence: int = 0
    expires_on: date | None = None

    @property
    def order(self) -> tuple[date, int]:
        return (self.shown_on, self.sequence)


def whole_months(start: date, end: date) -> int:
    """Completed months from `start` to `end`; negative when `end` comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def in_force(result: Result, *, as_of: date, max_months: int) -> bool:
    """Whether a result may count on a day: skill, already shown, neither old nor expired."""
    return (
        result.grade in SKILL_GRADES
        and result.shown_on <= as_of
        and (result.expires_on is None or result.expires_on >= as_of)
        and whole_months(result.shown_on, as_of) < max_months
    )


def standing(results: Iterable[Result], *, as_of: date, max_months: int = 36) -> list[Result]:
    """The results that still stand: dropped ones first, then those a later result cancels.

    A pass cancels earlier fails at its level or below, a fail cancels earlier passes at its
    level or above. A dropped result cancels nothing. A cancelled one still cancels: it was
    in force when the later result was not yet there.
    """
    valid = [result for result in results if in_force(result, as_of=as_of, max_months=max_months)]
    return [result for result in valid if not any(_cancels(other, result) for other in valid)]


def meets(results: Iterable[Result], level: int, *, as_of: date, max_months: int = 36) -> bool:
    """Whether a pass at the required level or above still stands."""
    kept = standing(results, as_of=as_of, max_months=max_months)
    return any(result.passed and result.level >= level for result in kept)


def _cancels(later: Result, earlier: Result) -> bool:
    if later.order <= earlier.order or later.passed == earlier.passed:
        return False
    return earlier.level <= later.level if later.passed else earlier.level >= later.level
