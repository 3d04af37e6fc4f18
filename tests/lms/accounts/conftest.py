"""A police agency with a unit, the judiciary, and people of each role."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache

from lms.accounts.models import Agency, AgencyKind, User
from lms.accounts.roles import Role
from tests.factories.accounts import AgencyFactory, UserFactory


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Tries are counted in the cache; each test starts with none."""
    cache.clear()
    yield
    cache.clear()


@dataclass
class People:
    police: Agency
    station: Agency
    prosecution: Agency
    judiciary: Agency
    officer: User
    constable: User
    prosecutor: User
    judge: User
    training_officer: User
    judicial_training_officer: User
    author: User
    legal_reviewer: User
    analyst: User
    administrator: User
    superuser: User

    def by_role(self) -> dict[str, User]:
        names = (
            "officer judge training_officer judicial_training_officer author legal_reviewer "
            "analyst administrator superuser"
        )
        return {name: getattr(self, name) for name in names.split()}


@pytest.fixture
def people(db: None) -> People:
    police = AgencyFactory(name="Police", slug="police")
    station = AgencyFactory(name="Station", slug="station", parent=police)
    prosecution = AgencyFactory(name="Prosecution", slug="pros", kind=AgencyKind.PROSECUTION)
    judiciary = AgencyFactory(name="Judiciary", slug="judiciary", kind=AgencyKind.JUDICIARY)
    ministry = AgencyFactory(name="Ministry", slug="ministry", kind=AgencyKind.MINISTRY)
    learner = [Role.LEARNER]
    return People(
        police=police,
        station=station,
        prosecution=prosecution,
        judiciary=judiciary,
        officer=UserFactory(agency=police, service_number="BPD-1", roles=learner),
        constable=UserFactory(agency=station, service_number="BPD-2", roles=learner),
        prosecutor=UserFactory(agency=prosecution, service_number="DPP-1", roles=learner),
        judge=UserFactory(
            agency=judiciary,
            service_number="JUD-1",
            full_name="Zzmarker Judge",
            email="zzmarker@judiciary.example",
            roles=learner,
        ),
        training_officer=UserFactory(agency=police, roles=[Role.TRAINING_OFFICER]),
        judicial_training_officer=UserFactory(agency=judiciary, roles=[Role.TRAINING_OFFICER]),
        author=UserFactory(agency=police, roles=[Role.AUTHOR]),
        legal_reviewer=UserFactory(agency=prosecution, roles=[Role.LEGAL_REVIEWER]),
        analyst=UserFactory(agency=ministry, roles=[Role.ANALYST]),
        administrator=UserFactory(agency=ministry, roles=[Role.ADMINISTRATOR]),
        superuser=UserFactory(agency=ministry, is_superuser=True),
    )
