"""Where a learner is in a course."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.models import CoursePage, LessonVersion
from courses.catalogue.queries import block_ids
from courses.enrolment.models import Enrolment
from courses.progress.models import LessonProgress
from lms.accounts.models import Learner
from lms.prepared import Prepared

FOLLOWED = Prepared(
    lambda learner, course: (
        Enrolment.objects.filter(learner=learner, course__slug=course, left_at=None)
        .order_by("-cycle")
        .only("version")[:1]
    ),
    learner=Learner._meta.pk,
    course=CoursePage._meta.get_field("slug"),
)
PROGRESS = Prepared(
    lambda enrolment: LessonProgress.objects.filter(enrolment=enrolment),
    enrolment=Enrolment._meta.pk,
)

FINISHED = Prepared(
    lambda enrolment: LessonProgress.objects.filter(
        enrolment=enrolment, done_at__isnull=False
    ).only("lesson_key"),
    enrolment=Enrolment._meta.pk,
)


@dataclass(frozen=True)
class Place:
    """One lesson of one enrolment, with the ids of the blocks that it has."""

    enrolment_id: UUID
    lesson_key: UUID
    blocks: frozenset[str]


def place_of(*, learner: Learner, course: str, module: str, lesson: str) -> Place | None:
    """The lesson at these slugs in the version that this learner follows, in one query.

    A device that was without a line may name it as a former version did: it is the same lesson.
    """
    followed = FOLLOWED.first(learner=learner.pk, course=course)
    if followed is None:
        return None
    found = block_ids(followed.version_id, module, lesson)
    if found is None:
        found = _under_a_former_name(followed.version_id, course, module, lesson)
    return Place(followed.pk, found[0], frozenset(found[1])) if found else None


def _under_a_former_name(
    version_id: UUID, course: str, module: str, lesson: str
) -> tuple[UUID, tuple[str, ...]] | None:
    """The lesson of this version that another version of the course has at these slugs."""
    named = LessonVersion.objects.filter(
        slug=lesson, module__slug=module, module__version__course__slug=course
    )
    here = LessonVersion.objects.filter(module__version=version_id, key__in=named.values("key"))
    slugs = here.values_list("module__slug", "slug").first()
    return block_ids(version_id, *slugs) if slugs else None


def progress_of(enrolment: Enrolment) -> dict[UUID, LessonProgress]:
    """What this learner opened, by lesson key."""
    return {row.lesson_key: row for row in PROGRESS.rows(enrolment=enrolment.pk)}


def finished_lessons(enrolment: Enrolment) -> set[UUID]:
    """Keys of the lessons that this learner finished, in whichever version."""
    return {row.lesson_key for row in FINISHED.rows(enrolment=enrolment.pk)}


def progress_of_all(enrolments: Iterable[Enrolment]) -> dict[UUID, dict[UUID, LessonProgress]]:
    """The same for several enrolments in one query, by enrolment."""
    found: dict[UUID, dict[UUID, LessonProgress]] = {}
    for row in LessonProgress.objects.filter(enrolment__in=[one.pk for one in enrolments]):
        found.setdefault(row.enrolment_id, {})[row.lesson_key] = row
    return found
