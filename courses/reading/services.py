"""Writing bookmarks and notes. A mark with neither is deleted: nothing is left of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.progress.queries import Place
from courses.reading.models import LONGEST_NOTE, Mark
from lms.accounts.models import Learner

MOST_MARKS = 300  # a lesson


class NotMarked(ValidationError):
    """A mark that can't be kept; the message says what to do."""


def bookmark(*, learner: Learner, place: Place, block: str, on: bool) -> None:
    """Set or take away a bookmark. Done twice, it stays as it is; a note beside it stays too."""
    _save(learner, place, block, bookmarked=on)


def write_note(*, learner: Learner, place: Place, block: str, text: str) -> None:
    """Keep a note in place of the one before; an empty one deletes it."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise NotMarked(
            _("A note holds {most} characters, and this one has {n}. Shorten it.").format(
                most=LONGEST_NOTE, n=len(text)
            )
        )
    _save(learner, place, block, note=text)


def forget_marks(*, learner: Learner, lessons: Iterable[UUID]) -> int:
    """Delete all that this learner marked in these lessons; return how many."""
    return Mark.objects.filter(learner=learner, lesson_key__in=list(lessons)).delete()[0]


def _save(learner: Learner, place: Place, block: str, **values: Any) -> None:
    mine = Mark.objects.filter(learner=learner, lesson_key=place.lesson_key)
    known = block == "" or block in place.blocks
    with transaction.atomic():
        here = mine.filter(block=block)
        if not known and not here.exists():
            raise NotMarked(_("This lesson has changed. Open it again."))
        if not here.update(**values, changed_at=timezone.now()):
            if mine.count() >= MOST_MARKS:
                raise NotMarked(_("This lesson has very many marks. Delete some first."))
            Mark.objects.update_or_create(
                learner=learner, lesson_key=place.lesson_key, block=block, defaults=values
            )
        here.filter(bookmarked=False, note="").delete()
