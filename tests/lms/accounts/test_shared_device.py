"""A session on a shared computer ends after ten idle minutes, and leaves nothing behind."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts import shared_device
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(client: Client) -> Client:
    UserFactory(service_number="BPD-0417")
    data = {"login": "BPD-0417", "password": PASSWORD, "shared": "on"}
    response = client.post(reverse("account_login"), data)
    # The cookie goes when the browser is closed.
    assert response.cookies["sessionid"]["max-age"] == ""
    assert response.cookies["sessionid"]["expires"] == ""
    return client


def idle_for(client: Client, seconds: int) -> None:
    session = client.session
    session[shared_device.SEEN] = time.time() - seconds
    session.save()


def test_ten_idle_minutes_end_it(shared: Client) -> None:
    idle_for(shared, 601)
    response = shared.get(reverse("me"))
    assert response["Location"] == "/account/login/?next=/me/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "Ten minutes went by" in shared.get(response["Location"]).content.decode()
    assert "_auth_user_id" not in shared.session


def test_being_there_keeps_it(shared: Client) -> None:
    for _page in range(3):
        idle_for(shared, 590)
        assert shared.get(reverse("me")).status_code == 200


def test_what_a_script_sends_afterwards_is_told_so(shared: Client) -> None:
    idle_for(shared, 700)
    response = shared.post(reverse("me"), "{}", content_type="application/json")
    assert response.status_code == 401
    assert "session ended" in response.json()["error"]


def test_what_was_posted_afterwards_leads_home(shared: Client) -> None:
    idle_for(shared, 700)
    response = shared.post(reverse("account_change_password"), {})
    assert response["Location"] == f"/account/login/?next={reverse('home')}"


def test_no_page_is_kept(shared: Client) -> None:
    response = shared.get(reverse("me"))
    assert "no-store" in response["Cache-Control"]
    assert b"data-shared" in response.content


def test_ones_own_computer_stays_signed_in(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get(reverse("me"))
    assert response["Cache-Control"] == "private, no-cache"
    assert b"data-shared" not in response.content


def test_changing_the_password_keeps_the_choice(shared: Client) -> None:
    data = {
        "oldpassword": PASSWORD,
        "password1": "caye-caulker-reef",
        "password2": "caye-caulker-reef",
    }
    shared.post(reverse("account_change_password"), data)
    idle_for(shared, 601)
    assert shared.get(reverse("me")).status_code == 302
