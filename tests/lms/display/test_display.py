"""Text size and line length: kept on the device, by anybody, and forgotten by a shared one."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.shared_device import DISPLAY_COOKIE, SEEN, SHARED
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
CHOSEN = {"text": "large", "width": "narrow", "next": "/courses/"}


def test_a_choice_is_kept_without_an_account_and_shown_by_the_server() -> None:
    client = Client()
    assert "data-text" not in client.get("/courses/").content.decode()
    answer = client.post(reverse("display"), CHOSEN)
    assert answer.url == "/courses/"
    assert client.cookies[DISPLAY_COOKIE]["max-age"]
    page = client.get("/courses/").content.decode()
    assert ' data-text="large" data-width="narrow"' in page
    form = client.get(reverse("display")).content.decode()
    assert 'value="large" checked' in form
    client.post(reverse("display"), CHOSEN | {"text": "normal", "width": "normal"})
    assert "data-text" not in client.get("/courses/").content.decode()


@pytest.mark.parametrize(
    ("data", "back"),
    [
        ({}, "/display/"),
        (CHOSEN | {"text": "huge"}, "/courses/"),
        (CHOSEN | {"width": '"><script>'}, "/courses/"),
        ({"text": "large", "width": "wide", "next": "https://evil.example/"}, "/display/"),
        ({"text": "large", "width": "wide", "next": "//evil.example/"}, "/display/"),
    ],
)
def test_what_is_no_choice_is_refused_and_leads_nowhere_else(data: dict, back: str) -> None:
    client = Client()
    assert client.post(reverse("display"), data).url == back
    assert (DISPLAY_COOKIE in client.cookies) == ("evil" in data.get("next", ""))


@pytest.mark.parametrize("cookie", ["", "large", "x.y", '"><b>', "large.wide.more", "." * 4000])
def test_a_cookie_of_any_kind_makes_a_page(cookie: str) -> None:
    client = Client()
    client.cookies[DISPLAY_COOKIE] = cookie
    page = client.get("/courses/")
    assert page.status_code == 200
    assert "<b>" not in page.content.decode().split("<body")[0]


def test_a_shared_device_forgets_at_signing_out() -> None:
    client = Client()
    client.force_login(UserFactory())
    session = client.session
    session[SHARED], session[SEEN] = True, 9e9
    session.save()
    client.post(reverse("display"), CHOSEN)
    assert client.cookies[DISPLAY_COOKIE]["max-age"] == ""
    client.post(reverse("account_logout"))
    assert client.cookies[DISPLAY_COOKIE].value == ""


def test_ones_own_device_keeps_it() -> None:
    client = Client()
    client.force_login(UserFactory())
    client.post(reverse("display"), CHOSEN)
    client.post(reverse("account_logout"))
    assert client.cookies[DISPLAY_COOKIE].value == "large.narrow"
