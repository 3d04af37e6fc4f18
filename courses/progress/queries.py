"""Where a learner is in a course."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.enrolment.models import Enrolment
from courses.progress.models import LessonProgress
from lms.accounts.models import Learner


@dataclass(frozen=True)
class Place:
    """One lesson of one enrolment, with the ids of the blocks that it has."""

    enrolment_id: UUID
    lesson_key: UUID
    blocks: frozenset[str]


def place_of(*, learner: Learner, course: str, module: str, lesson: str) -> Place | None:
    """The lesson at these slugs in the version that this learner follows, in one query."""
    row = (
        Enrolment.objects.filter(
            learner=learner,
            course__slug=course,
            left_at=None,
            version__modules__slug=module,
            version__modules__lessons__slug=lesson,
        )
        .order_by("-cycle")
        .values_list("pk", "version__modules__lessons__key", "version__modules__lessons__body")
        .first()
    )
    if row is None:
        return None
    enrolment_id, key, body = row
    return Place(enrolment_id, key, block_ids(body))


def block_ids(body: Iterable[dict]) -> frozenset[str]:
    """Ids of the blocks of a lesson as frozen."""
    return frozenset(str(block["id"]) for block in body if block.get("id"))


def progress_of(enrolment: Enrolment) -> dict[UUID, LessonProgress]:
    """What this learner opened, by lesson key."""
    return {row.lesson_key: row for row in LessonProgress.objects.filter(enrolment=enrolment)}


def progress_of_all(enrolments: Iterable[Enrolment]) -> dict[UUID, dict[UUID, LessonProgress]]:
    """The same for several enrolments in one query, by enrolment."""
    found: dict[UUID, dict[UUID, LessonProgress]] = {}
    for row in LessonProgress.objects.filter(enrolment__in=[one.pk for one in enrolments]):
        found.setdefault(row.enrolment_id, {})[row.lesson_key] = row
    return found
