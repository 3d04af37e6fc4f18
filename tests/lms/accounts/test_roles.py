"""Roles as groups, and what Wagtail lets each of them touch."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.models import Page

from lms.accounts.api import Role, has_role, learner_of, person_name, role_required
from lms.accounts.permissions import sync_role_permissions
from tests.factories.accounts import UserFactory

from .conftest import People


def test_a_superuser_counts_as_administrator_and_nothing_else(people: People) -> None:
    assert has_role(people.superuser, Role.ADMINISTRATOR)
    assert not has_role(people.superuser, Role.ANALYST)
    assert has_role(people.author, Role.ANALYST, Role.AUTHOR)
    assert not has_role(AnonymousUser(), *Role.ALL)
    people.author.is_active = False
    assert not has_role(people.author, Role.AUTHOR)


def test_the_decorator_asks_to_sign_in_or_refuses(people: People) -> None:
    view = role_required(Role.ANALYST)(lambda request: HttpResponse("seen"))
    request = RequestFactory().get("/reports/")
    request.user = AnonymousUser()
    assert view(request)["Location"] == "/account/login/?next=/reports/"
    request.user = people.officer
    with pytest.raises(PermissionDenied):
        view(request)
    request.user = people.analyst
    assert view(request).content == b"seen"


def test_who_gets_into_the_admin(people: People) -> None:
    inside = {n for n, p in people.by_role().items() if p.has_perm("wagtailadmin.access_admin")}
    assert inside == {
        "training_officer",
        "judicial_training_officer",
        "author",
        "legal_reviewer",
        "administrator",
        "superuser",
    }


def test_authors_write_and_publish_reviewers_comment(people: People) -> None:
    home = Page.objects.get(depth=2)
    can = {name: home.permissions_for_user(person) for name, person in people.by_role().items()}
    assert can["author"].can_publish()
    assert can["administrator"].can_publish()
    assert can["legal_reviewer"].can_edit()
    assert can["legal_reviewer"].can_lock()
    assert not can["legal_reviewer"].can_publish()
    assert not can["training_officer"].can_edit()
    assert people.author.has_perm("courses.change_question")
    assert not people.legal_reviewer.has_perm("courses.change_question")


@pytest.mark.django_db
def test_no_role_holds_a_permission_on_a_learners_record() -> None:
    records = (
        "learner",
        "attempt",
        "response",
        "grading",
        "enrolment",
        "lessonprogress",
        "coursecompletion",
        "evidence",
        "certificate",
        "holder",
        "notice",
        "user",
        "auditentry",
        "passwordslip",
    )
    held = Permission.objects.filter(group__name__in=Role.ALL, content_type__model__in=records)
    assert list(held) == []


@pytest.mark.django_db
def test_syncing_restores_what_was_changed_and_repeats() -> None:
    before = {g.name: set(g.permissions.all()) for g in Group.objects.all()}
    Group.objects.get(name=Role.ANALYST).permissions.add(Permission.objects.first())
    Group.objects.get(name=Role.AUTHOR).permissions.clear()
    for _time in range(2):
        sync_role_permissions()
    assert {g.name: set(g.permissions.all()) for g in Group.objects.all()} == before


@pytest.mark.django_db
def test_the_key_of_a_person_and_the_name_behind_it() -> None:
    person = UserFactory(full_name="Juana Tzib")
    request = RequestFactory().get("/")
    request.user = person
    assert learner_of(request) == person.learner
    assert person_name(person.learner) == "Juana Tzib"
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        learner_of(request)
