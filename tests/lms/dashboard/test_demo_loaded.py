"""The demo once it is in: a small one, loaded once, read by all of these."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from certificates.models import Certificate
from courses.models import CourseCompletion, Enrolment, Grading, Sitting
from lms.accounts.models import User
from lms.dashboard import demo
from lms.dashboard.demo import groups
from lms.dashboard.doors import doors_for
from lms.dashboard.home import home_of

# The site of the browser's tests loads the demo on the second pass's database.
pytestmark = [pytest.mark.slow, pytest.mark.looks, pytest.mark.django_db]
# One completed, and one of each earlier stage but one.
FEW = tuple(replace(one, count=5, completed=1, spread=True) for one in groups.GROUPS[5:9])


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All in one transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_nice_catalogue")
        call_command("load_curriculum")
        demo.load(with_known_passwords=True, groups=FEW)
        yield
        transaction.set_rollback(True)


def test_every_named_account_signs_in_and_sees_home(client: Client) -> None:
    for row in demo.accounts():
        assert client.login(username=row.service_number, password=row.password), row.role
        response = client.get("/")
        assert response.status_code == 200, row.role
        client.logout()


@pytest.mark.parametrize("address", ["/", "/courses/", "/certificates/", "/me/", "/verify/"])
def test_pages_of_everybody_open(client: Client, address: str) -> None:
    for row in demo.accounts():
        client.force_login(User.objects.get(service_number=row.service_number))
        assert client.get(address).status_code == 200, row.role


def test_first_page_of_each_home_opens(client: Client) -> None:
    for row in demo.accounts():
        user = User.objects.get(service_number=row.service_number)
        client.force_login(user)
        assert client.get(home_of(user).now.url, follow=True).status_code == 200, row.role


def test_every_door_of_each_account_opens(client: Client) -> None:
    for row in demo.accounts():
        user = User.objects.get(service_number=row.service_number)
        client.force_login(user)
        for door in doors_for(user):
            assert client.get(door.url, follow=True).status_code == 200, door.name


def test_the_police_have_a_sitting_that_was_held_and_one_ahead(client: Client) -> None:
    held, ahead = Sitting.objects.order_by("starts_at")
    assert held.closed_at
    assert ahead.opened_at is None
    assert Grading.objects.filter(attempt__invitation__sitting=held, passed=True).exists()
    assert held.irregularities.count() == 1
    for number, mine in (("BPD-0312", {held, ahead}), ("BPD-1863", {held, ahead}),
                         ("BPD-2417", {ahead})):  # fmt: skip
        client.force_login(User.objects.get(service_number=number))
        page = client.get("/sittings/").content.decode()
        assert {one for one in (held, ahead) if str(one.pk) in page} == mine


def test_there_are_people_at_every_stage() -> None:
    taking = Enrolment.objects.filter(confidential=False)
    assert User.objects.filter(learner__enrolments=None).exists()
    assert taking.filter(progress=None).exists()
    assert taking.filter(progress__done_at=None, progress__isnull=False).exists()
    assert Grading.objects.filter(passed=False).exists()
    assert taking.filter(attempts__gradings__passed=True, completion=None).exists()
    assert taking.filter(completion__isnull=False).exists()


def test_every_completion_has_its_certificate_and_the_named_one_its_pdf() -> None:
    assert Certificate.objects.count() == CourseCompletion.objects.count() > 0
    holder = User.objects.get(service_number="BPD-1863").learner
    assert Certificate.objects.get(learner=holder).files.count() == 1


def test_judges_leave_no_attempt() -> None:
    judges = Enrolment.objects.filter(learner__person__agency__kind="judiciary")
    assert judges.filter(confidential=True).count() == judges.count() > 0
    assert not judges.filter(attempts__isnull=False).exists()


def test_the_accounts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    for one in demo.NAMED:
        assert one.service_number in printed
    assert demo.PASSWORD in printed


def test_loading_twice_is_refused() -> None:
    with pytest.raises(demo.CannotLoad):
        demo.load(with_known_passwords=True)
