"""A lesson's blocks as HTML: from what is frozen in a version, or from what is being edited.

A version never changes and neither does its HTML, so it is kept in the cache under the hash of
its content, the language, and a mark of the code and templates that made it.
"""

from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks.stream_block import StreamValue

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.models import LessonVersion

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "courses" / "blocks"
CODE = Path(__file__).resolve().parent / "blocks"
BLOCKS = LessonBlocks()
TITLED = "heading"
# Kinds that need a sheet of their own: most lessons are spared it.
STYLED = {"audio", "download", "hotspots", "image", "law", "term", "timeline", "video"}


def render_lesson(lesson: LessonVersion) -> SafeString:
    """The body of a frozen lesson. Asks the database nothing when it was made before."""
    key = f"lesson:{lesson.content_hash}:{get_language()}:{renderer_mark()}"
    html = cache.get(key)
    if html is None:
        html = str(render_blocks(BLOCKS.to_python(lesson.body), lesson.enclosed))
        cache.set(key, html, None)
    return mark_safe(html)  # noqa: S308  made by our own templates from cleaned content


def render_blocks(
    body: StreamValue, enclosed: dict[str, Any], *, linked: bool = True
) -> SafeString:
    """Blocks in order, each with its id; titles inside blocks stand one below the section's.

    Unless `linked`, what would lead to another page of the lesson leads nowhere.
    """
    level, parts = 2, []
    for child in body:
        context = {"block_id": child.id, "level": level, "enclosed": enclosed, "linked": linked}
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


def styles_of(body: list[dict[str, Any]]) -> list[str]:
    """Style sheets beyond the site's own that a lesson with these blocks needs."""
    kinds = {block["type"] for block in body}
    return ["courses/css/blocks.css"] if kinds & STYLED else []


def scripts_of(body: list[dict[str, Any]]) -> list[str]:
    """Scripts that a lesson with these blocks needs; it can be read and answered without."""
    return ["courses/js/lesson-video.js"] if any(b["type"] == "video" for b in body) else []


def renderer_mark() -> str:
    """Changes whenever a template or this code does, so that an old rendering is not shown."""
    return _mark() if settings.DEBUG else _mark_once()


@once
def _mark_once() -> str:
    return _mark()


def _mark() -> str:
    files = [*sorted(TEMPLATES.glob("*.html")), *sorted(CODE.glob("*.py")), Path(__file__)]
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
