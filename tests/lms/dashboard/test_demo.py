"""The demo: complete, honest about itself, and never over anybody's data."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.models import User
from lms.dashboard import demo
from lms.dashboard.demo import groups
from lms.dashboard.demo.names import GIVEN, SURNAMES

KNOWN = "--with-known-passwords"


@pytest.mark.django_db
def test_it_stays_out_where_there_is_anybody() -> None:
    User.objects.create_user("BPD-1", "a-long-password", full_name="Somebody")
    with pytest.raises(CommandError, match="empty one only"):
        call_command("load_demo", KNOWN)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_outside_development_it_needs_to_be_meant(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="passwords are public"):
        call_command("load_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_without_courses_it_says_what_to_run_first() -> None:
    with pytest.raises(CommandError, match="load_curriculum"):
        call_command("load_demo", KNOWN)


@pytest.mark.django_db
def test_where_it_is_not_loaded_there_are_no_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.accounts() == ()
    call_command("demo_accounts")
    assert "no demo accounts" in capsys.readouterr().out


def test_no_two_named_accounts_share_a_number_or_address() -> None:
    numbers = [one.service_number for one in demo.NAMED]
    addresses = [one.email for one in demo.NAMED if one.email]
    assert len(set(numbers)) == len(numbers) == 10
    assert len(set(addresses)) == len(addresses)
    # Reserved by RFC 2606: no message of the demo can reach anybody.
    assert all(address.endswith(".example") for address in addresses)


def test_every_group_of_names_has_its_surnames() -> None:
    assert GIVEN.keys() == SURNAMES.keys()


def test_the_demo_shows_some_320_people_and_100_police_who_completed() -> None:
    people = sum(one.count for one in groups.GROUPS) + len(demo.NAMED)
    police = sum(one.completed for one in groups.GROUPS if one.prefix == "BPD")
    assert 300 <= people <= 350
    assert police >= 95
