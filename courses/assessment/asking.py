"""How items are put before a learner: drawn and shuffled once an attempt, kept as shown."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from random import Random
from secrets import token_hex
from typing import Any

from courses.catalogue.blueprint import draw
from courses.catalogue.models import AssessmentVersion
from courses.questions.question_types import QuestionType, Shown, question_type


def type_of(item: dict[str, Any]) -> QuestionType | None:
    """None when this program no longer has the type: the item is read but not answered."""
    return question_type(item["type"])


def new_seed() -> str:
    """From the system's randomness: nobody can foresee a form."""
    return token_hex(16)


def drawn(
    assessment: AssessmentVersion,
    *,
    seed: str,
    seen: Sequence[Iterable[str]],
    items: Sequence[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """The items of one form in their order, each with what its type decides when it is shown.

    Drawn from all, or from `items` alone. The same seed and the same earlier forms give the same
    form, so a draw can be checked.
    """
    pool = assessment.items if items is None else items
    form = draw(pool, assessment.blueprint, seed=seed, seen=seen)
    return [
        {
            "key": item["key"],
            "hash": item["hash"],
            "shown": _shown(item, seed),
        }
        for item in form
    ]


def _shown(item: dict[str, Any], seed: str) -> Shown:
    """Not a secret to be guessed at: the seed is one."""
    kind, chance = type_of(item), Random(f"{seed}:{item['key']}")  # noqa: S311
    return {} if kind is None else kind.shown(item["config"], chance)


def fingerprint(record: object) -> str:
    """SHA-256 of a record written down in one way only."""
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
