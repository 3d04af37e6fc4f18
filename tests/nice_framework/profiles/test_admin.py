"""Roles held, in Wagtail's admin: a training officer's own people, and never a judge."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.api import Role
from lms.accounts.models import AgencyKind, User
from nice_framework.models import RoleAssignment
from nice_framework.profiles.services import assign_role
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.nice_framework import NationalProfileFactory, WorkRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles() -> dict[str, User]:
    police, judiciary = AgencyFactory(), AgencyFactory(kind=AgencyKind.JUDICIARY)
    people = {
        "officer": UserFactory(agency=police, service_number="P-1", full_name="Own Constable"),
        "stranger": UserFactory(service_number="X-1", full_name="Other Constable"),
        "judge": UserFactory(agency=judiciary, service_number="J-1", full_name="Zzmarker Judge"),
        "training": UserFactory(agency=police, roles=[Role.TRAINING_OFFICER]),
        "judicial": UserFactory(agency=judiciary, roles=[Role.TRAINING_OFFICER]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "author": UserFactory(roles=[Role.AUTHOR]),
        "learner": UserFactory(roles=[Role.LEARNER]),
    }
    profile = NationalProfileFactory()
    for name in ("officer", "stranger", "judge"):
        assign_role(learner=people[name].learner, profile=profile)
    return people


def page(user: User, name: str = "index", *args: int) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(f"role_assignments:{name}", args=args))
    return answer.status_code, answer.content.decode()


def test_a_training_officer_sees_the_own_people_only(roles: dict[str, User]) -> None:
    status, html = page(roles["training"])
    assert status == 200
    assert "Own Constable" in html
    assert "Other Constable" not in html
    assert "Zzmarker" not in html


def test_an_administrator_sees_all_but_judges(roles: dict[str, User]) -> None:
    status, html = page(roles["administrator"])
    assert status == 200
    assert "Own Constable" in html
    assert "Other Constable" in html
    assert "Zzmarker" not in html


def test_nobody_finds_a_judge_by_searching(roles: dict[str, User]) -> None:
    client = Client()
    for name in ("administrator", "training", "judicial"):
        client.force_login(roles[name])
        url = reverse("role_assignments:index_results")
        assert "J-1" not in client.get(url, {"q": "Zzmarker"}).content.decode()


@pytest.mark.parametrize("name", ["author", "learner", "officer"])
def test_others_are_refused(roles: dict[str, User], name: str) -> None:
    given = RoleAssignment.objects.first()
    for view, args in (("index", ()), ("add", ()), ("end", (given.pk,))):
        status, html = page(roles[name], view, *args)
        assert status in (302, 403)
        assert "Constable" not in html


def test_a_role_is_given_by_service_number(roles: dict[str, User]) -> None:
    client = Client()
    client.force_login(roles["training"])
    role = WorkRoleFactory()
    values = {"service_number": "p-1", "work_role": role.pk, "starts_on": "2099-01-01"}
    answer = client.post(reverse("role_assignments:add"), values)
    assert answer.status_code == 302
    assert RoleAssignment.objects.filter(learner=roles["officer"].learner, work_role=role).exists()


@pytest.mark.parametrize("number", ["X-1", "J-1", "nobody"])
def test_nobody_else_can_be_named(roles: dict[str, User], number: str) -> None:
    client = Client()
    client.force_login(roles["training"])
    values = {
        "service_number": number,
        "work_role": WorkRoleFactory().pk,
        "starts_on": "2099-01-01",
    }
    answer = client.post(reverse("role_assignments:add"), values)
    assert "Nobody in your agency has this service number." in answer.content.decode()
    assert RoleAssignment.objects.count() == 3


def test_an_administrator_cannot_name_a_judge_either(roles: dict[str, User]) -> None:
    client = Client()
    client.force_login(roles["administrator"])
    values = {"service_number": "J-1", "work_role": WorkRoleFactory().pk, "starts_on": "2099-01-01"}
    assert (
        "Nobody in your agency"
        in client.post(reverse("role_assignments:add"), values).content.decode()
    )


def test_a_refusal_of_the_service_is_shown(roles: dict[str, User]) -> None:
    client = Client()
    client.force_login(roles["training"])
    values = {"service_number": "P-1", "starts_on": "2099-01-01"}
    said = client.post(reverse("role_assignments:add"), values).content.decode()
    assert "one of the two" in said


def test_a_role_is_ended(roles: dict[str, User]) -> None:
    own = RoleAssignment.objects.get(learner=roles["officer"].learner)
    client = Client()
    client.force_login(roles["training"])
    url = reverse("role_assignments:end", args=[own.pk])
    assert "Own Constable" in client.get(url).content.decode()
    early = client.post(url, {"ends_on": "2000-01-01"}).content.decode()
    assert "cannot end before it starts" in early
    assert client.post(url, {"ends_on": "2099-02-03"}).status_code == 302
    own.refresh_from_db()
    assert own.ends_on.isoformat() == "2099-02-03"


@pytest.mark.parametrize("whose", ["stranger", "judge"])
def test_the_role_of_somebody_else_cannot_be_reached(roles: dict[str, User], whose: str) -> None:
    given = RoleAssignment.objects.get(learner=roles[whose].learner)
    assert page(roles["training"], "end", given.pk)[0] == 404
    if whose == "judge":
        assert page(roles["judicial"], "end", given.pk)[0] == 404
        assert page(roles["administrator"], "end", given.pk)[0] == 404
