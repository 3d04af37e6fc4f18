"""A printed one-time slip: who may print it for whom, and that it works exactly once."""

import math
import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import AuditEntry, PasswordSlip
from lms.accounts.slips import GROUPS, PER_GROUP, SIGNS, SlipRefused, issue_slip, use_slip
from tests.factories.accounts import PASSWORD, UserFactory

from .conftest import People

NEW = "caye-caulker-reef"


def test_a_code_is_hard_to_guess() -> None:
    assert GROUPS * PER_GROUP * math.log2(len(SIGNS)) >= 75
    assert not set("01OIL") & set(SIGNS)


def test_the_whole_way_from_paper_to_a_new_password(people: People) -> None:
    office, elsewhere, station = Client(), Client(), Client()
    office.force_login(people.training_officer)
    elsewhere.force_login(people.constable)
    address = reverse("wagtailusers_users:slip", args=[people.constable.pk])
    asked = office.get(address).content.decode()
    assert "The old password stops working at once" in asked
    assert PasswordSlip.objects.count() == 0

    printed = office.post(address)
    assert "no-store" in printed["Cache-Control"]
    page = printed.content.decode()
    code = re.search(r"<code>([0-9A-Z-]+)</code>", page)[1]
    assert people.constable.full_name in page
    assert people.constable.service_number in page
    assert code not in office.get(address).content.decode()
    assert elsewhere.get(reverse("me")).status_code == 302

    data = {
        "service_number": "bpd-2",
        "code": code.lower().replace("-", " "),
        "password1": NEW,
        "password2": NEW,
    }
    assert station.post(reverse("slip"), data)["Location"] == reverse("home")
    assert station.get(reverse("me")).status_code == 200
    people.constable.refresh_from_db()
    assert people.constable.check_password(NEW)
    assert "This slip was used already." in Client().post(reverse("slip"), data).content.decode()


def test_nothing_tells_the_code_or_a_name(people: People) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    use_slip(service_number="BPD-2", code=slip.code, password=NEW)
    stored = PasswordSlip.objects.get().code_hash
    assert slip.code not in stored
    assert slip.code.replace("-", "") not in stored
    log = str(list(AuditEntry.objects.values("action", "subject", "detail", "actor")))
    assert "slip.printed" in log
    assert "slip.used" in log
    assert people.constable.full_name not in log
    assert people.constable.service_number not in log


def test_only_the_newest_slip_works(people: People) -> None:
    first = issue_slip(person=people.constable, by=people.training_officer)
    second = issue_slip(person=people.constable, by=people.training_officer)
    with pytest.raises(SlipRefused, match="newest slip"):
        use_slip(service_number="BPD-2", code=first.code, password=NEW)
    use_slip(service_number="BPD-2", code=second.code, password=NEW)


def test_a_slip_ends_after_72_hours(people: People) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    assert timedelta(hours=71) < slip.expires_at - timezone.now() <= timedelta(hours=72)
    PasswordSlip.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(SlipRefused, match="72 hours"):
        use_slip(service_number="BPD-2", code=slip.code, password=NEW)


def test_someone_elses_slip_is_no_use(people: People) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    issue_slip(person=people.officer, by=people.training_officer)
    with pytest.raises(SlipRefused, match="don't belong together"):
        use_slip(service_number="BPD-1", code=slip.code, password=NEW)


def test_five_wrong_codes_end_a_slip_and_only_its_holder_learns_it(people: People) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    for _try in range(6):
        with pytest.raises(SlipRefused, match="don't belong together"):
            use_slip(service_number="BPD-2", code="AAAA-AAAA-AAAA-AAAA", password=NEW)
    with pytest.raises(SlipRefused, match="five wrong codes"):
        use_slip(service_number="BPD-2", code=slip.code, password=NEW)


@pytest.mark.parametrize("number", ["BPD-1", "BPD-999", "zzmarker@judiciary.example", ""])
def test_without_a_slip_the_answer_is_the_same_for_everybody(people: People, number: str) -> None:
    with pytest.raises(SlipRefused, match="don't belong together"):
        use_slip(service_number=number, code="AAAA-AAAA-AAAA-AAAA", password=NEW)


def test_a_weak_password_costs_neither_the_slip_nor_a_try(people: People) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    with pytest.raises(ValidationError) as weak:
        use_slip(service_number="BPD-2", code=slip.code, password="short")
    assert not isinstance(weak.value, SlipRefused)
    assert PasswordSlip.objects.get().failures == 0
    use_slip(service_number="BPD-2", code=slip.code, password=NEW)


def test_tries_are_throttled_with_a_kind_page(people: People, client: Client) -> None:
    data = {"service_number": "BPD-2", "code": "A" * 16, "password1": NEW, "password2": NEW}
    codes = [client.post(reverse("slip"), data).status_code for _try in range(11)]
    assert codes[-1] == 429
    assert set(codes[:-1]) == {200}


def test_a_shared_computer_is_asked_about_here_too(people: People, client: Client) -> None:
    slip = issue_slip(person=people.constable, by=people.training_officer)
    data = {
        "service_number": "BPD-2",
        "code": slip.code,
        "password1": NEW,
        "password2": NEW,
        "shared": "on",
    }
    response = client.post(reverse("slip"), data)
    assert response.cookies["sessionid"]["max-age"] == ""
    assert b"data-shared" in client.get(reverse("me")).content


MAY_PRINT = {
    "training_officer": {"officer", "constable"},
    "judicial_training_officer": {"judge"},
    "administrator": {
        "officer", "constable", "prosecutor", "judge", "training_officer", "author",
        "judicial_training_officer", "legal_reviewer", "analyst",
    },
    "officer": set(),
    "author": set(),
    "analyst": set(),
    "legal_reviewer": set(),
}  # fmt: skip


@pytest.mark.parametrize("by", MAY_PRINT)
def test_who_may_print_for_whom(people: People, by: str) -> None:
    names = [*people.by_role(), "constable", "prosecutor"]
    actor = getattr(people, by)
    printed = set()
    for name in names:
        client = Client()
        client.force_login(actor)
        response = client.post(reverse("wagtailusers_users:slip", args=[getattr(people, name).pk]))
        if response.status_code == 200 and PasswordSlip.objects.filter(user=getattr(people, name)):
            printed.add(name)
        actor.refresh_from_db()
    assert printed == MAY_PRINT[by]


def test_the_service_refuses_by_itself(people: People) -> None:
    for person in (
        people.prosecutor,
        people.judge,
        people.superuser,
        people.author,
        people.training_officer,
    ):
        with pytest.raises(PermissionDenied):
            issue_slip(person=person, by=people.training_officer)
    people.constable.is_active = False
    people.constable.save()
    with pytest.raises(PermissionDenied):
        issue_slip(person=people.constable, by=people.training_officer)


def test_an_administrator_prints_a_judges_slip_without_the_name(people: People) -> None:
    client = Client()
    client.force_login(people.administrator)
    address = reverse("wagtailusers_users:slip", args=[people.judge.pk])
    pages = client.get(address).content + client.post(address).content
    assert b"JUD-1" in pages
    assert b"marker" not in pages.lower()


@pytest.mark.django_db(transaction=True)
def test_used_by_ten_at_once_it_works_once() -> None:
    by = UserFactory(is_superuser=True)
    person = UserFactory(service_number="BPD-77")
    slip = issue_slip(person=person, by=by)
    outcomes: list[str] = []

    def use() -> None:
        try:
            use_slip(service_number="BPD-77", code=slip.code, password=NEW)
            outcomes.append("set")
        except SlipRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 9 + ["set"]


def test_the_old_password_is_gone_as_soon_as_the_slip_is_printed(
    people: People, client: Client
) -> None:
    issue_slip(person=people.constable, by=people.training_officer)
    client.post(reverse("account_login"), {"login": "BPD-2", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
