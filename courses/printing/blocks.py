"""One lesson's blocks on paper.

A kind of block may bring `courses/print/blocks/<kind>.html`; one that doesn't is printed from what
the screen shows, with its controls taken out. So a new kind prints before anybody thought of it.
"""

from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import LessonVersion
from courses.catalogue.rendering import BLOCKS
from courses.printing.figures import is_tall, printed_figure
from courses.printing.paper import on_paper

PART = 4  # below the chapter, the lesson and its section


@dataclass
class Check:
    """A question asked in a lesson, answered at the end of its chapter."""

    block_id: str
    stem: str
    options: list[dict[str, str]]
    after: str


@dataclass
class PrintedLesson:
    lesson: LessonVersion
    anchor: str
    soup: BeautifulSoup
    checks: list[Check] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)

    @property
    def html(self) -> SafeString:
        return mark_safe(str(self.soup))  # noqa: S308  made by our own templates


def printed_lesson(lesson: LessonVersion) -> PrintedLesson:
    parts: list[str] = []
    checks: list[Check] = []
    refs: dict[str, str] = {}
    before = ""
    for child in BLOCKS.to_python(lesson.body):
        block_id = f"{lesson.pk}-{child.id}"  # a copied lesson has the same ids
        parts.append(_printed(child, block_id, lesson.enclosed, headed=before == "heading"))
        before = child.block_type
        if child.block_type == "self_check":
            checks.append(_check(child, block_id))
        if child.block_type in ("legal", "practice_point") and child.value["ref"]:
            refs.setdefault(str(child.value["ref"]), f"b-{block_id}")
    return PrintedLesson(lesson, f"l-{lesson.pk}", on_paper("".join(parts)), checks, refs)


def _printed(child: Any, block_id: str, enclosed: dict[str, Any], *, headed: bool) -> str:
    """`headed`: a heading stands right before it, so that it needs no label of its own."""
    context = {"block_id": block_id, "level": PART, "enclosed": enclosed, "headed": headed}
    context["frozen_id"] = str(child.id)  # under which its files are enclosed
    template = _template(child.block_type)
    if template is None:
        html = child.block.render(child.value, context=context)
    else:
        context = child.block.get_context(child.value, parent_context=context)
        html = template.render(context | _drawing(child, enclosed))
    return f'<div class="b b-{child.block_type}" id="b-{block_id}">{html}</div>'


def _template(kind: str) -> Any:
    try:
        return get_template(f"courses/print/blocks/{kind}.html")
    except TemplateDoesNotExist:
        return None


def _drawing(child: Any, enclosed: dict[str, Any]) -> dict[str, Any]:
    if child.block_type not in ("figure", "hotspots"):
        return {}
    svg = enclosed.get("figures", {}).get(child.value["src"], "")
    return {"drawing": printed_figure(svg), "tall": is_tall(svg)}


def _check(child: Any, block_id: str) -> Check:
    options = [
        {
            "letter": letter_of(at),
            "text": option["text"],
            "right": "yes" if option["right"] else "",
            "feedback": option["feedback"],
        }
        for at, option in enumerate(child.value["options"])
    ]
    return Check(block_id, child.value["stem"], options, child.value["after"])


def letter_of(at: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26]
