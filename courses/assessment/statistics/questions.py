"""Each question of a module as it did in sittings: how hard, how telling, who chose what."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.grading import as_keyed
from courses.assessment.models import Correction
from courses.assessment.queries import corrections_in, pool_of
from courses.assessment.statistics.flags import flags_of
from courses.assessment.statistics.measuring import correlation, mean
from courses.assessment.statistics.sittings import FIRM, Asked, Sitting, whole_steps


@dataclass(frozen=True)
class Pick:
    """One option and how many chose it."""

    text: str
    right: bool
    times: int
    of: int

    @property
    def share(self) -> float:
        return self.times / self.of


@dataclass(frozen=True)
class QuestionStatistics:
    """One question in one wording. `discrimination` is none where `why_none` says so."""

    key: str
    hash: str
    stem: str
    kind: str
    critical: bool
    sittings: int
    facility: float
    discrimination: float | None
    why_none: str
    picks: list[Pick]

    @property
    def provisional(self) -> bool:
        return self.sittings < FIRM

    @property
    def flags(self) -> list[str]:
        return flags_of(
            facility=self.facility,
            discrimination=self.discrimination,
            critical=self.critical,
            picks=[(pick.text, pick.right, pick.times) for pick in self.picks],
        )


def questions_in(sittings: list[Sitting], module_key: UUID) -> list[QuestionStatistics]:
    """Those asked often enough, flagged ones first. A changed wording is a question of its own."""
    asked: dict[Asked, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        for one in sitting.scores:
            asked[one].append(sitting)
    counted = {one: whole_steps(rows) for one, rows in asked.items()}
    keyed = corrections_in(module_key)
    found = [
        _counted(one, rows, module_key, keyed.get(one)) for one, rows in counted.items() if rows
    ]
    return sorted(found, key=lambda one: (-len(one.flags), one.facility, one.key))


def _counted(
    asked: Asked, rows: list[Sitting], module_key: UUID, correction: Correction | None
) -> QuestionStatistics:
    item = as_keyed(pool_of(rows[0].assessment, module_key).items[asked[0]], correction)
    kind = type_of(item)
    discrimination, why_none = _discrimination(asked, rows)
    return QuestionStatistics(
        key=asked[0],
        hash=asked[1],
        stem=item["stem"],
        kind=str(kind.label) if kind else item["type"],
        critical=bool(item.get("critical")),
        sittings=len(rows),
        facility=mean([row.scores[asked] for row in rows]),
        discrimination=discrimination,
        why_none=why_none,
        picks=_picks(item, [row.answers[asked] for row in rows]),
    )


def _discrimination(asked: Asked, rows: list[Sitting]) -> tuple[float | None, str]:
    """Corrected: against the mean of the other questions, so that none is compared with itself."""
    pairs = [
        (row.scores[asked], mean([score for one, score in row.scores.items() if one != asked]))
        for row in rows
        if len(row.scores) > 1
    ]
    if len(pairs) < len(rows):
        return None, _("It was the only question that counted, so there is nothing to compare.")
    found = correlation([own for own, _rest in pairs], [rest for _own, rest in pairs])
    if found is not None:
        return found, ""
    if len({own for own, _rest in pairs}) == 1:
        return None, _("Everybody earned the same at it.")
    return None, _("Everybody earned the same at the other questions.")


def _picks(item: dict[str, Any], answers: list[Any]) -> list[Pick]:
    kind = type_of(item)
    choices = kind.choices(item["config"]) if kind else []
    times = Counter(
        at
        for answer in answers
        if kind and choices and answer is not None
        for at in kind.chosen(item["config"], answer)
    )
    return [
        Pick(one["text"], one["right"], times[at], len(answers)) for at, one in enumerate(choices)
    ]
