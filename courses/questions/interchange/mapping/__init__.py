"""Neutral items into configs of our question types, and back.

A new type that other systems know too adds one module here and one line in `TAKE` and `GIVE`.
Whatever an item lacks stays empty in the config: `completeness` names it and nothing invents it.
"""

from collections.abc import Callable
from typing import Any

from courses.questions.interchange.mapping.choices import (
    give_multiple,
    give_ordering,
    give_single,
    take_choice,
    take_ordering,
)
from courses.questions.interchange.mapping.pairs import (
    give_matching,
    take_matching,
    take_true_false,
)
from courses.questions.interchange.mapping.taking import NotTaken, Taken
from courses.questions.interchange.mapping.written import (
    give_numeric,
    give_short_text,
    take_essay,
    take_numeric,
    take_short_text,
)
from courses.questions.interchange.neutral import Item, Kind

TAKE: dict[Kind, Callable[[Item], Taken]] = {
    Kind.CHOICE: take_choice,
    Kind.ORDERING: take_ordering,
    Kind.TRUE_FALSE: take_true_false,
    Kind.MATCHING: take_matching,
    Kind.SHORT_TEXT: take_short_text,
    Kind.NUMERIC: take_numeric,
    Kind.ESSAY: take_essay,
}
GIVE: dict[str, Callable[[Any], Item]] = {
    "single": give_single,
    "multiple": give_multiple,
    "ordering": give_ordering,
    "matching": give_matching,
    "short_text": give_short_text,
    "numeric": give_numeric,
}

__all__ = ["GIVE", "TAKE", "NotTaken", "Taken"]
