"""Who is enrolled in what, and whose learning is nobody else's business."""

from uuid import UUID

from django.db.models import QuerySet

from courses.catalogue.models import CoursePage, Record
from courses.enrolment.models import Enrolment
from lms.accounts.models import Agency, AgencyKind, Learner, User


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
    """The learner's newest cycle in the course at this slug, with version and course at hand."""
    return (
        Enrolment.objects.filter(learner_id=learner_id, course__slug=course, left_at=None)
        .select_related("version", "course")
        .order_by("-cycle")
        .first()
    )


def is_judicial(learner_id: UUID) -> bool:
    return User.objects.filter(learner_id=learner_id, agency__kind=AgencyKind.JUDICIARY).exists()


def keeps_confidence(enrolment: Enrolment) -> bool:
    """Whether nothing but progress and participation may be stored.

    Asked again at every write that could leave a trace, since a learner may have become a
    judge after enrolling.
    """
    return enrolment.confidential or is_judicial(enrolment.learner_id)


def is_graded(enrolment: Enrolment) -> bool:
    """Whether this learner's way through this course has assessments."""
    return enrolment.version.record == Record.GRADED and not keeps_confidence(enrolment)


def visible_to_officers(agency: Agency) -> QuerySet[Enrolment]:
    """Enrolments that a training officer of this agency may see: never a confidential one."""
    if agency.kind == AgencyKind.JUDICIARY:
        return Enrolment.objects.none()
    return (
        Enrolment.objects.filter(
            learner__person__agency_id__in=_with_units(agency),
            confidential=False,
            version__record=Record.GRADED,
            left_at=None,
        )
        .exclude(learner__person__agency__kind=AgencyKind.JUDICIARY)
        .select_related("version", "course", "learner__person")
    )


def _with_units(agency: Agency) -> list[int]:
    """The agency and everything below it. Agencies are few: one query a level."""
    found, level = [agency.pk], [agency.pk]
    while level:
        below = Agency.objects.filter(parent_id__in=level).exclude(pk__in=found)
        level = list(below.values_list("pk", flat=True))
        found += level
    return found
