"""Reports on scenarios: counts of first goes, never of a few, never of a judge."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.interactions.scenario.sample import SAMPLE
from courses.models import Enrolment
from courses.practice.choices import choices_of
from courses.questions.models import Question
from lms.accounts.api import Role
from lms.accounts.models import Agency, User
from tests.courses.practice.conftest import Trying
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import QuestionFactory
from tests.factories.learning import a_judge, an_item, an_officer

Make = Callable[..., Trying]
GOOD = [["desk", 0, "fairly"], ["call", 0, None]]
BAD = [["desk", 1, "certain"]]


@pytest.fixture
def scenario(db: None) -> Question:
    return QuestionFactory(key="story", type_key="scenario", config=SAMPLE)


def item() -> dict[str, Any]:
    return an_item("story") | {"type": "scenario", "config": SAMPLE}


def go(learner: Trying, way: list[list[Any]]) -> None:
    """Hand in this way as the page's script does."""
    page = learner.open()
    shown = page.context["asked"].shown
    keys = [node["key"] for node in SAMPLE["nodes"]]
    sent = [[shown["choices"][keys.index(key)].index(at), sure] for key, at, sure in way]
    assert learner.send(page.context["seed"], **{"answer-json": json.dumps(sent)}).status_code in (
        200, 302
    )  # fmt: skip


def crowd(trying: Make, ways: list[list[Any]]) -> list[Trying]:
    first = trying(an_officer(), item())
    people = [first]
    people += [
        trying(an_officer(), first.item, version=first.version) for _n in range(len(ways) - 1)
    ]
    for one, way in zip(people, ways, strict=True):
        go(one, way)
    return people


def place(people: list[Trying], agency: Agency) -> None:
    User.objects.filter(pk__in=[one.person.pk for one in people]).update(agency=agency)


def told(question: Question, *roles: str, agency: Agency | None) -> Any:
    """What somebody with these roles, of that agency, is shown: the answer."""
    reader = UserFactory(agency=agency)
    reader.groups.add(*Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(reader)
    return client.get(reverse("scenario-choices", args=[question.key]))


def test_a_training_officer_is_told_of_the_own_agency_and_its_units_only(
    trying: Make, scenario: Question
) -> None:
    police, customs = AgencyFactory(name="Police"), AgencyFactory(name="Customs")
    unit = AgencyFactory(name="San Ignacio", parent=police)
    people = crowd(trying, [GOOD] * 20 + [BAD] * 11)
    place(people[:5], police)
    place(people[5:12], unit)
    place(people[12:], customs)
    own = told(scenario, Role.TRAINING_OFFICER, agency=police)
    assert own.context["report"].people == 12
    assert "People of Police and its units." in own.content.decode()
    few = told(scenario, Role.TRAINING_OFFICER, agency=unit)
    assert not few.context["report"].enough
    assert "Fewer than ten people so far" in few.content.decode()
    whole = told(scenario, Role.ADMINISTRATOR, agency=police)
    assert whole.context["report"].people == 31
    both = told(scenario, Role.TRAINING_OFFICER, Role.AUTHOR, agency=police)
    assert both.context["report"].people == 31


def test_a_training_officer_of_no_agency_or_of_the_judiciary_is_told_of_nobody(
    trying: Make, scenario: Question
) -> None:
    people = crowd(trying, [GOOD] * 12)
    assert told(scenario, Role.TRAINING_OFFICER, agency=None).status_code == 403
    court = AgencyFactory(kind="judiciary")
    place(people, court)
    assert told(scenario, Role.TRAINING_OFFICER, agency=court).context["report"].people == 0


def table(question: Question) -> dict[str, list[Any]]:
    return {
        place.node.key: [(one.count, one.sure_and_wrong) for one in place.choices]
        for place in choices_of(question).places
    }


def test_first_goes_are_counted_and_who_was_sure_and_wrong(
    trying: Make, scenario: Question
) -> None:
    people = crowd(trying, [GOOD] * 12 + [BAD] * 11)
    go(people[0], BAD)  # a second go changes nothing
    assert choices_of(scenario).people == 23
    assert table(scenario) == {"desk": [(12, None), (11, 11)], "call": [(12, None), (None, None)]}
    assert [place.people for place in choices_of(scenario).places] == [23, None]


def test_a_few_are_shown_to_nobody(trying: Make, scenario: Question) -> None:
    crowd(trying, [GOOD] * 6 + [BAD] * 3)
    report = choices_of(scenario)
    assert (report.people, report.enough, report.places) == (9, False, [])
    crowd_of_ten = Client()
    author = UserFactory()
    author.groups.add(Group.objects.get(name=Role.AUTHOR))
    crowd_of_ten.force_login(author)
    html = crowd_of_ten.get(reverse("scenario-choices", args=["story"])).content.decode()
    assert "Fewer than ten people so far" in html
    assert "Pull the plug" not in html


def test_judges_and_who_became_one_are_in_no_count(trying: Make, scenario: Question) -> None:
    people = crowd(trying, [GOOD] * 11 + [BAD])
    go(trying(a_judge(), people[0].item, version=people[0].version), BAD)
    assert choices_of(scenario).people == 12
    User.objects.filter(pk=people[0].person.pk).update(agency=AgencyFactory(kind="judiciary"))
    Enrolment.objects.filter(pk=people[1].enrolment.pk).update(confidential=True)
    assert choices_of(scenario).people == 10


def test_what_can_no_longer_be_gone_is_not_counted(trying: Make, scenario: Question) -> None:
    crowd(trying, [GOOD] * 10)
    config = json.loads(json.dumps(SAMPLE))
    config["nodes"][0]["key"] = "table"
    Question.objects.filter(pk=scenario.pk).update(config=config)
    assert choices_of(Question.objects.get()).people == 0


def test_those_who_may_read_it_and_those_who_may_not(trying: Make, scenario: Question) -> None:
    agency = AgencyFactory()
    people = crowd(trying, [GOOD] * 12 + [BAD] * 11)
    place(people, agency)
    client = Client()
    for role, status in ((Role.AUTHOR, 200), (Role.TRAINING_OFFICER, 200), (None, 403)):
        person = UserFactory(agency=agency)
        if role:
            person.groups.add(Group.objects.get(name=role))
        client.force_login(person)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("scenario-choices", args=["story"]))
        assert page.status_code == status
        assert client.get(reverse("scenario-list")).status_code == status
        if status == 200:
            assert len(queries) <= 10
            assert "fewer than 10" in page.content.decode()
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("scenario-choices", args=["gone"])).status_code in (403, 404)
