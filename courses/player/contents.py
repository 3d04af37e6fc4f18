"""The contents of a course beside a lesson: what is done, where one is, how long it takes yet."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.player.outline import LessonState, ModuleState, Outline
from courses.player.words import minutes_in_words
from courses.reading.labels import Places


@dataclass(frozen=True)
class Section:
    """A heading of the lesson that is open."""

    title: str
    url: str
    state: str
    level: int


def contents_of(outline: Outline, here: LessonState, places: Places) -> list[dict[str, Any]]:
    """Every lesson and assessment with its state, and the sections of the lesson that is open."""
    entries: list[dict[str, Any]] = []
    for module in outline.modules:
        for one in module.lessons:
            entries.append(
                {
                    "title": one.lesson.title,
                    "url": one.url,
                    "state": one.state,
                    "current": one is here,
                    "note": minutes_in_words(one.lesson.minutes),
                    "parts": sections_of(here, places) if one is here else [],
                }
            )
        if module.assessment is not None:
            entries.append(
                {
                    "title": _("Assessment: {title}").format(title=module.module.title),
                    "url": module.assessment_url,
                    "state": "done" if module.passed else "not-started",
                }
            )
    return entries


def sections_of(here: LessonState, places: Places) -> list[Section]:
    """A section is done when the reader is past it, and begun when the reader is in it."""
    order = places.order
    spots = [spot for spot in places.spots if spot.level < 4]
    starts = [order[spot.block] for spot in spots]
    reached = _reached(here, order)
    sections = []
    for spot, start, end in zip(spots, starts, [*starts, len(order)][1:], strict=True):
        state = "not-started"
        if reached >= start:
            state = "done" if here.done or reached >= end else "in-progress"
        sections.append(Section(spot.label, f"#b-{spot.block}", state, spot.level))
    return sections


def minutes_left(
    module: ModuleState, here: LessonState | None = None, places: Places | None = None
) -> int:
    """Minutes of a module yet to do. Of the lesson that is open, only what lies ahead counts."""
    left = module.module.minutes - sum(one.lesson.minutes for one in module.lessons if one.done)
    if module.assessment is None or module.passed:
        left -= module.module.minutes - sum(one.lesson.minutes for one in module.lessons)
    if here is not None and places and places.order and not here.done:
        share = max(0, _reached(here, places.order)) / len(places.order)
        left -= int(here.lesson.minutes * share)
    return max(0, left)


def time_left_in_words(minutes: int) -> str:
    if not minutes:
        return ""
    return _("About {time} left in this module").format(time=minutes_in_words(minutes))


def _reached(here: LessonState, order: dict[str, int]) -> int:
    """The place of the block last in view; past the end once the lesson is finished."""
    if here.done:
        return len(order)
    return order.get(here.progress.block, -1) if here.progress else -1
