"""From a frozen lesson to its sections. Done once, when a version is published."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from courses.catalogue.models import CourseVersion, LessonVersion
from courses.catalogue.searching.folding import searched
from courses.catalogue.searching.models import LessonSection

# A mark inside a sentence ends no word; any other tag does.
INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|span|strong|sub|sup|u)(?:\s[^>]*)?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\S+\.svg|https?:\S+|\d{4}-\d\d-\d\d")
# What is no text for a reader, or would give away what a learner is to find out.
NOT_READ = frozenset({
    "id", "type", "level", "kind", "src", "href", "url", "slug", "key", "style", "image", "file",
    "data", "language", "review_by", "as_of", "outcome", "right", "feedback", "consequence",
    "debrief", "after", "config", "answer", "accepted",
})  # fmt: skip


def index_version(version: CourseVersion) -> int:
    """Make the version's sections anew; return how many. Nothing else ever changes them."""
    lessons = LessonVersion.objects.filter(module__version=version)
    rows = [
        row
        for lesson in lessons.order_by("module__position", "position", "language")
        for row in sections_of(version, lesson)
    ]
    for position, row in enumerate(rows):
        row.position = position
    with transaction.atomic():
        LessonSection.objects.filter(version=version).delete()
        LessonSection.objects.bulk_create(rows, batch_size=200)
    return len(rows)


def sections_of(version: CourseVersion, lesson: LessonVersion) -> list[LessonSection]:
    """The lesson's beginning, and one section for each heading."""
    beginning = [lesson.summary, *lesson.objectives]
    parts: list[tuple[str, str, list[str]]] = [("", lesson.title, beginning)]
    for block in lesson.body:
        if block["type"] == "heading":
            parts.append((str(block.get("id", "")), str(block["value"]["text"]), []))
        else:
            parts[-1][2].extend(_texts(block.get("value")))
    return [_section(version, lesson, *part) for part in parts]


def _section(
    version: CourseVersion, lesson: LessonVersion, block: str, heading: str, texts: list[str]
) -> LessonSection:
    text = SPACE.sub(" ", " ".join(texts)).strip()
    return LessonSection(
        version=version,
        lesson=lesson,
        block=block,
        heading=heading[:255],
        text=text,
        heading_words=searched(heading),
        words=searched(f"{heading} {text}"),
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text of a block that a reader sees, whatever kind of block it is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_READ:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) and not CODE.fullmatch(value):
        yield html.unescape(TAG.sub(" ", INLINE.sub("", value)))
