"""A small country: areas, profiles, one work role, and people placed in it in numbers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone

from lms.accounts.api import Role, create_token
from lms.accounts.models import Agency, AgencyKind, District, Learner, User
from nice_framework.models import (
    Evidence,
    NationalArea,
    NationalAreaStatement,
    NationalProfile,
    RequiredLevel,
    RoleAssignment,
    Statement,
    WorkRole,
    WorkRoleStatement,
)
from tests.factories.accounts import AgencyFactory, DistrictFactory, UserFactory
from tests.factories.nice_framework import (
    NationalAreaFactory,
    NationalProfileFactory,
    StatementFactory,
    WorkRoleFactory,
)

REGIONS = {"corozal": "north", "belize": "central", "cayo": "west", "toledo": "south"}


class Country:
    """Builds people in numbers; each call is a group that holds one role."""

    def __init__(self) -> None:
        self.areas: dict[str, NationalArea] = {}
        self.statements: dict[str, Statement] = {}
        for code, title in (("A", "Scene and seizure"), ("B", "Preservation and custody")):
            self.areas[code] = NationalAreaFactory(code=code, title=title)
            self.statements[code] = StatementFactory(identifier=f"K000{ord(code) - 64}")
            NationalAreaStatement.objects.create(
                area=self.areas[code], statement=self.statements[code]
            )
        self.profiles = {
            "BZ-FR": self._profile("BZ-FR", "Digital evidence first responder", A=2, B=2),
            "BZ-PROS": self._profile("BZ-PROS", "Prosecutor", A=1, B=3),
            "BZ-JUD": self._profile("BZ-JUD", "Judicial officer", A=1, B=2),
        }
        self.work_role: WorkRole = WorkRoleFactory(identifier="IN-WRL-002")
        WorkRoleStatement.objects.create(work_role=self.work_role, statement=self.statements["B"])
        self.agencies: dict[str, Agency] = {
            kind: AgencyFactory(kind=kind) for kind in AgencyKind.values
        }
        self.districts: dict[str, District] = {
            code: DistrictFactory(code=code, name=code.title(), region=region)
            for code, region in REGIONS.items()
        }
        self.number = 0

    def _profile(self, code: str, title: str, **levels: int) -> NationalProfile:
        profile = NationalProfileFactory(code=code, title=title)
        for area, level in levels.items():
            RequiredLevel.objects.create(profile=profile, area=self.areas[area], level=level)
        return profile

    def people(
        self,
        count: int,
        role: str = "BZ-FR",
        *,
        kind: str = "police",
        district: str = "belize",
        passed: str = "",
        level: int = 2,
        **evidence: Any,
    ) -> list[User]:
        return [
            self.person(role, kind=kind, district=district, passed=passed, level=level, **evidence)
            for _ in range(count)
        ]

    def person(
        self, role: str, *, kind: str, district: str, passed: str, level: int, **evidence: Any
    ) -> User:
        user = UserFactory(agency=self.agencies[kind], district=self.districts[district])
        self.hold(user.learner, role)
        for area in passed:
            self.show(user.learner, area, level=level, **evidence)
        return user

    def hold(self, learner: Learner, role: str, **fields: Any) -> RoleAssignment:
        held = {"profile": self.profiles[role]} if role in self.profiles else {}
        held = held or {"work_role": self.work_role}
        fields.setdefault("starts_on", date(2020, 1, 1))
        return RoleAssignment.objects.create(learner=learner, **held, **fields)

    def show(self, learner: Learner, area: str, **fields: Any) -> Evidence:
        """Straight into the ledger, past the service that keeps judges out of it."""
        self.number += 1
        values: dict[str, Any] = {
            "source_key": f"assessment-attempt:{self.number}",
            "level": 2,
            "passed": True,
            "grade": "B",
            "label": "Short course",
            "shown_on": timezone.localdate() - timedelta(days=40),
        } | fields
        statement = self.statements[area]
        return Evidence.objects.create(
            learner=learner,
            statement=statement,
            release=statement.release,
            area=self.areas[area],
            **values,
        )


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """The throttle counts in the cache; each test starts with none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def country(db: None) -> Country:
    return Country()


@pytest.fixture
def analyst(db: None) -> User:
    user = UserFactory(agency=AgencyFactory(kind="ministry"))
    user.groups.add(Group.objects.get_or_create(name=Role.ANALYST)[0])
    return user


@pytest.fixture
def token(analyst: User) -> str:
    _, raw = create_token(
        name="Data hub",
        agency=analyst.agency,
        scopes=["skills-gap:read"],
        expires_at=timezone.now() + timedelta(days=30),
        by=None,
    )
    return raw
