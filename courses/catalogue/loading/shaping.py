"""Values out of YAML into the raw form of Wagtail's blocks, checked part by part.

Ids are made from the place of a value, so that loading the same file again gives the same
content, and progress kept by a block's id survives a correction of its text.
"""

import copy
import datetime
import json
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from wagtail import blocks

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.enclosing import choosers
from courses.catalogue.figures import UnsafeFigure, figure
from courses.catalogue.loading.markdown import UnsafeMarkdown, to_html

BLOCKS = LessonBlocks()
ROOT = uuid5(NAMESPACE_URL, "curriculum")
ROWS = {"practice_point": {"ref"}, "practice": {"question"}, "term": {"term"}}


class WrongShape(ValueError):
    """`what` is wrong and how to fix it."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what} {fix}")


def stable_id(*parts: object) -> UUID:
    return uuid5(ROOT, "/".join(str(part) for part in parts))


def stream_child(kind: str, value: Any, block_id: str) -> dict[str, Any]:
    """One block as the StreamField stores it. Refuses what the block would not take."""
    if kind not in BLOCKS.child_blocks:
        known = ", ".join(sorted(BLOCKS.child_blocks))
        raise WrongShape(f"There is no block called {kind!r}.", f"Use one of: {known}.")
    block = BLOCKS.child_blocks[kind]
    raw = _table(value) if kind == "table" else shape(block, value, block_id, kind)
    if kind == "figure":
        _check_figure(raw["src"])
    try:
        _clean(block, raw, {*choosers(kind), *ROWS.get(kind, set())})
    except ValidationError as error:
        raise WrongShape(f"The block {kind!r} is not complete.", sentence(error)) from error
    return {"type": kind, "id": block_id, "value": raw}


def _clean(block: blocks.Block, raw: Any, apart: set[str]) -> None:
    """As the block would, but for parts that name a row or an upload: those are looked at later."""
    if not apart:
        block.clean(block.to_python(raw))
        return
    for name, child in block.child_blocks.items():
        if name not in apart:
            child.clean(child.to_python(raw[name]))
        elif child.required and not raw[name]:
            raise WrongShape(f"{name} is missing.", "Add it.")


def canonical(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raw blocks exactly as they come back from the database."""
    bare = copy.deepcopy(body)
    for block in bare:
        block["value"] = _without(block["value"], choosers(block["type"]))
    prepared = json.loads(json.dumps(BLOCKS.get_prep_value(BLOCKS.to_python(bare)), default=str))
    for block, was in zip(prepared, body, strict=True):
        for name in choosers(block["type"]):
            block["value"][name] = was["value"][name] or None
    return prepared


def _without(value: Any, names: dict[str, bool]) -> Any:
    return {**value, **dict.fromkeys(names)} if names else value


def shape(block: blocks.Block, value: Any, seed: str, where: str) -> Any:
    """A YAML value as the raw value of a block."""
    if isinstance(block, blocks.StructBlock):
        return _struct(block, value, seed, where)
    if isinstance(block, blocks.ListBlock):
        return _list(block, value, seed, where)
    if isinstance(block, blocks.BooleanBlock):
        if value not in (None, True, False):
            raise WrongShape(f"{where} is {value!r}.", "Write true or false, without quotes.")
        return bool(value)
    if isinstance(block, blocks.DateBlock):
        return _date(value, where)
    if value is None or value == "":
        if block.required:
            raise WrongShape(f"{where} is missing.", "Add it.")
        return ""
    if isinstance(block, blocks.IntegerBlock):
        return _whole(value, where)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise WrongShape(f"{where} is {value!r}, not text.", 'Put it in quotes: "…".')
    return _rich(value, where) if isinstance(block, blocks.RichTextBlock) else value.strip()


def _struct(block: blocks.StructBlock, value: Any, seed: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongShape(f"{where} is not a group of named values.", "Write name: value lines.")
    unknown = set(value) - set(block.child_blocks)
    if unknown:
        names = ", ".join(sorted(str(name) for name in unknown))
        known = ", ".join(block.child_blocks)
        raise WrongShape(f"{where} has {names}, which nobody reads.", f"It may have: {known}.")
    return {
        name: shape(child, value.get(name), f"{seed}/{name}", f"{where}, {name}")
        for name, child in block.child_blocks.items()
    }


def _list(block: blocks.ListBlock, value: Any, seed: str, where: str) -> list[dict[str, Any]]:
    if value is None:
        value = []
    if not isinstance(value, list):
        raise WrongShape(f"{where} is not a list.", 'Start each entry on its own line with "- ".')
    return [
        {
            "type": "item",
            "id": str(stable_id(seed, number)),
            "value": shape(block.child_block, item, f"{seed}/{number}", f"{where} {number}"),
        }
        for number, item in enumerate(value, start=1)
    ]


def _date(value: Any, where: str) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise WrongShape(f"{where} is {value!r}.", "Write a date as 2027-05-31.") from error


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongShape(f"{where} is {value!r}.", "Write a whole number.")
    return value


def _rich(value: str, where: str) -> str:
    try:
        return to_html(value)
    except UnsafeMarkdown as error:
        raise WrongShape(f"{where}: {error}.", "Link to a page that starts https://.") from error


def _table(value: Any) -> dict[str, Any]:
    """`header` and `rows` of a file as the typed table's columns and rows."""
    if not isinstance(value, dict) or set(value) - {"caption", "header", "rows"}:
        raise WrongShape("The table has unknown parts.", "It has caption, header and rows.")
    header, rows = value.get("header"), value.get("rows")
    if not isinstance(header, list) or not header:
        raise WrongShape("The table has no header.", "Add header: [First, Second].")
    if not isinstance(rows, list) or not rows:
        raise WrongShape("The table has no rows.", "Add rows: and a list for each row.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(header):
            raise WrongShape(
                f"Row {number} of the table does not have {len(header)} cells.",
                'Give each row as many cells as the header; quote cells that hold ", " or ": ".',
            )
    return {
        "caption": str(value.get("caption") or "").strip(),
        "columns": [{"type": "text", "heading": str(cell)} for cell in header],
        "rows": [{"values": [str(cell) for cell in row]} for row in rows],
    }


def _check_figure(name: str) -> None:
    try:
        figure(name)
    except UnsafeFigure as error:
        raise WrongShape(
            f"The figure {name!r} cannot be shown: {error}.", "Correct the drawing or its name."
        ) from error


def sentence(error: ValidationError) -> str:
    """All messages of a block's nested errors, as one line."""
    found = []
    data = error.as_json_data() if hasattr(error, "as_json_data") else {"messages": error.messages}
    queue = [("", data)]
    while queue:
        path, node = queue.pop(0)
        found += [
            f"{path}: {message}" if path else str(message) for message in node.get("messages", [])
        ]
        children = node.get("blockErrors", {})
        pairs = children.items() if isinstance(children, dict) else enumerate(children)
        for name, child in pairs:
            if child:
                queue.append((f"{path} {name}".strip(), child))
    return " ".join(found) or "Look at its values again."


__all__ = ["WrongShape", "canonical", "sentence", "shape", "stable_id", "stream_child"]
