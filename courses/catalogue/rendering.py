"""A lesson's blocks as HTML: from what is frozen in a version, or from what is being edited.

A version never changes and neither does its HTML, so it is kept in the cache under the hash of
its content and a mark of the code and templates that made it.
"""

import re
from datetime import date
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks.stream_block import StreamValue

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.models import LessonVersion

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "courses" / "blocks"
BLOCKS = LessonBlocks()
TITLED = "heading"


def render_lesson(lesson: LessonVersion) -> SafeString:
    """The body of a frozen lesson. Asks the database nothing when it was made before."""
    key = f"lesson:{lesson.content_hash}:{renderer_mark()}"
    html = cache.get(key)
    if html is None:
        html = str(render_blocks(BLOCKS.to_python(lesson.body), lesson.enclosed))
        cache.set(key, html, None)
    return mark_safe(html)  # noqa: S308  made by our own templates from cleaned content


def render_blocks(body: StreamValue, enclosed: dict[str, Any]) -> SafeString:
    """Blocks in order, each with its id; titles inside blocks stand one below the section's."""
    level, parts = 2, []
    for child in body:
        context = {
            "block_id": child.id,
            "level": level,
            **_of_kind(child.block_type, child.value, child.id, enclosed),
        }
        html = child.block.render(child.value, context=context)
        parts.append(
            render_to_string(
                "courses/blocks/block.html",
                {"kind": child.block_type, "block_id": child.id, "html": html},
            )
        )
        if child.block_type == TITLED:
            level = 3
    return mark_safe("".join(parts))  # noqa: S308  made by our own templates


def _of_kind(kind: str, value: Any, block_id: str, enclosed: dict[str, Any]) -> dict[str, Any]:
    """What a block's template needs beside the block's own value."""
    if kind == "figure":
        markup = enclosed.get("figures", {}).get(value["src"], "")
        return {"svg": inline_figure(markup, block_id)}
    if kind == "practice_point":
        point = enclosed.get("points", {}).get(value["ref"], {})
        decided_on = point.get("decided_on")
        return {"point": {**point, "decided_on": decided_on and date.fromisoformat(decided_on)}}
    if kind == "table":
        headings = [column["heading"] for column in value.columns]
        return {
            "rows": [
                [
                    {"heading": heading, "value": cell}
                    for heading, cell in zip(headings, row["values"], strict=False)
                ]
                for row in value.row_data
            ]
        }
    return {}


def inline_figure(svg: str, block_id: str) -> SafeString:
    """A checked drawing for one place in a page: its ids made unique, its name made its label."""
    if not svg:
        return mark_safe("")
    title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    name = title.group(1).strip().replace('"', "&quot;") if title else ""
    label = f' aria-label="{name}"' if name else ""
    svg = re.sub(r"<title[^>]*>.*?</title>\s*", "", svg, flags=re.DOTALL)
    opening, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    opening = re.sub(r"\s(role|focusable|aria-[a-z]+|id)=(\"[^\"]*\"|'[^']*')", "", opening)
    opening += f' role="img"{label} aria-describedby="alt-{block_id}"'
    prefix = f"f{block_id[:8]}-"
    rest = re.sub(r"(\sid=[\"'])", rf"\g<1>{prefix}", rest)
    rest = re.sub(r"(url\(#|href=[\"']#)", rf"\g<1>{prefix}", rest)
    return mark_safe(opening + rest)  # noqa: S308  checked by catalogue.figures


def renderer_mark() -> str:
    """Changes whenever a template or this code does, so that an old rendering is not shown."""
    return _mark() if settings.DEBUG else _mark_once()


@once
def _mark_once() -> str:
    return _mark()


def _mark() -> str:
    files = [*sorted(TEMPLATES.glob("*.html")), Path(__file__)]
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
