"""Reads of bookmarks and notes. Each asks for one learner, and no query asks for more."""

from collections.abc import Iterable
from uuid import UUID

from courses.reading.models import Mark
from lms.accounts.models import Learner
from lms.prepared import Prepared


def marks_in(*, learner: Learner, lesson_key: UUID) -> list[Mark]:
    """What this learner marked in one lesson, in one query."""
    return MARKS.rows(learner=learner.pk, lesson=lesson_key)


MARKS = Prepared(
    lambda learner, lesson: Mark.objects.filter(learner=learner, lesson_key=lesson).order_by("pk"),
    learner=Learner._meta.pk,
    lesson=Mark._meta.get_field("lesson_key"),
)


def marks_of(*, learner: Learner, lessons: Iterable[UUID]) -> list[Mark]:
    """What this learner marked in these lessons, in one query."""
    return list(Mark.objects.filter(learner=learner, lesson_key__in=list(lessons)).order_by("pk"))
