"""How items are put before a learner: shuffled once an attempt, and kept exactly as shown."""

import hashlib
import json
from random import SystemRandom
from typing import Any

from courses.questions.question_types import QuestionType, question_type

chance = SystemRandom()


class UnknownQuestionType(LookupError):
    """A frozen item whose type this program no longer has. It can be read but not answered."""


def type_of(item: dict[str, Any]) -> QuestionType:
    kind = question_type(item["type"])
    if kind is None:
        raise UnknownQuestionType(item["type"])
    return kind


def items_as_shown(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All items in a new order, each with its options' original positions in a new order."""
    shown = [
        {
            "key": item["key"],
            "hash": item["hash"],
            "options": type_of(item).shown(item["config"], chance),
        }
        for item in items
    ]
    chance.shuffle(shown)
    return shown


def fingerprint(record: object) -> str:
    """SHA-256 of a record written down in one way only."""
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
