"""Answering, with and without JavaScript, kindly and with hostility."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.models import Attempt, Grading, Response
from courses.assessment.queries import answers_in_force
from courses.completion.models import CourseCompletion
from courses.player.words import moment_in_words
from lms.jobs.api import run_owed
from tests.factories.learning import an_item, an_officer, on_page


@pytest.fixture
def course(learning):
    made = learning()
    made.join()
    return made


def test_the_start_page_says_what_to_expect(course) -> None:
    page = course.client.get(course.url("assessment", "module-1")).content.decode()
    for words in (
        "3 questions",
        "80 %",
        "One question must be right",
        "2 attempts left",
        "30 minutes",
    ):
        assert words in page
    assert "Read these lessons first" in page


def test_the_pages_never_say_what_is_right(course) -> None:
    attempt = course.start()
    url = reverse("attempt", args=[attempt.pk])
    for page in (course.client.get(url), course.client.get(f"{url}?q=2")):
        text = page.content.decode()
        assert "feedback" not in text
        assert "Because of" not in text
        assert "critical" not in text


def test_what_a_page_sends_tells_nothing_of_the_solution(course) -> None:
    """Values are places as shown: an ordering's original positions would be its solution."""
    attempt = course.start()
    text = course.client.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert re.findall(r'data-value="(\d)"', text) == ["0", "1", "2", "3"]
    assert re.findall(r'name="answer-a" value="(\d)"', text) == ["0", "1", "2", "3"]
    assert re.findall(r'name="answer-b" value="(\d)"', text) == ["0", "1", "2", "3"]
    course.send(
        attempt, {"client_id": "x", "sequence": 1, "item": "c", "answer": ["0", "1", "2", "3"]}
    )
    order = next(shown["shown"] for shown in attempt.items if shown["key"] == "c")
    assert answers_in_force(attempt)["c"] == [order.index(at) + 1 for at in range(4)]
    assert not Response.objects.filter(answer=[1, 2, 3, 4]).exists()


def test_all_questions_or_one(course) -> None:
    attempt = course.start()
    url = reverse("attempt", args=[attempt.pk])
    assert course.client.get(url).content.decode().count("<fieldset") == 3
    assert course.client.get(f"{url}?q=2").content.decode().count("<fieldset") == 1
    for odd in ("0", "4", "x", "²", "99999999", "-1", ""):
        assert course.client.get(url, {"q": odd}).content.decode().count("<fieldset") == 3


def form_of(attempt: Attempt, key: str) -> dict[str, object]:
    places = on_page(attempt, "c", ["0", "1", "2", "3"])
    return {
        "a": {"answer-a": on_page(attempt, "a", "0")},
        "b": {"answer-b": on_page(attempt, "b", ["0", "1"])},
        "c": {f"answer-c-{shown}": str(place) for place, shown in enumerate(places, 1)},
    }[key]


def test_without_javascript_each_next_saves(course) -> None:
    attempt = course.start()
    url = reverse("attempt", args=[attempt.pk])
    for number, shown in enumerate(attempt.items, start=1):
        data = form_of(attempt, shown["key"]) | {"q": str(number), "go": "next"}
        answer = course.client.post(url, data)
        assert answer.url == (
            f"{url}?q={number + 1}" if number < 3 else reverse("attempt-hand-in", args=[attempt.pk])
        )
    page = course.client.get(answer.url).content.decode()
    assert "You answered all 3 questions" in page
    result = course.client.get(course.hand_in(attempt).url).content.decode()
    assert "Passed" in result
    assert Grading.objects.get().passed


def test_going_back_saves_too_and_changes_count(course) -> None:
    attempt = course.start()
    url = reverse("attempt", args=[attempt.pk])
    number = next(n for n, shown in enumerate(attempt.items, 1) if shown["key"] == "a")
    for value in ("3", "3", "0"):
        shown = on_page(attempt, "a", value)
        course.client.post(url, {"q": number, "go": "back", "answer-a": shown})
    assert answers_in_force(attempt) == {"a": 0}
    assert Response.objects.count() == 2


def test_the_form_of_all_questions_leaves_untouched_steps_unanswered(course) -> None:
    attempt = course.start()
    url = reverse("attempt", args=[attempt.pk])
    untouched = {f"answer-c-{at}": str(at + 1) for at in range(4)}
    chosen = {"answer-a": on_page(attempt, "a", "1"), "go": "review"}
    course.client.post(url, chosen | untouched)
    assert answers_in_force(attempt) == {"a": 1}
    course.client.post(url, {"answer-a": "2", "go": "review", "kept": "yes"})
    assert answers_in_force(attempt) == {"a": 1}


def test_the_script_is_acknowledged_by_client_id(course) -> None:
    attempt = course.start()
    body = {"client_id": "one", "sequence": 1, "item": "a", "answer": "0"}
    for _n in range(3):
        answer = course.send(attempt, body)
        assert (answer.status_code, answer.json()) == (200, {"client_id": "one"})
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"null", 400), (b"[]", 400), (b"5", 400), (b"{", 400), (b"\xff\xfe", 400),
        (b"[" * 5000, 400), (b"{}", 400), (b'{"client_id": "x"}', 400),
        (b'{"client_id": "x", "sequence": 1, "item": "nope", "answer": "0"}', 400),
        (b'{"client_id": "x", "sequence": 1, "item": "a", "answer": "17"}', 400),
        (b'{"client_id": "x", "sequence": 1, "item": "a", "answer": NaN}', 400),
        (b'{"client_id": "x", "sequence": 1e999, "item": "a", "answer": "0"}', 400),
        (b'{"client_id": "x", "sequence": 1, "item": "a", "answer": "\\ud800"}', 400),
        (b'{"client_id": "x", "answer": "' + b"x" * 33_000 + b'"}', 413),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(course, body, status) -> None:
    attempt = course.start()
    answer = course.send(attempt, body)
    assert answer.status_code == status, answer.content
    assert answer.json()["error"].endswith(".")
    assert not Response.objects.exists()


def test_what_the_browser_says_of_score_time_and_completion_is_ignored(course) -> None:
    attempt = course.start()
    course.send(
        attempt,
        {
            "client_id": "x", "sequence": 1, "item": "a",
            "answer": on_page(attempt, "a", "3"), "score": 100,
            "passed": True, "right": True, "saved_at": "2001-01-01", "completed": True,
        },
    )  # fmt: skip
    course.client.post(
        reverse("attempt-hand-in", args=[attempt.pk]),
        {"score": "100", "passed": "1", "submitted_at": "2001-01-01"},
    )
    grading = Grading.objects.get()
    assert (grading.score, grading.passed) == (0, False)
    assert grading.graded_at.year > 2001


def test_everything_of_another_persons_attempt_is_not_found(course) -> None:
    attempt = course.start()
    stranger = Client()
    stranger.force_login(an_officer())
    for name in ("attempt", "attempt-hand-in", "attempt-result"):
        url = reverse(name, args=[attempt.pk])
        assert stranger.get(url).status_code == 404
        if name != "attempt-result":
            assert stranger.post(url).status_code == 404
        assert Client().get(url).status_code == 302
    url = reverse("attempt-answer", args=[attempt.pk])
    body = '{"client_id": "x", "sequence": 1, "item": "a", "answer": "0"}'
    assert stranger.post(url, body, content_type="application/json").status_code == 404
    assert course.client.get(reverse("attempt", args=[uuid.uuid4()])).status_code == 404
    assert not Response.objects.exists()
    assert not Grading.objects.exists()


def test_a_late_answer_after_hand_in_is_told_kindly(course) -> None:
    attempt = course.start()
    course.hand_in(attempt)
    answer = course.send(attempt, {"client_id": "x", "sequence": 1, "item": "a", "answer": "0"})
    assert answer.status_code == 409
    assert "handed in already" in answer.json()["error"]
    url = reverse("attempt", args=[attempt.pk])
    assert course.client.post(url, {"q": "1", "answer-a": "0"}).url == reverse(
        "attempt-result", args=[attempt.pk]
    )
    assert not Response.objects.exists()


def test_the_review_names_what_is_not_answered(course) -> None:
    attempt = course.start()
    course.send(attempt, {"client_id": "x", "sequence": 1, "item": "a", "answer": "0"})
    page = course.client.get(reverse("attempt-hand-in", args=[attempt.pk])).content.decode()
    assert "You answered 1 of 3 questions in full" in page
    assert "What about b?" in page
    assert "What about a?" not in page
    assert not Grading.objects.exists()


def test_handing_in_twice_shows_the_same_result(course) -> None:
    attempt = course.start()
    course.answer_all(attempt)
    first, second = course.hand_in(attempt), course.hand_in(attempt)
    assert first.url == second.url == reverse("attempt-result", args=[attempt.pk])
    assert Grading.objects.count() == 1


def test_a_fail_is_told_kindly_and_exactly(course) -> None:
    attempt = course.start()
    course.send(
        attempt,
        {"client_id": "x", "sequence": 1, "item": "b", "answer": on_page(attempt, "b", ["0", "1"])},
    )
    page = course.client.get(course.hand_in(attempt).url).content.decode()
    attempt.refresh_from_db()
    again = attempt.submitted_at + timedelta(minutes=attempt.assessment.wait_minutes)
    for words in (
        "Not passed yet", "You reached 33 % and 80 % are needed.", "must be right, whatever",
        # Late in the evening this is tomorrow.
        f"You can try again from {moment_in_words(again)}", "1 attempt is left",
        "Many people need a second attempt",
        "Read these lessons again", "Your answers are shown when you have passed",
    ):  # fmt: skip
        assert words in page, words
    for words in ("What about", "option", "feedback 0", "Because of", "Question 1"):
        assert words not in page, words
    page = course.client.get(course.url("assessment", "module-1")).content.decode()
    assert "You can try again" in page
    page = course.client.post(course.url("assessment", "module-1"), follow=True).content.decode()
    assert "You can try again from" in page
    assert Attempt.objects.count() == 1


def test_passing_last_completes_the_course_and_says_so(course) -> None:
    course.finish_lessons()
    attempt = course.start()
    course.answer_all(attempt)
    result = course.hand_in(attempt).url
    page = course.client.get(result).content.decode()
    assert "You have completed the course" in page
    assert "Your certificate is ready in a few minutes." in page
    run_owed()
    assert "Your certificate is there." in course.client.get(result).content.decode()
    assert CourseCompletion.objects.count() == 1


def test_passing_before_reading_says_what_is_missing(course) -> None:
    attempt = course.start()
    course.answer_all(attempt)
    page = course.client.get(course.hand_in(attempt).url).content.decode()
    assert "Not complete yet: you still need" in page
    assert "Finish the lesson “Lesson 1.2”" in page
    assert not CourseCompletion.objects.exists()
    course.finish_lessons()
    assert CourseCompletion.objects.count() == 1


@pytest.mark.django_db
def test_text_from_authors_and_learners_is_escaped(learning) -> None:
    item = an_item("a")
    item["stem"] = "<script>alert(1)</script>"
    item["config"]["options"][0]["text"] = '"><img src=x onerror=alert(1)>'
    course = learning(items=[item])
    course.join()
    attempt = course.start()
    for name in ("attempt", "attempt-hand-in"):
        page = course.client.get(reverse(name, args=[attempt.pk])).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
