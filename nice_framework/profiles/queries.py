"""Reading national profiles, areas and who holds which role."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.accounts.models import AgencyKind, Learner
from nice_framework.framework.models import Statement
from nice_framework.profiles.models import (
    NationalAreaStatement,
    NationalProfile,
    ProfileStatus,
    RoleAssignment,
)


def national_profile(code: str) -> NationalProfile:
    """The current version of a national profile such as BZ-FR."""
    current = NationalProfile.objects.filter(code=code, status=ProfileStatus.CURRENT)
    profile = current.select_related("release").order_by("-version").first()
    if profile is None:
        raise NationalProfile.DoesNotExist(f"There is no current national profile {code}.")
    return profile


def areas_of(statements: list[Statement]) -> dict[int, int]:
    """Key of the national area by statement id.

    A statement without one of its own takes the area that its identifier has in another release,
    since identifiers keep their meaning.
    """
    memberships = NationalAreaStatement.objects.filter(
        statement__identifier__in={statement.identifier for statement in statements}
    ).values_list("statement_id", "statement__identifier", "area_id")
    own = {statement_id: area_id for statement_id, _identifier, area_id in memberships}
    by_identifier = {identifier: area_id for _pk, identifier, area_id in memberships}
    areas = {
        statement.pk: own.get(statement.pk, by_identifier.get(statement.identifier))
        for statement in statements
    }
    return {pk: area_id for pk, area_id in areas.items() if area_id is not None}


def assignments_on(day: date | None = None) -> QuerySet[RoleAssignment]:
    """Assignments in force on a day, by default today."""
    day = day or timezone.localdate()
    return RoleAssignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
    ).select_related("work_role", "profile", "learner")


def assignments_of(learner: Learner) -> QuerySet[RoleAssignment]:
    """What one person holds and held, newest first."""
    rows = RoleAssignment.objects.filter(learner=learner)
    return rows.select_related("work_role__release", "profile").order_by("-starts_on", "-pk")


def not_judges(people: QuerySet[Any]) -> QuerySet[Any]:
    """People outside the judiciary."""
    return people.exclude(agency__kind=AgencyKind.JUDICIARY)


def without_judges(assignments: QuerySet[RoleAssignment]) -> QuerySet[RoleAssignment]:
    """Drop people of the judiciary: their role and learning are shown to nobody else."""
    return assignments.exclude(learner__person__agency__kind=AgencyKind.JUDICIARY)
