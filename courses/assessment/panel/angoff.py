"""The arithmetic of a modified Angoff panel, on plain numbers. It knows nothing of the database.

Each judge says of each item which share, 0 to 100 %, of minimally competent people would answer it
right. A judge's cut is the mean of the own ratings, the panel's cut the mean of the judges' cuts:
with every item rated by all it is also the mean of the item means. Its standard error over judges
is SE = s / sqrt(J), with s the standard deviation of the J judges' cuts (divided by J - 1).

Where a form is drawn by a blueprint, an item counts by the share of forms that ask it, so that the
cut is what a minimally competent person would be expected to score on a form.

Sources: W. H. Angoff, "Scales, norms, and equivalent scores", in R. L. Thorndike (ed.),
"Educational Measurement", 2nd ed. (1971), pages 514 and 515; modified by two rounds with discussion
and data between them, as in R. K. Hambleton and M. J. Pitoniak, "Setting performance standards",
in R. L. Brennan (ed.), "Educational Measurement", 4th ed. (2006).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any

from courses.catalogue.blueprint import draw, fits

DRAWS = 200  # forms over which it is counted how often an item is asked
Ratings = Mapping[str, Mapping[str, float]]  # {judge: {item key: per cent}}


@dataclass(frozen=True)
class Spread:
    """One item's ratings over all judges, in per cent."""

    mean: float
    deviation: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Cell:
    """One line of a blueprint: how many it asks of how many, and their mean rating."""

    line: Mapping[str, Any]
    count: int
    pool: int
    mean: float | None


@dataclass(frozen=True)
class Outcome:
    """The panel's cut in per cent; `error` is none with a single judge."""

    cut: float
    error: float | None
    judges: dict[str, float]
    items: dict[str, Spread]
    cells: list[Cell]

    @property
    def suggested(self) -> int:
        """The next whole per cent that is not below the cut, between 1 and 100."""
        return min(100, max(1, -int(-round(self.cut, 6) // 1)))

    def is_within_error(self, mark: int) -> bool:
        return self.error is not None and abs(mark - self.cut) <= self.error


def outcome_of(
    ratings: Ratings, items: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]
) -> Outcome:
    """What complete ratings come to. Every judge has rated every item."""
    weights = asked_shares(items, lines)
    cuts = {judge: weighted(own, weights) for judge, own in ratings.items()}
    spreads = {
        item["key"]: spread([own[item["key"]] for own in ratings.values()]) for item in items
    }
    values = list(cuts.values())
    error = deviation(values) / sqrt(len(values)) if len(values) > 1 else None
    return Outcome(mean(values), error, cuts, spreads, cells_of(items, lines, spreads))


def asked_shares(
    items: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    """The share of forms that ask each item: 1 for all where there is no blueprint.

    Counted over forms drawn with fixed seeds, so that it is the same each time.
    """
    if not lines:
        return {item["key"]: 1.0 for item in items}
    times: Counter[str] = Counter()
    for seed in range(DRAWS):
        times.update(item["key"] for item in draw(items, lines, seed=f"panel-{seed}"))  # type: ignore[arg-type]
    return {item["key"]: times[item["key"]] / DRAWS for item in items}


def cells_of(
    items: Sequence[Mapping[str, Any]],
    lines: Sequence[Mapping[str, Any]],
    spreads: Mapping[str, Spread],
) -> list[Cell]:
    """Each line's items by themselves; an item that fits several stands in each."""
    found = []
    for line in lines:
        means = [spreads[one["key"]].mean for one in items if fits(one, line)]  # type: ignore[arg-type]
        found.append(Cell(line, line["count"], len(means), mean(means) if means else None))
    return found


def weighted(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return fsum(values[key] * weight for key, weight in weights.items()) / fsum(weights.values())


def spread(values: Sequence[float]) -> Spread:
    return Spread(mean(values), deviation(values), min(values), max(values))


def mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float:
    """Divided by n - 1; nothing for a single value."""
    if len(values) < 2:
        return 0.0
    middle = mean(values)
    return sqrt(fsum((value - middle) ** 2 for value in values) / (len(values) - 1))
