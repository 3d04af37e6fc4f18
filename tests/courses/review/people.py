"""People who review, signed in, and the pages they press buttons on."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from tests.courses.catalogue.test_admin import edit_url, lesson_form
from tests.factories.accounts import UserFactory


def person(*roles: str, **fields: Any) -> User:
    user = UserFactory(**fields)
    for role in roles:
        user.groups.add(Group.objects.get(name=role))
    return user


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submit(user: User, page: Any, **changes: Any) -> Any:
    """Press "Submit" in the lesson's editor."""
    return at_desk(user).post(
        edit_url(page), lesson_form(page, **changes, **{"action-submit": "1"})
    )


def act(user: User, thing: Any, action: str, comment: str = "") -> Any:
    """Press a button of the review, as the editor's dialog does."""
    state = thing.current_workflow_task_state
    name = (
        "wagtailadmin_pages:workflow_action"
        if hasattr(thing, "get_parent")
        else "wagtailsnippets_courses_question:workflow_action"
    )
    url = reverse(name, args=[thing.pk, action, state.pk])
    return at_desk(user).post(url, {"comment": comment})
