"""What a learner is told before, during and after an assessment with a form, a clock, a doubt."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.assessment.granting import arrange_time, set_dates
from courses.assessment.models import Attempt, Grading, Response
from courses.assessment.timing import GRACE
from lms.jobs.api import run_owed
from tests.factories.learning import an_item, an_officer, on_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(learning):
    """Two of six questions in twenty minutes, with how sure."""

    def make(**about: Any) -> Any:
        values = {
            "items": [an_item(f"i{n}") for n in range(6)],
            "blueprint": [{"count": 2}],
            "time_limit": 20,
            "certainty": "ask",
        } | about
        made = learning(**values)
        made.join()
        return made

    return make


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    def move(**by: float) -> None:
        moment = timezone.now() + timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move


def intro(course: Any) -> str:
    return course.client.get(course.url("assessment", "module-1")).content.decode()


def read(course: Any, name: str, attempt: Attempt, **query: Any) -> str:
    url = reverse(name, args=[attempt.pk])
    return course.client.get(url, query, follow=True).content.decode()


def trainer_of(course: Any) -> Any:
    trainer = an_officer(agency=course.person.agency)
    trainer.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    return trainer


def answer(course: Any, attempt: Attempt, *, wrong: bool = False, certainty: int = 3) -> None:
    for n, shown in enumerate(attempt.items, start=1):
        given = on_page(attempt, shown["key"], "1" if wrong else "0")
        body = {"client_id": f"c{n}", "sequence": n, "item": shown["key"], "answer": given,
                "certainty": certainty}  # fmt: skip
        assert course.send(attempt, body).status_code == 200


def test_the_start_page_tells_draw_time_grace_and_certainty(exam) -> None:
    page = intro(exam())
    for words in (
        "2 questions, drawn for you", "You have 20 minutes from the start, on our clock",
        "up to 120 seconds later", "you say how sure you are", "when you have passed",
    ):  # fmt: skip
        assert words in page, words
    assert "arranged" not in page


def test_arranged_time_is_told_to_the_learner(exam) -> None:
    course = exam()
    arrange = {"learner": course.person.learner, "by": trainer_of(course), "reason": "Agreed."}
    arrange_time(**arrange, extra_percent=25)
    assert "You have 25 minutes from the start" in intro(course)
    assert "extra time arranged for you" in intro(course)
    arrange_time(**arrange, no_limit=True)
    assert "The time limit does not apply to you, as arranged" in intro(course)


def test_dates_are_told_before_and_after(exam, later) -> None:
    course = exam()
    now = timezone.now()
    set_dates(
        module_key=course.version.modules.get().key, by=trainer_of(course), reason="Class.",
        opens_at=now + timedelta(minutes=5), closes_at=now + timedelta(minutes=9),
    )  # fmt: skip
    page = intro(course)
    assert "This assessment opens" in page
    assert "It closes" in page
    assert "Start the assessment" not in page
    later(minutes=10)
    assert "This assessment closed" in intro(course)
    course.client.post(course.url("assessment", "module-1"))
    assert not Attempt.objects.exists()


def test_the_time_left_is_the_servers_and_needs_no_script(exam, later) -> None:
    course = exam()
    attempt = course.start()
    for page in (read(course, "attempt", attempt), read(course, "attempt", attempt, q=1)):
        assert "You have until" in page
        assert 1190 <= int(re.findall(r'data-seconds="(\d+)"', page)[0]) <= 1200
    assert "You have until" in read(course, "attempt-hand-in", attempt)
    later(minutes=19, seconds=30)
    assert "1 minute left" in read(course, "attempt", attempt)
    body = {"client_id": "x", "sequence": 1, "item": attempt.items[0]["key"], "answer": "0"}
    told = course.send(attempt, body).json()
    assert 0 < told["seconds_left"] <= 30


def test_whoever_comes_back_after_the_time_sees_what_happens(exam, later) -> None:
    course = exam()
    attempt = course.start()
    answer(course, attempt)
    later(minutes=21)
    for name in ("attempt", "attempt-hand-in", "attempt-result"):
        page = read(course, name, attempt)
        assert "Your time is over" in page
        assert "2 answers of 2 have arrived and count" in page
        assert "What is still on its way from this device counts" in page
    late = {"client_id": "late", "sequence": 9, "item": attempt.items[0]["key"], "answer": "1"}
    assert course.send(attempt, late).status_code == 200
    assert Response.objects.get(client_id="late").late
    later(minutes=2)
    refused = course.send(attempt, late | {"client_id": "later"})
    assert refused.status_code == 409
    assert "time was over" in refused.json()["error"]
    assert "Your answers are being handed in" in read(course, "attempt", attempt)
    assert not Grading.objects.exists()
    run_owed()
    page = read(course, "attempt", attempt)
    assert "Your time was over" in page
    assert Grading.objects.count() == 1


def test_home_tells_when_an_open_attempt_ends(exam) -> None:
    course = exam()
    course.finish_lessons()
    course.start()
    page = course.client.get(reverse("home")).content.decode()
    assert "Your assessment is open" in page
    assert "Your answers so far are saved. It ends at " in page


def test_handing_in_within_the_grace_and_without_script(exam, later) -> None:
    course = exam()
    attempt = course.start()
    later(minutes=20, seconds=60)
    key = attempt.items[0]["key"]
    data = {"q": "1", f"answer-{key}": "0", f"certainty-{key}": "2", "go": "next"}
    course.client.post(reverse("attempt", args=[attempt.pk]), data)
    assert list(Response.objects.values_list("certainty", "late")) == [(2, True)]
    course.hand_in(attempt)
    attempt.refresh_from_db()
    assert attempt.ended_by == "clock"
    assert attempt.submitted_at < attempt.ends_at + GRACE


def test_answers_are_told_when_the_assessment_is_passed_and_of_all_attempts(exam, later) -> None:
    course = exam(time_limit=None)
    first = course.start()
    answer(course, first, wrong=True)
    page = course.client.get(course.hand_in(first).url).content.decode()
    for words in (
        "Your answers are shown when you have passed", "Certain, and not right",
        "certain of 2 answers that were not right", "0 of 2 right",
    ):  # fmt: skip
        assert words in page, words
    for words in ("What about", "option", "feedback", "Because of"):
        assert words not in page, words
    later(minutes=31)
    second = course.start()
    assert {one["key"] for one in second.items}.isdisjoint({one["key"] for one in first.items})
    answer(course, second, certainty=2)
    page = course.client.get(course.hand_in(second).url).content.decode()
    assert "feedback 0" in page
    assert "You said: Fairly sure" in page
    page = read(course, "attempt-result", first)
    assert "Look at these first" in page
    assert "Because of" in page


def test_whoever_used_all_attempts_is_not_told_either(exam, later) -> None:
    course = exam()
    for _n in range(2):
        attempt = course.start()
        answer(course, attempt, wrong=True)
        page = course.client.get(course.hand_in(attempt).url).content.decode()
        later(minutes=31)
    assert "You have used all your attempts" in page
    assert "feedback" not in page


def test_certainty_is_asked_with_the_answer_and_remembered(exam) -> None:
    course = exam()
    attempt = course.start()
    page = read(course, "attempt", attempt)
    assert page.count("How sure are you?") == 2
    answer(course, attempt, certainty=1)
    page = read(course, "attempt", attempt, q=1)
    key = attempt.items[0]["key"]
    assert f'name="certainty-{key}" value="1" checked' in page
    body = {"client_id": "y", "sequence": 5, "item": key, "answer": "0", "certainty": "very"}
    assert course.send(attempt, body).status_code == 400


def test_without_certainty_nothing_is_asked(exam) -> None:
    course = exam(certainty="off")
    assert "how sure" not in intro(course)
    assert "How sure" not in read(course, "attempt", course.start())


def test_saving_an_answer_is_cheap(exam) -> None:
    course = exam()
    attempt = course.start()
    answer(course, attempt)
    body = {"client_id": "z", "sequence": 7, "item": attempt.items[0]["key"], "answer": "0"}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        course.send(attempt, body)
    # Session, person, and between the two of the transaction: the attempt, the answer.
    assert len(queries) <= 6, json.dumps([one["sql"][:90] for one in queries], indent=1)
    with CaptureQueriesContext(connection) as queries:
        read(course, "attempt", attempt)
    assert len(queries) <= 6, json.dumps([one["sql"][:90] for one in queries], indent=1)
