"""When one reader is enough, when a second reads, when a third, and whose marks count.

Pure but for the draw. Why these rules and numbers: docs/decisions on answers marked by people.
"""

from collections.abc import Callable, Iterable
from random import SystemRandom
from typing import Any

from courses.assessment.asking import type_of
from courses.questions.question_types import Grade

SHARE = 0.2  # of answers are read a second time
SHARE_AT_FIRST = 0.5  # while a question has few pairs
ENOUGH_PAIRS = 30  # of one question; below it nothing is said of agreement either
MARGIN = 0.25  # of a question's points: readers who differ by more are too far apart
LEVELS_APART = 1  # on one criterion: neighbours are near enough

Levels = list[int]
Item = dict[str, Any]
_chance = SystemRandom()


def drawn_for_second(pairs: int) -> bool:
    """By the system's randomness, after the first reader is done: nobody can foresee it."""
    return _chance.random() < (SHARE if pairs >= ENOUGH_PAIRS else SHARE_AT_FIRST)


def grade_by(item: Item, answer: object, levels: Levels) -> Grade:
    """What these levels come to; `ValidationError` where they are not of this rubric."""
    kind = type_of(item)
    assert kind is not None  # noqa: S101  the caller leaves out what nobody knows any more
    return kind.mark(item["config"], answer, levels)


def too_far_apart(item: Item, one: Levels, other: Levels) -> bool:
    """Whether two readers differ by two levels on a criterion, or by more than the margin in all.

    Of a critical question also where one says it is right and the other not.
    """
    if any(abs(a - b) > LEVELS_APART for a, b in zip(one, other, strict=True)):
        return True
    first, second = grade_by(item, None, one), grade_by(item, None, other)
    if item.get("critical") and first.right != second.right:
        return True
    return abs(first.score - second.score) > MARGIN + 1e-9


def middle(readings: list[Levels]) -> Levels:
    """For each criterion the middle of three readers' levels."""
    return [sorted(levels)[len(levels) // 2] for levels in zip(*readings, strict=True)]


def neighbours(item: Item, levels: Levels) -> Iterable[Levels]:
    """The same marks with one criterion one level higher or lower."""
    kind = type_of(item)
    for at, criterion in enumerate(kind.rubric(item["config"]) if kind else []):
        for level in (levels[at] - 1, levels[at] + 1):
            if 0 <= level < len(criterion["levels"]):
                yield [*levels[:at], level, *levels[at + 1 :]]


def one_level_decides(
    passes: Callable[[dict[str, Levels]], bool],
    marked: dict[str, Levels],
    items: dict[str, Item],
) -> bool:
    """Whether one level on one criterion would turn the outcome of the attempt."""
    outcome = passes(marked)
    return any(
        passes({**marked, key: other}) != outcome
        for key, levels in marked.items()
        for other in neighbours(items[key], levels)
    )
