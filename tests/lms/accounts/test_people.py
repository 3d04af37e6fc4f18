"""Looking after people in the admin: who sees whom, and what may be written."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import Agency, AuditEntry, District, User
from lms.accounts.queries import agencies_under, people_managed_by
from lms.accounts.roles import Role
from lms.accounts.services import create_person, update_person
from lms.accounts.slips import issue_slip, use_slip
from tests.factories.accounts import UserFactory

from .conftest import People

LIST = "/admin/users/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_for(person: User | None = None, **changes: object) -> dict[str, object]:
    data: dict[str, object] = {
        "service_number": "BPD-500",
        "full_name": "Juana Tzib",
        "email": "",
        "unit": "CID",
        "rank_or_office": "Constable",
        "preferred_language": "en",
        "is_active": "on",
        "roles": [Role.LEARNER],
    }
    if person is not None:
        data |= {
            "service_number": person.service_number,
            "full_name": person.full_name,
            "agency": person.agency_id,
        }
    return data | changes


REACH = {
    "training_officer": {"officer", "constable", "training_officer"},
    "judicial_training_officer": {"judge", "judicial_training_officer"},
    "officer": set(),
    "author": set(),
    "legal_reviewer": set(),
    "analyst": set(),
    "judge": set(),
}


@pytest.mark.parametrize("role", REACH)
def test_who_looks_after_whom(people: People, role: str) -> None:
    everyone = {**people.by_role(), "constable": people.constable, "prosecutor": people.prosecutor}
    managed = set(people_managed_by(getattr(people, role)))
    assert {name for name, person in everyone.items() if person in managed} == REACH[role]


def test_an_administrator_looks_after_all_but_superusers(people: People) -> None:
    managed = people_managed_by(people.administrator)
    assert people.superuser not in managed
    assert managed.count() == User.objects.count() - 1
    assert people_managed_by(people.superuser).count() == User.objects.count()


def test_a_police_officer_over_the_judiciary_does_not_reach_it(people: People) -> None:
    Agency.objects.filter(pk=people.judiciary.pk).update(parent=people.police)
    assert people.judge not in people_managed_by(people.training_officer)


def test_units_of_units_belong_to_the_agency(people: People) -> None:
    desk = Agency.objects.create(name="Desk", slug="desk", kind="police", parent=people.station)
    assert agencies_under(people.police) == {people.police.pk, people.station.pk, desk.pk}
    # A circle in the data must not hang the page.
    Agency.objects.filter(pk=people.police.pk).update(parent=desk)
    assert agencies_under(people.station) == {people.police.pk, people.station.pk, desk.pk}


MANAGERS = {"training_officer", "judicial_training_officer", "administrator", "superuser"}
ADMINISTRATORS = {"administrator", "superuser"}
ADDRESSES = [
    ("wagtailusers_users:index", MANAGERS),
    ("wagtailusers_users:add", MANAGERS),
    ("to_collect:index", MANAGERS),
    ("api_tokens:index", ADMINISTRATORS),
    ("api_tokens:add", ADMINISTRATORS),
    ("audit_log:index", ADMINISTRATORS),
    ("wagtailsnippets_accounts_agency:list", ADMINISTRATORS),
    ("wagtailsnippets_accounts_district:list", ADMINISTRATORS),
    ("wagtailusers_groups:index", {"superuser"}),
    ("wagtailadmin_home", MANAGERS | {"author", "legal_reviewer"}),
]


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES)
def test_roles_and_pages(people: People, address: str, allowed: set[str]) -> None:
    entered = set()
    for name, person in people.by_role().items():
        response = as_(person).get(reverse(address))
        if response.status_code == 200:
            entered.add(name)
    assert entered == allowed
    assert "/account/login/" in Client().get(reverse(address), follow=True).redirect_chain[-1][0]


def test_someone_out_of_reach_does_not_exist(people: People) -> None:
    office = as_(people.training_officer)
    for person in (people.judge, people.prosecutor, people.superuser, people.author):
        assert office.get(reverse("wagtailusers_users:edit", args=[person.pk])).status_code == 404
        data = form_for(person)
        assert (
            office.post(reverse("wagtailusers_users:edit", args=[person.pk]), data).status_code
            == 404
        )


@pytest.mark.parametrize(
    "name", ["training_officer", "author", "analyst", "administrator", "superuser", "officer"]
)
def test_a_judges_name_stands_on_no_page_of_anybody_else(people: People, name: str) -> None:
    client = as_(getattr(people, name))
    judge = people.judge.pk
    addresses = [
        LIST,
        f"{LIST}?q=marker",
        f"{LIST}results/?q=zzmarker@judiciary",
        reverse("wagtailusers_users:edit", args=[judge]),
        reverse("wagtailusers_users:slip", args=[judge]),
        reverse("audit_log:index"),
        reverse("to_collect:index"),
        f"/admin/bulk/accounts/user/delete/?id={judge}&next=/admin/",
        f"/admin/bulk/accounts/user/assign_role/?id={judge}&next=/admin/",
        f"/admin/bulk/accounts/user/set_active_state/?id={judge}&next=/admin/",
        "/admin/reports/site-history/",
        "/admin/",
    ]  # fmt: skip
    for address in addresses:
        page = client.get(address, follow=True).content.decode().lower()
        page = page.replace("q=marker", "").replace('value="marker"', "")
        page = page.replace("zzmarker@judiciary", "") if "zzmarker@judiciary" in address else page
        assert "zzmarker" not in page, address


def test_a_search_does_not_tell_a_withheld_name(people: People) -> None:
    found = as_(people.administrator).get(f"{LIST}results/?q=zzmarker").content.decode()
    assert "JUD-1" not in found
    found = as_(people.judicial_training_officer).get(f"{LIST}results/?q=zzmarker").content.decode()
    assert "JUD-1" in found
    assert "Zzmarker Judge" in found


def test_an_administrator_corrects_a_judges_account_without_seeing_the_name(
    people: People,
) -> None:
    data = form_for(people.judge, service_number="JUD-2", full_name="Overwritten", email="x@y.bz")
    address = reverse("wagtailusers_users:edit", args=[people.judge.pk])
    assert as_(people.administrator).post(address, data).status_code == 302
    people.judge.refresh_from_db()
    assert people.judge.service_number == "JUD-2"
    assert people.judge.full_name == "Zzmarker Judge"
    assert people.judge.email == "zzmarker@judiciary.example"


def test_a_training_officer_makes_a_learner_of_the_own_agency(people: People) -> None:
    data = form_for(agency=people.station.pk, roles=[Role.ADMINISTRATOR])
    response = as_(people.training_officer).post(reverse("wagtailusers_users:add"), data)
    person = User.objects.get(service_number="BPD-500")
    assert response["Location"] == reverse("wagtailusers_users:edit", args=[person.pk])
    assert [group.name for group in person.groups.all()] == [Role.LEARNER]
    assert not person.is_superuser
    assert not person.has_usable_password()
    assert person.email is None
    assert person.learner_id
    entry = AuditEntry.objects.get(action="person.created")
    assert entry.subject == f"person:{person.learner_id}"
    assert entry.actor == people.training_officer.learner_id


@pytest.mark.parametrize("agency", ["prosecution", "judiciary"])
def test_not_of_another_agency(people: People, agency: str) -> None:
    data = form_for(agency=getattr(people, agency).pk)
    assert (
        as_(people.training_officer).post(reverse("wagtailusers_users:add"), data).status_code
        == 200
    )
    assert not User.objects.filter(service_number="BPD-500").exists()


def test_services_refuse_by_themselves(people: People) -> None:
    stranger = User(service_number="X-1", full_name="X", agency=people.prosecution)
    with pytest.raises(PermissionDenied):
        create_person(person=stranger, roles=[], by=people.training_officer)
    people.constable.agency = people.prosecution
    with pytest.raises(PermissionDenied):
        update_person(person=people.constable, roles=[], by=people.training_officer)
    with pytest.raises(PermissionDenied):
        update_person(person=people.judge, roles=[], by=people.training_officer)
    with pytest.raises(PermissionDenied):
        create_person(person=stranger, roles=[], by=people.author)


def test_a_training_officer_keeps_the_roles_as_they_are(people: People) -> None:
    data = form_for(people.constable, unit="Traffic", roles=[Role.ADMINISTRATOR])
    address = reverse("wagtailusers_users:edit", args=[people.constable.pk])
    as_(people.training_officer).post(address, data)
    people.constable.refresh_from_db()
    assert people.constable.unit == "Traffic"
    assert [group.name for group in people.constable.groups.all()] == [Role.LEARNER]
    entry = AuditEntry.objects.get(action="person.updated")
    assert "unit" in entry.detail["fields"]
    assert "Traffic" not in str(entry.detail)


def test_an_administrator_gives_roles(people: People) -> None:
    data = form_for(people.constable, roles=[Role.LEARNER, Role.TRAINING_OFFICER])
    address = reverse("wagtailusers_users:edit", args=[people.constable.pk])
    as_(people.administrator).post(address, data)
    assert set(people.constable.groups.values_list("name", flat=True)) == {
        Role.LEARNER,
        Role.TRAINING_OFFICER,
    }


def test_closing_an_account(people: People) -> None:
    theirs = as_(people.constable)
    data = form_for(people.constable)
    del data["is_active"]
    as_(people.training_officer).post(
        reverse("wagtailusers_users:edit", args=[people.constable.pk]), data
    )
    assert theirs.get(reverse("me")).status_code == 302


NAMES = [
    "Ñ" * 120,
    "王小明",
    "محمد بن سلمان",
    "Ọlábísí Adéyẹmí",
    "Q'eqchi' Tz'unun",
    "Кирилл",
    "आदित्य वर्मा",
    "𝒜" * 120,
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_up_to_120_characters_in_any_script(people: People, name: str) -> None:
    data = form_for(agency=people.police.pk, full_name=name)
    office = as_(people.training_officer)
    assert office.post(reverse("wagtailusers_users:add"), data).status_code == 302
    person = User.objects.get(service_number="BPD-500")
    assert person.full_name == name
    assert name in as_(person).get(reverse("me")).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("name", ["N" * 121, "", "   ", "Line\x07bell", "\u202egnirts"])
def test_names_that_are_refused(people: People, name: str) -> None:
    data = form_for(agency=people.police.pk, full_name=name)
    assert (
        as_(people.training_officer).post(reverse("wagtailusers_users:add"), data).status_code
        == 200
    )
    assert not User.objects.filter(service_number="BPD-500").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "Maria@Police.Example"}, "Somebody already has this e-mail address."),
        ({"service_number": "bpd-0417"}, "Somebody already has this service number."),
        ({"service_number": "maria@police.example"}, "Use letters A to Z"),
    ],
)
def test_one_person_one_number_one_address(
    people: People, changes: dict[str, str], sentence: str
) -> None:
    UserFactory(service_number="BPD-0417", email="maria@police.example")
    data = form_for(agency=people.police.pk, **changes)
    page = as_(people.training_officer).post(reverse("wagtailusers_users:add"), data)
    assert sentence in page.content.decode()


def test_the_list_is_cheap(people: People, django_assert_max_num_queries) -> None:
    UserFactory.create_batch(25, agency=people.station, roles=[Role.LEARNER])
    office = as_(people.training_officer)
    office.get(LIST)
    with django_assert_max_num_queries(16):
        assert office.get(LIST).status_code == 200


@pytest.mark.django_db
def test_the_six_districts_and_their_regions() -> None:
    assert dict(District.objects.values_list("code", "region")) == {
        "corozal": "north",
        "orange-walk": "north",
        "belize": "central",
        "cayo": "west",
        "stann-creek": "south",
        "toledo": "south",
    }


def agency_form(**changes: object) -> dict[str, object]:
    return {"name": "New", "slug": "new", "kind": "police", "parent": "", **changes}


def test_agencies_stay_a_tree_and_the_judiciary_whole(people: People) -> None:
    client = as_(people.administrator)
    add = reverse("wagtailsnippets_accounts_agency:add")
    for parent, kind in ((people.judiciary, "police"), (people.police, "judiciary")):
        page = client.post(add, agency_form(parent=parent.pk, kind=kind)).content.decode()
        assert "Units of the judiciary are judiciary" in page
    edit = reverse("wagtailsnippets_accounts_agency:edit", args=[people.police.pk])
    page = client.post(edit, agency_form(slug="police", parent=people.station.pk)).content.decode()
    assert "be part of itself" in page
    assert client.post(add, agency_form(parent=people.police.pk)).status_code == 302
    assert Agency.objects.get(slug="new").parent == people.police


def test_what_names_a_judge_is_withheld_from_an_administrator(people: People) -> None:
    people.judge.unit, people.judge.rank_or_office = "Zzmarker Court", "Zzmarker Magistrate"
    people.judge.save()
    office, bench = as_(people.administrator), as_(people.judicial_training_officer)
    edit = reverse("wagtailusers_users:edit", args=[people.judge.pk])
    for address in (LIST, edit):
        assert "Zzmarker" not in office.get(address).content.decode()
        assert "Zzmarker Court" in bench.get(address).content.decode()
    # What is left out of the form is left as it is.
    assert office.post(edit, form_for(people.judge, unit="", full_name="X")).status_code == 302
    people.judge.refresh_from_db()
    assert people.judge.unit == "Zzmarker Court"
    assert people.judge.full_name == "Zzmarker Judge"


def test_when_a_judge_was_here_is_shown_to_nobody(people: People) -> None:
    for person in (people.judge, people.officer):
        person.last_login = timezone.now() - timedelta(days=400)
        person.save()
    for name in ("administrator", "superuser", "judicial_training_officer"):
        client = as_(getattr(people, name))
        listed = client.get(f"{LIST}?q={people.judge.service_number}").content.decode()
        assert people.judge.service_number in listed
        assert "1\xa0year" not in listed
        assert "ordering=last_login" not in listed
    shown = as_(people.administrator).get(f"{LIST}?q=BPD-1").content.decode()
    assert "1\xa0year" in shown


def test_the_log_calls_a_judge_by_the_account(people: People) -> None:
    judge, office = people.judge, people.judicial_training_officer
    update_person(person=judge, roles=[], by=office, changed=["unit"])
    slip = issue_slip(person=judge, by=office)
    use_slip(service_number=judge.service_number, code=slip.code, password="macal-river-2026")
    entries = AuditEntry.objects.all()
    assert {entry.subject for entry in entries} == {f"account:{judge.pk}"}
    assert {entry.actor for entry in entries} == {office.learner_id, None}
