"""The first page of Wagtail's admin says where somebody may begin, and nothing else."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from lms.accounts.api import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def beginnings(role: str) -> str:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    return html.partition("where-to-begin")[2].partition("</section>")[0]


def test_each_role_is_told_what_it_can_do_there() -> None:
    author, officer = beginnings(Role.AUTHOR), beginnings(Role.TRAINING_OFFICER)
    assert "The question bank" in author
    assert "Accounts of your people" not in author
    assert "Courses with a newer version" in officer
    assert "Accounts of your people" in officer
    assert "The question bank" not in officer
    assert "Points on which sources differ" in beginnings(Role.LEGAL_REVIEWER)
