"""API tokens: shown once, scoped, expiring, revocable."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.api import create_token, token_for
from lms.accounts.models import ApiToken, AuditEntry
from lms.accounts.tokens import revoke_token

from .conftest import People

SCOPE = "skills-gap:read"


def made(people: People, **changes: object) -> tuple[ApiToken, str]:
    arguments = {
        "name": "Ministry data hub",
        "agency": people.analyst.agency,
        "scopes": [SCOPE],
        "expires_at": timezone.now() + timedelta(days=30),
        "by": people.administrator,
    }
    return create_token(**{**arguments, **changes})


def test_a_token_opens_its_scope_only(people: People) -> None:
    token, raw = made(people)
    assert token_for(raw, SCOPE) == token
    assert token_for(raw, "people:write") is None
    assert token_for(raw + "x", SCOPE) is None
    assert token_for("", SCOPE) is None
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert raw not in str(ApiToken.objects.values().get())
    assert raw not in str(list(AuditEntry.objects.values()))


def test_an_expired_or_revoked_token_opens_nothing(people: People) -> None:
    token, raw = made(people)
    revoke_token(token=token, by=people.administrator)
    revoke_token(token=token, by=people.administrator)
    assert token_for(raw, SCOPE) is None
    assert AuditEntry.objects.filter(action="token.revoked").count() == 1
    other, raw = made(people)
    ApiToken.objects.filter(pk=other.pk).update(expires_at=timezone.now())
    assert token_for(raw, SCOPE) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"expires_at": timezone.now() + timedelta(days=400)},
    ],
)
def test_tokens_that_are_not_made(people: People, changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        made(people, **changes)
    assert not ApiToken.objects.exists()


def test_the_pages_make_show_once_and_revoke(people: People) -> None:
    client = Client()
    client.force_login(people.administrator)
    data = {"name": "Hub", "agency": people.analyst.agency_id, "scopes": [SCOPE], "days": 30}
    page = client.post(reverse("api_tokens:add"), data)
    assert "no-store" in page["Cache-Control"]
    raw = re.search(r"<code data-token>(\S+)</code>", page.content.decode())[1]
    token = ApiToken.objects.get()
    assert token_for(raw, SCOPE) == token
    listing = client.get(reverse("api_tokens:index")).content.decode()
    assert "Hub" in listing
    assert "Valid" in listing
    assert raw not in listing
    address = reverse("api_tokens:revoke", args=[token.pk])
    assert "be undone" in client.get(address).content.decode()
    assert token_for(raw, SCOPE)
    client.post(address)
    assert token_for(raw, SCOPE) is None
    assert "Revoked" in client.get(reverse("api_tokens:index")).content.decode()
