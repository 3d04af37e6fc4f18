"""Reading the framework in Wagtail's admin, and choosing from it."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from lms.accounts.api import Role
from nice_framework.models import (
    FrameworkRelease,
    NationalAreaStatement,
    PlainLabel,
    RequiredLevel,
    Statement,
    WorkRole,
)
from tests.factories.accounts import UserFactory
from tests.factories.nice_framework import (
    CategoryFactory,
    CompetencyAreaFactory,
    NationalAreaFactory,
    NationalProfileFactory,
    PlainLabelFactory,
    ReleaseFactory,
    StatementFactory,
    WorkRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> FrameworkRelease:
    release, older = ReleaseFactory(), ReleaseFactory(version="2.1.0")
    StatementFactory(identifier="K0802", text="Knowledge of chain of custody policies")
    StatementFactory(identifier="S0589", text="Skill in preserving integrity", kind="skill")
    StatementFactory(identifier="T1175", text="Meet Federal Rules", kind="task")
    StatementFactory(identifier="K0802", release=older, text="An older wording")
    StatementFactory(identifier="K0663", release=older, withdrawn_in=release)
    PlainLabelFactory(identifier="K0802", label="Rules about who held the evidence")
    PlainLabelFactory(identifier="IN-WRL-001", label="Investigates computer crimes")
    role = WorkRoleFactory(identifier="IN-WRL-001", title="Cybercrime Investigation")
    role.statements.add(Statement.objects.get(identifier="K0802", release=release))
    CompetencyAreaFactory(identifier="NF-COM-004", title="Cloud Security")
    return release


def client_of(*roles: str) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


LISTS = (
    "nice_statements",
    "nice_work_roles",
    "nice_competency_areas",
    "nice_profiles",
    "nice_areas",
)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LEGAL_REVIEWER, Role.ADMINISTRATOR])
def test_staff_read_the_framework(framework: FrameworkRelease, role: str) -> None:
    client = client_of(role)
    for name in LISTS:
        assert client.get(reverse(f"{name}:index")).status_code == 200
    said = client.get(reverse("nice_statements:index")).content.decode()
    assert "Rules about who held the evidence" in said
    assert "An older wording" in said


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ANALYST])
def test_learners_and_analysts_do_not_enter(framework: FrameworkRelease, role: str) -> None:
    client = client_of(role)
    for name in (*LISTS, "statement_chooser"):
        view = "choose" if name.endswith("chooser") else "index"
        answer = client.get(reverse(f"{name}:{view}"))
        assert answer.status_code in (302, 403)


def test_nothing_can_be_edited_by_hand(framework: FrameworkRelease) -> None:
    for name in LISTS:
        for view in ("add", "edit", "delete"):
            with pytest.raises(NoReverseMatch):
                reverse(f"{name}:{view}", args=() if view == "add" else (1,))


def test_the_list_is_searched_by_words_and_identifier(framework: FrameworkRelease) -> None:
    client = client_of(Role.AUTHOR)
    url = reverse("nice_statements:index_results")
    for typed in ("k0802", "evidence held", "chain custody"):
        said = client.get(url, {"q": typed}).content.decode()
        assert "K0802" in said
        assert "S0589" not in said
    assert "K0802" not in client.get(url, {"q": "nothing such"}).content.decode()
    assert client.get(url, {"q": "a\x00b"}).status_code == 200
    only = client.get(url, {"release": framework.pk}).content.decode()
    assert "An older wording" not in only


def test_the_list_takes_few_queries(
    framework: FrameworkRelease, django_assert_max_num_queries
) -> None:
    for _ in range(25):
        StatementFactory()
    client = client_of(Role.AUTHOR)
    with django_assert_max_num_queries(12):
        client.get(reverse("nice_statements:index_results"))


def test_a_page_shows_our_words_beside_nists(framework: FrameworkRelease) -> None:
    client = client_of(Role.AUTHOR)
    statement = Statement.objects.get(identifier="K0802", release=framework)
    said = client.get(reverse("nice_statements:inspect", args=[statement.pk])).content.decode()
    assert "Rules about who held the evidence" in said
    assert "Knowledge of chain of custody policies" in said
    assert "IN-WRL-001" in said
    role = WorkRole.objects.get()
    said = client.get(reverse("nice_work_roles:inspect", args=[role.pk])).content.decode()
    assert "Investigates computer crimes" in said
    assert client.get(reverse("nice_work_roles:inspect", args=[0])).status_code == 404


def test_a_profile_shows_its_levels() -> None:
    area = NationalAreaFactory(code="B", title="Custody")
    NationalAreaStatement.objects.create(area=area, statement=StatementFactory())
    profile = NationalProfileFactory()
    RequiredLevel.objects.create(profile=profile, area=area, level=2)
    client = client_of(Role.TRAINING_OFFICER)
    said = client.get(reverse("nice_profiles:inspect", args=[profile.pk])).content.decode()
    assert "B Custody at level 2" in said
    assert "not NICE" in client.get(reverse("nice_profiles:index")).content.decode()


def choose(name: str, **query: object) -> str:
    answer = client_of(Role.AUTHOR).get(reverse(f"{name}:choose_results"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_chooser_offers_the_release_in_use(framework: FrameworkRelease) -> None:
    said = choose("statement_chooser")
    assert "K0802" in said
    assert "NICE 2.2.0" in said
    assert "An older wording" not in said
    assert "T1175" not in said, "it names rules of another country"
    assert "K0663" not in said


def test_the_chooser_finds_by_words_or_identifier(framework: FrameworkRelease) -> None:
    assert "S0589" not in choose("statement_chooser", q="held evidence")
    assert "K0802" in choose("statement_chooser", q="held evidence")
    assert "S0589" in choose("statement_chooser", q="s0589")
    older = FrameworkRelease.objects.get(version="2.1.0")
    assert "An older wording" in choose("statement_chooser", release=older.pk)
    assert "IN-WRL-001" in choose("work_role_chooser", q="cybercrime")
    assert "IN-WRL-001" not in choose("work_role_chooser", q="gardening")


def test_what_is_chosen_is_named_in_our_words(framework: FrameworkRelease) -> None:
    statement = Statement.objects.get(identifier="K0802", release=framework)
    client = client_of(Role.AUTHOR)
    answer = client.get(reverse("statement_chooser:chosen", args=[statement.pk]))
    result = json.loads(answer.content)["result"]
    assert result["title"] == "K0802 Rules about who held the evidence (NICE 2.2.0)"
    many = client.get(reverse("statement_chooser:chosen_multiple"), {"id": [statement.pk]})
    assert json.loads(many.content)["result"][0]["title"] == result["title"]
    assert client.get(reverse("statement_chooser:choose")).status_code == 200
    other = Statement.objects.get(identifier="S0589")
    answer = client.get(reverse("statement_chooser:chosen", args=[other.pk]))
    title = json.loads(answer.content)["result"]["title"]
    assert title == "S0589 Skill in preserving integrity (NICE 2.2.0)"


def test_only_current_profiles_are_offered() -> None:
    NationalProfileFactory(version=1, status="retired", title="The old one")
    NationalProfileFactory(version=2, title="The new one")
    said = choose("profile_chooser", q="bz-fr")
    assert "The new one" in said
    assert "The old one" not in said


def test_a_foreign_key_to_a_statement_gets_the_chooser() -> None:
    from wagtail.admin.forms.models import registry
    from wagtail.admin.widgets import BaseChooser

    reverse("wagtailadmin_home")
    for model, field in ((Statement, "evidence"), (WorkRole, "roleassignment")):
        key = model._meta.get_field(field).remote_field
        widget = registry.get(key)["widget"]
        assert issubclass(widget, BaseChooser)
    assert CategoryFactory().title == "INVESTIGATION"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("exhibit", ["K0802"]),  # evidence, in our label
        ("EXHIBIT held", ["K0802"]),
        ("handed over", ["K0802"]),  # in our description
        ("zebra", []),
    ],
)
def test_statements_are_found_by_what_people_here_call_them(
    framework: FrameworkRelease, typed: str, found: list[str]
) -> None:
    PlainLabel.objects.filter(identifier="K0802").update(description="Who handed over what.")
    url = reverse("statement_chooser:choose_results")
    page = client_of(Role.AUTHOR).get(url, {"q": typed}).content.decode()
    assert [one for one in ("K0802", "S0589") if one in page] == found
    assert ("NICE 2.2.0" in page) == bool(found)
