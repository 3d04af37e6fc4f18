"""Signing in by service number or e-mail, throttled, neutral, with a fresh session."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.jobs.api import run_owed
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory(service_number="BPD-0417", email="maria@police.example")


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str):
    data = {"login": login, "password": password, **extra}
    return client.post(reverse("account_login"), data)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "login", ["BPD-0417", "bpd-0417", "  BPD-0417 ", "maria@police.example", "Maria@Police.Example"]
)
def test_service_number_and_e_mail_in_any_case(client: Client, person: User, login: str) -> None:
    response = sign_in(client, login)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_someone_without_e_mail_signs_in(client: Client) -> None:
    UserFactory(service_number="BPD-0001", email=None)
    sign_in(client, "BPD-0001")
    assert signed_in(client)


@pytest.mark.parametrize(
    "login", ["BPD-0417", "BPD-9999", "maria@police.example", "no@body.bz", "\x00"]
)
def test_a_wrong_pair_is_refused_alike_whoever_exists(
    client: Client, person: User, login: str
) -> None:
    page = sign_in(client, login, "not-the-password").content.decode()
    assert not signed_in(client)
    if "\x00" not in login:
        assert "The service number or e-mail and the password don&#x27;t belong together" in page


def test_the_page_names_the_one_field(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "Service number or e-mail" in page
    assert "placeholder" not in page
    assert "signup" not in page


def test_throttled_for_a_name_whether_or_not_it_exists(client: Client, person: User) -> None:
    for login in ("BPD-0417", "BPD-9999"):
        for _try in range(8):
            sign_in(client, login, "wrong")
        page = sign_in(client, login).content.decode()
        assert "There were too many tries" in page
    assert not signed_in(client)


def test_twenty_officers_behind_one_address_get_in(client: Client) -> None:
    officers = UserFactory.create_batch(20)
    for officer in officers:
        theirs = Client(REMOTE_ADDR="10.1.1.1")
        sign_in(theirs, officer.service_number, "mistyped")
        sign_in(theirs, officer.service_number)
        assert signed_in(theirs)


def test_a_flood_from_one_address_gets_a_kind_page(client: Client) -> None:
    codes = {sign_in(client, f"X-{number}", "wrong").status_code for number in range(70)}
    assert 429 in codes
    page = sign_in(client, "X-71", "wrong")
    assert page.status_code == 429
    assert "Nothing is lost" in page.content.decode()


def test_the_session_is_a_fresh_one(client: Client, person: User) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    sign_in(client, "BPD-0417")
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_lasts_half_a_day(client: Client, person: User) -> None:
    cookie = sign_in(client, "BPD-0417").cookies["sessionid"]
    assert cookie["max-age"] == 12 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_closed_account_stays_out(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    response = sign_in(client, "BPD-0417")
    assert response["Location"] == reverse("account_inactive")
    assert client.get(response["Location"]).status_code == 200
    assert not signed_in(client)


def test_closing_an_account_ends_its_sessions(client: Client, person: User) -> None:
    sign_in(client, "BPD-0417")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("me")).status_code == 302


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_an_open_redirect_is_refused(client: Client, person: User, evil: str) -> None:
    response = sign_in(client, "BPD-0417", next=evil)
    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]


def test_back_to_where_one_wanted_to_go(client: Client, person: User) -> None:
    response = client.get(reverse("me"))
    assert response["Location"] == "/account/login/?next=/me/"
    assert sign_in(client, "BPD-0417", next="/me/")["Location"] == "/me/"


def test_forms_need_their_csrf_token(person: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "BPD-0417").status_code == 403
    strict.force_login(person)
    assert strict.post(reverse("account_logout")).status_code == 403
    assert signed_in(strict)


def test_signing_out_takes_a_post_and_makes_the_browser_forget(
    client: Client, person: User
) -> None:
    sign_in(client, "BPD-0417")
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)
    assert "You are signed out" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "login/code/",
        "reauthenticate/",
        "password/set/",
        "login/code/confirm/",
        "confirm-email/x/",
    ],
)
def test_what_is_not_used_does_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


def test_changing_the_password_ends_the_other_sessions(client: Client, person: User) -> None:
    elsewhere = Client()
    sign_in(client, "BPD-0417")
    sign_in(elsewhere, "BPD-0417")
    data = {
        "oldpassword": PASSWORD,
        "password1": "caye-caulker-reef",
        "password2": "caye-caulker-reef",
    }
    response = client.post(reverse("account_change_password"), data)
    assert response["Location"] == reverse("me")
    assert "Your new password is set" in client.get(reverse("me")).content.decode()
    assert elsewhere.get(reverse("me")).status_code == 302


@pytest.mark.parametrize(
    ("old", "first", "second"),
    [
        ("wrong", "caye-caulker-reef", "caye-caulker-reef"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "password123", "password123"),
        (PASSWORD, "caye-caulker-reef", "caye-caulker-rift"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    client: Client, person: User, old: str, first: str, second: str
) -> None:
    sign_in(client, "BPD-0417")
    data = {"oldpassword": old, "password1": first, "password2": second}
    assert client.post(reverse("account_change_password"), data).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_link_by_mail_sets_a_new_password_once(client: Client, person: User, mailoutbox) -> None:
    elsewhere = Client()
    sign_in(elsewhere, "BPD-0417")
    response = client.post(reverse("account_reset_password"), {"email": "MARIA@police.example"})
    assert response["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []
    assert run_owed() == 1
    (mail,) = mailoutbox
    assert mail.to == ["maria@police.example"]
    assert person.full_name not in mail.body
    link = next(line for line in mail.body.splitlines() if "/account/password/reset/key/" in line)
    path = link.split("8000", 1)[1]
    form = client.get(path, follow=True)
    data = {"password1": "caye-caulker-reef", "password2": "caye-caulker-reef"}
    done = client.post(form.redirect_chain[-1][0], data, follow=True)
    assert "Your new password is set" in done.content.decode()
    person.refresh_from_db()
    assert person.check_password("caye-caulker-reef")
    assert elsewhere.get(reverse("me")).status_code == 302
    assert "no longer works" in Client().get(path, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    client: Client, person: User, mailoutbox
) -> None:
    UserFactory(email="closed@police.example", is_active=False)
    answers = set()
    for email in ("maria@police.example", "nobody@police.example", "closed@police.example"):
        response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.add((tuple(response.redirect_chain), response.status_code))
    assert len(answers) == 1
    run_owed()
    assert [mail.to for mail in mailoutbox] == [["maria@police.example"]]


def test_an_address_that_was_corrected_no_longer_signs_in(client: Client, person: User) -> None:
    sign_in(client, "maria@police.example")
    client.post(reverse("account_logout"))
    User.objects.filter(pk=person.pk).update(email="m.cal@police.example")
    sign_in(client, "maria@police.example")
    assert not signed_in(client)


def test_the_admin_has_no_sign_in_page_of_its_own(client: Client, person: User) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/account/login/")
    client.force_login(person)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/password_reset/").status_code == 404
