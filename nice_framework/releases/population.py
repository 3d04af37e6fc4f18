"""Who is counted in the skills-gap tables on a day, and what each of them needs and can show.

Reads roles, people and evidence; what it returns holds no name and no learner key. Judicial
officers leave here, before anything is counted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.accounts.models import AgencyKind, Learner, Region
from nice_framework.estimation.standing import Result, meets
from nice_framework.estimation.tables import CATEGORY, PROFILE, Layout, Person
from nice_framework.framework.models import Category, Statement, WorkRole, WorkRoleStatement
from nice_framework.framework.queries import latest_release
from nice_framework.ledger.models import Evidence
from nice_framework.ledger.queries import decided_grades
from nice_framework.profiles.models import (
    NationalArea,
    NationalAreaStatement,
    NationalProfile,
    ProfileStatus,
    RequiredLevel,
    RoleAssignment,
)
from nice_framework.profiles.queries import assignments_on
from nice_framework.releases.policy import JUDICIAL_PROFILE, Policy

Levels = dict[str, int]  # area → required level


@dataclass(frozen=True)
class Requirements:
    """What each profile and work role requires, by primary key."""

    profiles: dict[int, Levels]
    work_roles: dict[int, Levels]

    def of(self, assignment: RoleAssignment) -> Levels:
        if assignment.profile_id is not None:
            return self.profiles.get(assignment.profile_id, {})
        return self.work_roles.get(assignment.work_role_id or 0, {})


@dataclass(frozen=True)
class Count:
    """Everything that one snapshot counts, with the titles it is printed under."""

    layout: Layout
    people: list[Person]
    left_out: int  # holders of a role without an agency or a district
    labels: dict[str, Any]


def count_on(day: date, policy: Policy) -> Count:
    requirements = requirements_of(policy)
    assignments = _without_judicial_officers(assignments_on(day))
    held: dict[Any, list[RoleAssignment]] = defaultdict(list)
    for assignment in assignments:
        held[assignment.learner_id].append(assignment)
    shown = _evidence(day, held)
    people, left_out = [], 0
    for learner, roles in held.items():
        primary = next((role for role in roles if role.is_primary), None)
        if primary is None:
            continue
        person = getattr(primary.learner, "person", None)
        if person is None or person.agency is None or person.district is None:
            left_out += 1
            continue
        levels = _levels(primary, roles, requirements)
        table, row = _row(primary)
        people.append(
            Person(
                table=table,
                row=row,
                kind=person.agency.kind,
                region=person.district.region,
                required=frozenset(levels),
                evidenced=frozenset(
                    area
                    for area, level in levels.items()
                    if meets(shown[learner, area], level, as_of=day, max_months=policy.max_months)
                ),
            )
        )
    layout, labels = _layout(requirements, people)
    return Count(layout, people, left_out, labels)


def requirements_of(policy: Policy) -> Requirements:
    """Required levels of profiles; for work roles the provisional level of each area listed."""
    profiles: dict[int, Levels] = defaultdict(dict)
    for profile, area, level in RequiredLevel.objects.values_list(
        "profile_id", "area__code", "level"
    ):
        profiles[profile][area] = level
    # Identifiers keep their meaning, so a role of another release finds its areas by them.
    area_of = dict(NationalAreaStatement.objects.values_list("statement__identifier", "area__code"))
    work_roles: dict[int, Levels] = defaultdict(dict)
    for role, identifier in WorkRoleStatement.objects.filter(
        statement__identifier__in=area_of
    ).values_list("work_role_id", "statement__identifier"):
        work_roles[role][area_of[identifier]] = policy.work_role_level
    return Requirements(dict(profiles), dict(work_roles))


def _without_judicial_officers(assignments: Any) -> list[RoleAssignment]:
    """Neither people of the judiciary nor anyone who ever held the judicial profile."""
    judicial = RoleAssignment.objects.filter(profile__code=JUDICIAL_PROFILE).values("learner")
    return list(
        assignments.exclude(learner__person__agency__kind=AgencyKind.JUDICIARY)
        .exclude(learner__in=judicial)
        .select_related(
            "profile",
            "work_role__category",
            "learner__person__agency",
            "learner__person__district",
        )
        .order_by("learner", "-is_primary", "-starts_on", "-pk")
    )


def _evidence(day: date, learners: Iterable[Any]) -> dict[tuple[Any, str], list[Result]]:
    """Results by learner and area. Rows of one source share a place in the order of the day."""
    wanted = set(learners)
    withdrawn, decided = _withdrawn_statements(), decided_grades(day)
    found: dict[tuple[Any, str], list[Result]] = defaultdict(list)
    sequence: dict[str, int] = {}
    rows = Evidence.objects.filter(
        area__isnull=False,
        shown_on__lte=day,
        learner__in=Learner.objects.filter(role_assignments__isnull=False),
    )
    for row in rows.order_by("pk").values_list(
        "pk",
        "learner_id",
        "area__code",
        "source_key",
        "statement__identifier",
        "level",
        "passed",
        "grade",
        "shown_on",
        "expires_on",
    ):
        pk, learner, area, source, identifier, level, passed, grade, shown_on, expires_on = row
        order = sequence.setdefault(source, pk)
        grade = decided.get(source, grade)
        if learner in wanted and identifier not in withdrawn:
            result = Result(level, passed, grade, shown_on, order, expires_on)
            found[learner, area].append(result)
    return found


def _withdrawn_statements() -> frozenset[str]:
    rows = Statement.objects.filter(release=latest_release(), withdrawn_in__isnull=False)
    return frozenset(rows.values_list("identifier", flat=True))


def _levels(
    primary: RoleAssignment, roles: list[RoleAssignment], requirements: Requirements
) -> Levels:
    """The primary role says which areas; where another role needs more, its level counts."""
    levels = dict(requirements.of(primary))
    for role in roles:
        for area, level in requirements.of(role).items():
            if area in levels:
                levels[area] = max(levels[area], level)
    return levels


def _row(primary: RoleAssignment) -> tuple[str, str]:
    if primary.profile is not None:
        return PROFILE, primary.profile.code
    assert primary.work_role is not None  # noqa: S101  (one of the two, by constraint)
    return CATEGORY, primary.work_role.category.identifier


def _layout(requirements: Requirements, people: list[Person]) -> tuple[Layout, dict[str, Any]]:
    """Rows and columns of every table, the same whoever there is, and their titles."""
    release = latest_release()
    areas = {area.code: area.title for area in NationalArea.objects.all()}
    profiles: dict[str, NationalProfile] = {}
    current = NationalProfile.objects.filter(status=ProfileStatus.CURRENT)
    for profile in current.exclude(code=JUDICIAL_PROFILE).order_by("version"):
        profiles[profile.code] = profile
    categories = dict(Category.objects.filter(release=release).values_list("identifier", "title"))
    needs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, profile in profiles.items():
        needs[PROFILE, code] |= set(requirements.profiles.get(profile.pk, {}))
    for pk, category in WorkRole.objects.filter(release=release).values_list(
        "pk", "category__identifier"
    ):
        needs[CATEGORY, category] |= set(requirements.work_roles.get(pk, {}))
    for person in people:  # someone may still hold an earlier version of a profile or role
        needs[person.table, person.row] |= person.required
    layout = Layout(
        areas=tuple(areas),
        kinds=tuple(kind for kind in AgencyKind.values if kind != AgencyKind.JUDICIARY),
        regions=tuple(Region.values),
        profiles={row: frozenset(needs[table, row]) for table, row in needs if table == PROFILE},
        categories={
            row: frozenset(needs.get((CATEGORY, row), ()))
            for row in [
                *categories,
                *(r for t, r in needs if t == CATEGORY and r not in categories),
            ]
        },
    )
    labels = {
        "framework": release.version,
        "areas": areas,
        "profiles": {
            code: {
                "title": profile.title,
                "version": profile.version,
                "levels": requirements.profiles.get(profile.pk, {}),
            }
            for code, profile in profiles.items()
        },
        "categories": categories,
    }
    return layout, labels
