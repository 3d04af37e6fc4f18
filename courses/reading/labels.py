"""What a block is called, in a list of places of its lesson."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 80


@dataclass(frozen=True)
class Spot:
    """A place that can be marked. `level` is 2 or 3 for a heading, 4 for what stands below one."""

    block: str
    label: str
    level: int = 4


@dataclass(frozen=True)
class Places:
    """The blocks of a lesson: where each stands, and those that have a name."""

    order: dict[str, int]
    spots: tuple[Spot, ...]


def places_in(body: list[dict[str, Any]]) -> Places:
    order = {str(block.get("id")): at for at, block in enumerate(body)}
    return Places(order, tuple(spots_in(body)))


def spots_in(body: list[dict[str, Any]]) -> list[Spot]:
    """Headings, and what people come back for: figures, tables, lists to work by, open points."""
    return [spot for block in body if (spot := _spot(block)) is not None]


def label_of(body: list[dict[str, Any]], block: str) -> str:
    """The place's own name, else that of the section it stands in; empty if it isn't there."""
    section = ""
    for one in body:
        spot = _spot(one)
        if spot is not None and spot.level < 4:
            section = spot.label
        if str(one.get("id")) == block:
            return spot.label if spot else section or _("Beginning of the lesson")
    return ""


def _spot(block: dict[str, Any]) -> Spot | None:
    kind, value = block["type"], block.get("value")
    if not block.get("id") or not isinstance(value, dict):
        return None
    if kind == "heading":
        return Spot(str(block["id"]), value["text"], int(value.get("level", 2)))
    words = _words(kind, value)
    return Spot(str(block["id"]), words[:LONGEST]) if words else None


def _words(kind: str, value: dict[str, Any]) -> str:
    formats = {
        "figure": (_("Drawing: {words}"), "caption"),
        "image": (_("Picture: {words}"), "caption"),
        "hotspots": (_("Picture: {words}"), "caption"),
        "table": (_("Table: {words}"), "caption"),
        "checklist": (_("Checklist: {words}"), "title"),
        "steps": (_("Steps: {words}"), "title"),
        "timeline": (_("Timeline: {words}"), "title"),
        "legal": (_("The law: {words}"), "ref"),
        "law": (_("The law: {words}"), "section"),
        "practice_point": (_("Open point: {words}"), "ref"),
    }
    if kind not in formats:
        return ""
    pattern, field = formats[kind]
    words = str(value.get(field) or "")
    return pattern.format(words=words) if words else ""
