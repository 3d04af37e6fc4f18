"""Who is enrolled in what, and whose learning is nobody else's business."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from courses.catalogue.models import CoursePage, Record
from courses.catalogue.queries import frozen_version
from courses.enrolment.models import Enrolment
from lms.accounts.models import Agency, AgencyKind, Learner, User
from lms.prepared import Prepared

JUDICIAL = Exists(
    User.objects.filter(learner_id=OuterRef("learner_id"), agency__kind=AgencyKind.JUDICIARY)
)


NEWEST_IN = Prepared(
    lambda learner_id, course: (
        Enrolment.objects.filter(learner_id=learner_id, course__slug=course, left_at=None)
        .annotate(judicial_now=JUDICIAL)
        .order_by("-cycle")[:1]
    ),
    learner_id=Learner._meta.pk,
    course=CoursePage._meta.get_field("slug"),
)


def latest_enrolment(*, learner: Learner, course: CoursePage) -> Enrolment | None:
    """The learner's newest cycle in this course."""
    return (
        Enrolment.objects.filter(learner=learner, course=course)
        .select_related("version", "course")
        .order_by("-cycle")
        .first()
    )


def enrolments_of(learner: Learner) -> QuerySet[Enrolment]:
    """All that the learner takes or took, with version and course at hand. For the learner only."""
    return (
        Enrolment.objects.filter(learner=learner, left_at=None)
        .select_related("version", "course")
        .order_by("-enrolled_at")
    )


def enrolment_in(*, learner_id: UUID, course: str) -> Enrolment | None:
    """The learner's newest cycle in the course at this slug, with its version at hand."""
    found = NEWEST_IN.first(learner_id=learner_id, course=course)
    if found is not None:
        found.version = frozen_version(found.version_id)
    return found


def judicial_learners() -> QuerySet[User]:
    """People whose learning is nobody else's business."""
    return User.objects.filter(agency__kind=AgencyKind.JUDICIARY)


JUDGE = Prepared(
    lambda learner: judicial_learners().filter(learner=learner).only("pk"),
    learner=Learner._meta.pk,
)


def is_judicial(learner_id: UUID) -> bool:
    return JUDGE.first(learner=learner_id) is not None


def keeps_confidence(enrolment: Enrolment) -> bool:
    """Whether nothing but progress and participation may be stored.

    Asked again at every write that could leave a trace, since a learner may have become a
    judge after enrolling.
    """
    return enrolment.confidential or _is_judicial_now(enrolment)


def _is_judicial_now(enrolment: Enrolment) -> bool:
    known = getattr(enrolment, "judicial_now", None)  # read with the enrolment itself
    return is_judicial(enrolment.learner_id) if known is None else bool(known)


def is_graded(enrolment: Enrolment) -> bool:
    """Whether this learner's way through this course has assessments."""
    return may_be_assessed(enrolment, judicial=_is_judicial_now(enrolment))


def may_be_assessed(enrolment: Enrolment, *, judicial: bool) -> bool:
    """The same, for a caller that has just read whether the learner is a judge."""
    graded = enrolment.version.record == Record.GRADED
    return graded and not (enrolment.confidential or judicial)


def visible_to_officers(agency: Agency) -> QuerySet[Enrolment]:
    """Enrolments that a training officer of this agency may see: never a confidential one."""
    if agency.kind == AgencyKind.JUDICIARY:
        return Enrolment.objects.none()
    return visible_in(agency_and_units(agency))


def visible_in(agencies: Iterable[int]) -> QuerySet[Enrolment]:
    """Graded enrolments of people of these agencies: never of a judge, never a confidential one."""
    return (
        Enrolment.objects.filter(
            learner__person__agency_id__in=agencies,
            confidential=False,
            version__record=Record.GRADED,
            left_at=None,
        )
        .exclude(learner__person__agency__kind=AgencyKind.JUDICIARY)
        .select_related("version", "course", "learner__person")
    )


def agency_and_units(agency: Agency) -> list[int]:
    """The agency and everything below it. Agencies are few: one query a level."""
    found, level = [agency.pk], [agency.pk]
    while level:
        below = Agency.objects.filter(parent_id__in=level).exclude(pk__in=found)
        level = list(below.values_list("pk", flat=True))
        found += level
    return found
