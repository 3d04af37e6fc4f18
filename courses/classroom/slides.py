"""A frozen lesson in pieces that fit a screen: its blocks one by one, under their section."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from courses.catalogue.models import LessonVersion
from courses.catalogue.rendering import BLOCKS, render_blocks

ASKED = "self_check"


@dataclass(frozen=True)
class Slide:
    """`question` is a self-check's stem and options; nothing else is asked of a room."""

    block: str
    section: str
    html: SafeString
    question: dict[str, Any] | None = None


def slides_of(lesson: LessonVersion) -> tuple[Slide, ...]:
    return _slides(lesson.pk, lesson.content_hash)


@lru_cache(maxsize=100)
def _slides(pk: int, content_hash: str) -> tuple[Slide, ...]:
    lesson = LessonVersion.objects.get(pk=pk)
    section, slides = "", []
    for child in BLOCKS.to_python(lesson.body):
        if child.block_type == "heading":
            section = str(child.value["text"])
            continue
        question = _question(child.value) if child.block_type == ASKED else None
        html = render_blocks([child], lesson.enclosed, linked=False)
        slides.append(Slide(str(child.id), section, html, question))
    return tuple(slides)


def _question(value: Any) -> dict[str, Any]:
    return {
        "stem": value["stem"],
        "options": [
            {"text": one["text"], "right": bool(one["right"]), "feedback": one["feedback"]}
            for one in value["options"]
        ],
        "after": value["after"],
    }
