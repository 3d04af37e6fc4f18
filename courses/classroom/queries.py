"""Who was in a class, as far as whoever held it may know."""

from courses.classroom.models import ClassSession
from courses.enrolment.queries import agency_and_units
from lms.accounts.api import Role, has_role
from lms.accounts.models import AgencyKind, User


def people_known_to(session: ClassSession, by: User) -> list[User]:
    """Those of the trainer's own agency. A judge only to the judiciary's own training officer."""
    if by.agency is None:
        return []
    people = User.objects.filter(
        learner__classes__session=session, agency__in=agency_and_units(by.agency)
    )
    if not has_role(by, Role.TRAINING_OFFICER):
        people = people.exclude(agency__kind=AgencyKind.JUDICIARY)
    return list(people.order_by("full_name"))
