"""Passages on the law in a lesson: which they are, and when each must be looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.catalogue.blocks import LessonBlocks


@dataclass(frozen=True)
class Passage:
    """One block that says something of the law."""

    block_id: str
    kind: str
    ref: str
    about: str
    review_by: date | None


def passages(body: list[dict[str, Any]]) -> list[Passage]:
    return list(_found(body))


def _found(body: list[dict[str, Any]]) -> Iterator[Passage]:
    kinds = LessonBlocks.base_blocks
    for block in body:
        kind = kinds.get(block["type"])
        if kind is None or not getattr(kind, "carries_law", False):
            continue
        value = block["value"]
        due = value.get("review_by")
        yield Passage(
            block_id=str(block.get("id") or ""),
            kind=block["type"],
            ref=kind.legal_ref(value),
            about=kind.legal_about(value),
            review_by=date.fromisoformat(str(due)[:10]) if due else None,
        )
