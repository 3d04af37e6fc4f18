"""Writing down where a learner is. Each write is short: a phone saves every few moments."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.progress.models import LessonProgress
from courses.progress.queries import Place


class UnknownBlock(ValidationError):
    """A block that this lesson doesn't have."""


def open_lesson(*, place: Place) -> None:
    """This lesson is where the learner is now. Opening again keeps the block last in view."""
    _save(place, {"seen_at": timezone.now()})


def save_progress(*, place: Place, block: str) -> None:
    """Keep the block last in view.

    The last save wins, from whichever device. One that arrives after the lesson was finished
    changes nothing: a learner who went on is never taken back.
    """
    if block not in place.blocks:
        raise UnknownBlock(_("This lesson has changed. Open it again."))
    _save(place, {"block": block, "seen_at": timezone.now()})


def mark_lesson_done(*, place: Place) -> None:
    """The learner says that this lesson is finished. The date is set once."""
    now = timezone.now()
    values = {"seen_at": now, "done_at": now}
    _save(place, values)
    # A save from another device may have made the row in between, and the insert given way to it.
    _unfinished(place).update(**values)


def _unfinished(place: Place) -> QuerySet[LessonProgress]:
    return LessonProgress.objects.filter(
        enrolment_id=place.enrolment_id, lesson_key=place.lesson_key, done_at=None
    )


def _save(place: Place, values: dict[str, Any]) -> None:
    """Two statements at most. A row that is done is left as it is."""
    if _unfinished(place).update(**values):
        return
    LessonProgress.objects.bulk_create(
        [LessonProgress(enrolment_id=place.enrolment_id, lesson_key=place.lesson_key, **values)],
        ignore_conflicts=True,
    )
