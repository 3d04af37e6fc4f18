"""An address that is not there, on a site run with `make run` as on a deployed one."""

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
def test_our_own_page_says_that_nothing_is_lost(settings: LazySettings, debug: bool) -> None:
    settings.DEBUG = debug
    client = Client()
    for address in ("/nowhere-here/", "/courses/nowhere/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "This page is not here" in answer.content.decode()
    assert client.get("/verify/").status_code == 200
