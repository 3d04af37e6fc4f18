"""Whose record is participation tries questions out and leaves no trace, anywhere."""

import json
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Enrolment, PracticeRun
from courses.practice.queries import task_in
from courses.practice.services import save_run
from lms.accounts.models import User
from tests.courses.practice.conftest import BLOCK, Trying
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_judge, an_item, an_officer

Make = Callable[..., Trying]
WRITES = ("INSERT", "UPDATE", "DELETE")


def a_judge_in_a_graded_course(make: Make) -> Trying:
    return make(a_judge())


def a_judge_in_participation(make: Make) -> Trying:
    return make(a_judge(), record="participation")


def an_officer_in_participation(make: Make) -> Trying:
    return make(an_officer(), record="participation")


def an_officer_with_a_confidential_place(make: Make) -> Trying:
    one = make(an_officer())
    Enrolment.objects.filter(pk=one.enrolment.pk).update(confidential=True)
    return one


def an_officer_who_became_a_judge(make: Make) -> Trying:
    one = make(an_officer())
    agency = AgencyFactory(kind="judiciary")
    User.objects.filter(pk=one.person.pk).update(agency=agency)
    return one


everybody = pytest.mark.parametrize(
    "who",
    [
        a_judge_in_a_graded_course,
        a_judge_in_participation,
        an_officer_in_participation,
        an_officer_with_a_confidential_place,
        an_officer_who_became_a_judge,
    ],
)


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@everybody
def test_the_answer_is_told_and_nothing_is_written(
    trying: Make, who: Callable[[Make], Trying]
) -> None:
    judge = who(trying)
    page, before = judge.open(), rows()
    at = judge.places(page).index(1)
    sent = {"seed": page.context["seed"], "answer-try": str(at), "go": "finish"}
    session = dict(judge.client.session)
    with CaptureQueriesContext(connection) as queries:
        told = judge.client.post(judge.url, sent)
    assert told.status_code == 200
    assert "try feedback 1" in told.content.decode()
    assert "Nothing of this is stored" in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    assert rows() == before
    assert dict(judge.client.session) == session
    assert not [one["sql"] for one in queries if one["sql"].lstrip().startswith(WRITES)]


@everybody
def test_step_by_step_the_page_carries_what_was_answered(
    trying: Make, who: Callable[[Make], Trying]
) -> None:
    judge = who(trying)
    before = rows()
    page = judge.open()
    step = judge.client.post(
        judge.url, {"seed": page.context["seed"], "answer-try": "1", "go": "stay"}
    )
    assert step.status_code == 200
    assert json.loads(step.context["before"]) == judge.places(page)[1]
    assert step.context["seed"] == page.context["seed"]
    assert "Nothing that you answer here is stored" in step.content.decode()
    for carried in ("{", '{"a": 1}', "[" * 20_000, "99"):
        spoilt = judge.client.post(
            judge.url, {"seed": page.context["seed"], "before": carried, "go": "stay"}
        )
        assert spoilt.status_code == 200
    refused = judge.client.post(judge.url, {"seed": "", "answer-try": "1"})
    assert "This page is incomplete" in refused.content.decode()
    assert rows() == before


def test_the_service_refuses_whoever_calls_it(trying: Make) -> None:
    judge = trying(a_judge())
    task = task_in(judge.lesson, BLOCK)
    assert task is not None
    with pytest.raises(PermissionDenied):
        save_run(
            enrolment=judge.enrolment,
            task=task,
            seed="a" * 22,
            data={"answer-try": "0"},
            finish=True,
        )
    assert not PracticeRun.objects.exists()


def test_what_an_officer_did_before_becoming_a_judge_is_shown_to_nobody(trying: Make) -> None:
    one = trying(an_officer(), an_item("try"))
    one.choose(0)
    [run] = one.runs
    User.objects.filter(pk=one.person.pk).update(agency=AgencyFactory(kind="judiciary"))
    assert one.client.get(f"{one.url}{run.pk}/").status_code == 404
    assert one.open().context["earlier"] == []


@everybody
def test_their_browser_is_told_to_keep_nothing_either(
    trying: Make, who: Callable[[Make], Trying]
) -> None:
    learner = who(trying)
    page = learner.open()
    assert "data-keep" not in page.content.decode()
    told = learner.send(page.context["seed"], **{f"answer-{learner.item['key']}": "0"})
    assert "data-practice-done" not in told.content.decode()
