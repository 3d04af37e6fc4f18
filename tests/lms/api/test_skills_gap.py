"""The API's manners: who gets in, what a refusal looks like, and that a month is not sent twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lms.accounts.models import ApiToken
from lms.api import tokens
from nice_framework.releases.services import make_snapshot
from tests.nice_framework.releases.conftest import (
    Country,
    _nothing_counted,
    analyst,
    country,
    token,
)

__all__ = ["_nothing_counted", "analyst", "country", "token"]
pytestmark = pytest.mark.django_db
API = "/api/v1/skills-gap"


def bearer(raw: str, **headers: str) -> dict[str, str]:
    return {"authorization": f"Bearer {raw}", **headers}


def refused(response, status: int) -> None:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"]


@pytest.fixture
def published(country: Country) -> None:
    country.people(30, passed="A")
    country.people(15)
    make_snapshot()


def test_a_token_reads_the_newest_month(published: None, client: Client, token: str) -> None:
    response = client.get(API, headers=bearer(token))
    assert response.status_code == 200
    document = response.json()
    assert document["month"] == f"{timezone.localdate():%Y-%m}"
    assert document["settings"]["threshold"] == 10
    assert "private" in response["Cache-Control"]
    assert "count" not in str(document["values"][0])


def test_an_unchanged_month_is_not_sent_again(published: None, client: Client, token: str) -> None:
    etag = client.get(API, headers=bearer(token))["ETag"]
    again = client.get(API, headers=bearer(token, **{"if-none-match": etag}))
    assert (again.status_code, again.content) == (304, b"")


def test_without_a_valid_token_nobody_is_told_anything(
    published: None, client: Client, token: str
) -> None:
    for headers in ({}, bearer("clb_wrong"), {"authorization": f"Basic {token}"}):
        response = client.get(API, headers=headers)
        refused(response, 401)
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("change", ["revoked_at", "expires_at"])
def test_an_ended_token_is_refused(
    published: None, client: Client, token: str, change: str
) -> None:
    ApiToken.objects.update(**{change: timezone.now() - timedelta(minutes=1)})
    refused(client.get(API, headers=bearer(token)), 401)


def test_another_scope_is_not_enough(
    published: None, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens.tokens, "SCOPES", ("skills-gap:read", "people:read"))
    ApiToken.objects.update(scopes=["people:read"])
    refused(client.get(API, headers=bearer(token)), 403)


def test_a_session_opens_nothing_here(published: None, client: Client, analyst) -> None:
    client.force_login(analyst)
    refused(client.get(API), 401)


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("?month=2020-01", "*/*", 404),
        ("?month=soon", "*/*", 422),
        ("", "text/html", 406),
        ("", "application/json", 200),
    ],
)
def test_refusals_are_told_apart(
    published: None, client: Client, token: str, query: str, accept: str, status: int
) -> None:
    response = client.get(API + query, headers=bearer(token, accept=accept))
    if status == 200:
        assert response.status_code == 200
    else:
        refused(response, status)


def test_too_many_requests_are_told_to_wait(
    published: None, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_CALLS", 2)
    monkeypatch.setattr(tokens.time, "time", lambda: 1_000_000.0)
    for _ in range(2):
        assert client.get(API, headers=bearer(token)).status_code == 200
    response = client.get(API, headers=bearer(token))
    refused(response, 429)
    assert 0 < int(response["Retry-After"]) <= 60


def test_guessing_tokens_is_slowed_down(
    published: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_REFUSALS", 2)
    monkeypatch.setattr(tokens.time, "time", lambda: 1_000_000.0)
    for _ in range(2):
        refused(client.get(API, headers=bearer("clb_guess")), 401)
    refused(client.get(API, headers=bearer("clb_guess")), 429)


def test_last_use_is_noted_without_writing_at_every_call(
    published: None, client: Client, token: str, django_assert_num_queries
) -> None:
    client.get(API, headers=bearer(token))
    first = ApiToken.objects.get().last_used_at
    with django_assert_num_queries(3):  # the token, the month, its values
        client.get(API, headers=bearer(token))
    assert ApiToken.objects.get().last_used_at == first
