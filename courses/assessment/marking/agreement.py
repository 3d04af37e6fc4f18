"""How far two people who marked the same answers blind agree: by question and criterion.

Counted are answers drawn by chance for a second reader. Those read again because the outcome was
close are no fair sample (poor and good answers are missing), so they are only counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef

from courses.assessment.asking import type_of
from courses.assessment.marking.models import Marking, WhySecond, WrittenAnswer
from courses.assessment.marking.rules import ENOUGH_PAIRS, Levels
from courses.assessment.queries import pool_of
from courses.enrolment.queries import judicial_learners

Pair = tuple[int, int]


def exact_agreement(pairs: Sequence[Pair]) -> float:
    """The share of pairs at the very same level, from 0 to 1. There is at least one pair."""
    return sum(one == other for one, other in pairs) / len(pairs)


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa with quadratic weights: agreement beyond what chance would give.

    kappa = 1 - sum(w_ij * o_ij) / sum(w_ij * e_ij), where o_ij is the share of pairs with the first
    reader at level i and the second at j, e_ij the product of the two readers' own shares of i and
    j, and w_ij = (i - j)^2. Dividing the weights by (k - 1)^2, as is usual for k levels, cancels.
    J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220.

    1 is full agreement, 0 what chance gives; below 0 is possible. None where it is not defined:
    no pairs, or all answers at one and the same level.
    """
    if not pairs:
        return None
    count = len(pairs)
    firsts, seconds = Counter(a for a, _b in pairs), Counter(b for _a, b in pairs)
    observed = sum((a - b) ** 2 for a, b in pairs) / count
    expected = sum(
        (a - b) ** 2 * times * others / count**2
        for a, times in firsts.items()
        for b, others in seconds.items()
    )
    return None if expected == 0 else 1 - observed / expected


@dataclass(frozen=True)
class CriterionAgreement:
    """On one criterion. Figures are none while there are too few pairs."""

    name: str
    exact: float | None
    kappa: float | None


@dataclass
class QuestionAgreement:
    """On one wording of a question."""

    key: str
    stem: str
    rubric: list[dict[str, Any]]
    pairs: list[tuple[Levels, Levels]] = field(default_factory=list)
    close: int = 0  # read again because the outcome was close
    thirds: int = 0  # read a third time

    @property
    def enough(self) -> bool:
        return len(self.pairs) >= ENOUGH_PAIRS

    @property
    def exact(self) -> float | None:
        """The share of pairs at the same level on every criterion."""
        if not self.enough:
            return None
        return sum(one == other for one, other in self.pairs) / len(self.pairs)

    @property
    def criteria(self) -> list[CriterionAgreement]:
        return [self._on(at, criterion["name"]) for at, criterion in enumerate(self.rubric)]

    def _on(self, at: int, name: str) -> CriterionAgreement:
        if not self.enough:
            return CriterionAgreement(name, None, None)
        levels = [(one[at], other[at]) for one, other in self.pairs]
        return CriterionAgreement(name, exact_agreement(levels), weighted_kappa(levels))


@dataclass(frozen=True)
class Reading:
    """Answers that wait for a first, second or third reader."""

    number: int
    count: int
    oldest: datetime


def waiting_now() -> list[Reading]:
    """How many answers wait for which reader, in the whole country; of no judge."""
    judge = judicial_learners().filter(learner=OuterRef("attempt__enrolment__learner"))
    rows = WrittenAnswer.objects.filter(~Exists(judge), awaits__gt=0).order_by("awaits")
    return [
        Reading(row["awaits"], row["count"], row["oldest"])
        for row in rows.values("awaits").annotate(count=Count("pk"), oldest=Min("since"))
    ]


def agreement_in(module_keys: Iterable[UUID]) -> dict[UUID, list[QuestionAgreement]]:
    """By module, every wording that people marked. Two queries and one a version.

    Marks as first given, whatever was corrected: that an attempt is not graded yet may tell a
    reader that somebody else reads it too.
    """
    judge = judicial_learners().filter(learner=OuterRef("answer__attempt__enrolment__learner"))
    rows = (
        Marking.objects.filter(
            ~Exists(judge), answer__attempt__module_key__in=list(module_keys), replaces=None
        )
        .select_related("answer__attempt")
        .defer("answer__attempt__items", "comment")
        .order_by("answer__since", "answer", "reading")
    )
    readings: dict[Any, dict[int, Marking]] = defaultdict(dict)
    for row in rows:
        readings[row.answer_id][row.reading] = row
    found: dict[UUID, dict[tuple[str, str], QuestionAgreement]] = defaultdict(dict)
    for read in readings.values():
        answer = read[1].answer
        attempt, key = answer.attempt, (answer.item_key, answer.item_hash)
        item = pool_of(attempt.assessment_id, attempt.module_key).items[answer.item_key]
        kind = type_of(item)
        one = found[attempt.module_key].setdefault(
            key,
            QuestionAgreement(
                answer.item_key, item["stem"], kind.rubric(item["config"]) if kind else []
            ),
        )
        one.thirds += 3 in read
        one.close += answer.second == WhySecond.CLOSE and 2 in read
        if answer.second == WhySecond.DRAWN and 2 in read:
            one.pairs.append((read[1].levels, read[2].levels))
    return {module: list(questions.values()) for module, questions in found.items()}
