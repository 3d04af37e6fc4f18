"""The formulas of classical test theory, on plain numbers. They know nothing of attempts.

Facility and corrected item-total correlation as in Crocker and Algina, "Introduction to Classical
and Modern Test Theory" (1986); alpha as in L. J. Cronbach, Psychometrika 16 (1951).
"""

from collections.abc import Sequence
from math import fsum, sqrt

NOTHING = 1e-12  # below it, a float's variance is none


def mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """Of those observed, not estimated for others: alpha and correlation use ratios only."""
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values) / len(values)


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's: with scores of 0 and 1 the point-biserial. None where one side has no spread."""
    if variance(one) < NOTHING or variance(other) < NOTHING:
        return None
    first, second = mean(one), mean(other)
    together = fsum((a - first) * (b - second) for a, b in zip(one, other, strict=True)) / len(one)
    return together / sqrt(variance(one) * variance(other))


def alpha(sittings: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha: one row a sitting, one column a question. None where it has no meaning."""
    count = len(sittings[0])
    totals = variance([fsum(row) for row in sittings])
    if count < 2 or totals < NOTHING:
        return None
    single = fsum(variance(column) for column in zip(*sittings, strict=True))
    return count / (count - 1) * (1 - single / totals)
