"""Raw values of blocks, walked through to change what only means something on this site."""

import re
from typing import Any, Protocol

from django.utils.translation import gettext as _
from wagtail.blocks import (
    Block,
    ChooserBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.catalogue.packaging.refusals import PackageRefused

PAGE_LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')


class Change(Protocol):
    def chosen(self, model: Any, value: Any) -> Any: ...
    def rich_text(self, html: str) -> str: ...


def walk(block: Block, raw: Any, change: Change) -> Any:
    """The same value with choosers and rich text changed."""
    if isinstance(block, StreamBlock):
        return [
            {**child, "value": walk(_child(block, child["type"]), child["value"], change)}
            for child in raw
        ]
    if isinstance(block, ListBlock):
        return [_item(block.child_block, one, change) for one in raw or []]
    if isinstance(block, BaseTypedTableBlock):
        return _table(block, raw, change)
    if isinstance(block, StructBlock):
        return {
            name: walk(block.child_blocks[name], value, change)
            if name in block.child_blocks
            else value
            for name, value in (raw or {}).items()
        }
    if isinstance(block, RichTextBlock):
        return change.rich_text(raw) if isinstance(raw, str) else raw
    return _chosen(block, raw, change) if raw is not None else None


def _chosen(block: Block, raw: Any, change: Change) -> Any:
    """A chooser that keeps a key instead of a row's number means the same everywhere."""
    uploads = isinstance(block, ImageChooserBlock | DocumentChooserBlock)
    if uploads or (isinstance(block, ChooserBlock) and isinstance(raw, int)):
        return change.chosen(block.model_class, raw)  # type: ignore[attr-defined]
    return raw


def _child(block: StreamBlock, kind: str) -> Block:
    if kind not in block.child_blocks:
        raise PackageRefused(
            _("This site has no block called “%(kind)s”. Bring it up to date first.")
            % {"kind": kind}
        )
    return block.child_blocks[kind]


def _item(block: Block, one: Any, change: Change) -> Any:
    if isinstance(one, dict) and set(one) == {"type", "id", "value"} and one["type"] == "item":
        return {**one, "value": walk(block, one["value"], change)}
    return walk(block, one, change)


def _table(block: BaseTypedTableBlock, raw: Any, change: Change) -> Any:
    kinds = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
    return {
        **raw,
        "rows": [
            {
                **row,
                "values": [
                    walk(kind, cell, change) if kind is not None else cell
                    for kind, cell in zip(kinds, row["values"], strict=False)
                ],
            }
            for row in raw["rows"]
        ],
    }
