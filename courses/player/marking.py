"""A lesson's bookmarks and notes as its page shows them to their owner."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.player.shown import Shown
from courses.reading.labels import Spot, label_of
from courses.reading.models import LONGEST_NOTE, Mark
from courses.reading.queries import marks_in
from lms.accounts.models import Learner


@dataclass(frozen=True)
class Marked:
    """One mark and what its place is called."""

    mark: Mark
    label: str
    url: str


def marks_panel(learner: Learner, shown: Shown) -> dict[str, Any]:
    lesson = shown.lesson
    marks = [marked(one, lesson.body) for one in marks_in(learner=learner, lesson_key=lesson.key)]
    return {
        "marks": marks,
        "spots": [Spot("", _("The whole lesson"), 2), *shown.places.spots],
        "bookmarked": [one.mark.block for one in marks if one.mark.bookmarked],
        "longest": LONGEST_NOTE,
    }


def marked(mark: Mark, body: list[dict[str, Any]], url: str = "") -> Marked:
    """A place that a newer version no longer has leads to the lesson."""
    if not mark.block:
        return Marked(mark, _("The whole lesson"), url or "#main")
    label = label_of(body, mark.block)
    if not label:
        return Marked(mark, _("A passage that has changed"), url or "#main")
    return Marked(mark, label, f"{url}#b-{mark.block}")
