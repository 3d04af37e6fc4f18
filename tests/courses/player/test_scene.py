"""An evidence scene in an attempt: acted on with and without JavaScript, told, and on paper."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.models import Attempt, Grading, Response
from courses.assessment.queries import answers_in_force, step_times
from courses.questions.question_types import question_type
from tests import pdf_tools
from tests.courses.practice.conftest import Trying
from tests.factories.learning import a_judge, an_item, an_officer, on_page

KIND = question_type("scene")
TOLD = "Defence counsel asks who could have opened the bag."


def a_scene(key: str = "s") -> dict[str, Any]:
    return {**an_item(key), "type": "scene", "config": KIND.frozen(KIND.clean(KIND.sample))}


@pytest.fixture
def course(learning):
    made = learning(items=[a_scene()])
    made.join()
    return made


def post(course, attempt: Attempt, **parts: str) -> Any:
    """A button of the page without JavaScript: the scene's own `go` stands before the page's."""
    data = {"q": "1", "go": "stay", **{f"answer-s-{part}": value for part, value in parts.items()}}
    return course.client.post(reverse("attempt", args=[attempt.pk]), data)


def act(course, attempt: Attempt, action: str, **more: str) -> Any:
    return post(course, attempt, **{"add": "phone", "do-phone": action, **more})


def send(course, attempt: Attempt, steps: list[dict[str, str]], sequence: int) -> Any:
    body = {"client_id": f"c{uuid4()}", "sequence": sequence, "item": "s", "answer": steps}
    return course.send(attempt, body)


def step(number: str, action: str = "photograph", **more: str) -> dict[str, str]:
    return {"id": number, "object": "phone", "action": action, **more}


def test_without_javascript_each_step_is_a_post_that_stays(course) -> None:
    attempt = course.start()
    address = reverse("attempt", args=[attempt.pk])
    answer = act(course, attempt, "photograph")
    assert answer.url == f"{address}?q=1"
    act(course, attempt, "seal", **{"seal-phone": "BZ-0042"})
    steps = answers_in_force(attempt)["s"]
    assert [one["action"] for one in steps] == ["photograph", "seal"]
    post(course, attempt, undo=steps[1]["id"])
    page = course.client.get(f"{address}?q=1").content.decode()
    assert "Photographed" in page
    assert "BZ-0042" in page
    assert "Entry 2 was logged by mistake" in page
    assert page.count('<li class="scene-entry') == 4  # three entries, and one to copy
    course.hand_in(attempt)
    assert [mark["score"] for mark in Grading.objects.get().items] == [pytest.approx(1 / 3)]


def test_going_on_logs_nothing_that_was_not_added(course) -> None:
    attempt = course.start()
    data = {"q": "1", "go": ["stay", "next"], "answer-s-do-phone": "switch-on"}
    answer = course.client.post(reverse("attempt", args=[attempt.pk]), data)
    assert answer.url == reverse("attempt-hand-in", args=[attempt.pk])
    assert not Response.objects.exists()


def test_a_step_that_says_too_little_is_told_and_loses_nothing(course) -> None:
    attempt = course.start()
    act(course, attempt, "photograph")
    for wrong in ({"add": "phone"}, {"add": "phone", "do-phone": "seal"}, {"undo": "zz"}):
        answer = post(course, attempt, **wrong)
        page = course.client.get(answer.url).content.decode()
        assert "message" in page
        assert [one["action"] for one in answers_in_force(attempt)["s"]] == ["photograph"]


def test_the_page_holds_the_controls_and_nothing_of_what_is_right(course) -> None:
    attempt = course.start()
    page = course.client.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert "evidence-scene.js" in page
    assert "scene.css" in page
    assert 'aria-label="A living room with a laptop' in page
    for secret in (TOLD, "required", "fatal", "harmful", "Off stays off", " style="):
        assert secret not in page


def test_a_shorter_log_takes_nothing_out(course) -> None:
    """From a second device, an older page, or somebody who wants a step forgotten."""
    attempt = course.start()
    send(course, attempt, [step("a"), step("b", "switch-on")], 1)
    send(course, attempt, [step("a"), step("c", "note")], 2)
    for nothing in ([], "", None):
        assert send(course, attempt, nothing, 3).status_code == 200
    assert [one["id"] for one in answers_in_force(attempt)["s"]] == ["a", "b", "c"]
    course.hand_in(attempt)
    grading = Grading.objects.get()
    assert (grading.passed, grading.critical_missed) == (False, ["s"])
    assert grading.items[0]["fatal"]


@pytest.mark.parametrize(
    "answer",
    [
        "x",
        7,
        {"a": 1},
        [[]],
        [{"object": "phone", "action": "fly"}],
        [{"id": "<b>", "object": "phone", "action": "photograph"}],
        [{"id": "a", "undo": "b"}],
        [{"id": "a", "object": "phone", "action": "seal", "seal": "<script>"}],
        [{"object": "phone", "action": "photograph"}] * 200,
    ],
)
def test_a_hostile_log_is_refused_with_a_sentence(course, answer: Any) -> None:
    attempt = course.start()
    reply = send(course, attempt, answer, 1)
    assert reply.status_code == 400
    assert reply.json()["error"].endswith(".")
    assert not Response.objects.exists()


def test_a_step_has_the_time_at_which_the_server_first_had_it(course) -> None:
    attempt = course.start()
    send(course, attempt, [step("a")], 1)
    send(course, attempt, [step("a"), step("b"), step("c")], 2)
    times = step_times(attempt, "s")
    first, second = Response.objects.order_by("sequence")
    assert [times[one].at for one in "abc"] == [first.saved_at, second.saved_at, second.saved_at]
    assert [times[one].late for one in "abc"] == [False, True, True]


def test_consequences_come_after_a_pass_with_the_log_and_its_times(learning) -> None:
    course = learning(items=[a_scene(), *(an_item(key) for key in "abcdefghi")])
    course.join()
    attempt = course.start()
    for key in "abcdefghi":
        answer = {"item": key, "answer": on_page(attempt, key, "0")}
        course.send(attempt, {"client_id": key, "sequence": 1, **answer})
    send(course, attempt, [step("a")], 2)
    course.hand_in(attempt)
    page = course.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert TOLD in page
    assert "UTC−06:00" in page
    assert "<time datetime=" in page
    assert reverse("attempt-log", args=[attempt.pk, "s"]) in page


def test_before_a_pass_the_log_prints_and_nothing_is_told(course) -> None:
    attempt = course.start()
    send(course, attempt, [step("a")], 1)
    course.hand_in(attempt)
    page = course.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert TOLD not in page
    assert reverse("attempt-log", args=[attempt.pk, "s"]) in page


def printed(course, tmp_path, attempt: Attempt) -> str:
    answer = course.client.get(reverse("attempt-log", args=[attempt.pk, "s"]))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
    path = tmp_path / "log.pdf"
    path.write_bytes(answer.content)
    info = pdf_tools.run("pdfinfo", str(path), check=True).stdout.decode()
    assert "Tagged:          yes" in info
    assert "A4" in info
    text = pdf_tools.run("pdftotext", str(path), "-", check=True).stdout.decode()
    return " ".join(text.split())


def test_the_log_prints_with_what_was_done_by_whom_and_when(course, tmp_path) -> None:
    attempt = course.start()
    send(course, attempt, [step("a")], 1)
    sealed = [step("a"), step("b", "seal", seal="BZ-0042")]
    send(course, attempt, sealed, 2)
    send(course, attempt, [*sealed, {"id": "c", "undo": "a"}], 3)
    course.hand_in(attempt)
    text = printed(course, tmp_path, attempt)
    for words in (
        "Photographed",
        "Bagged, labelled and sealed",
        "Phone on the sofa",
        "BZ-0042",
        "Entry 1 was logged by mistake",
        "UTC−06:00",
        course.person.full_name,
        course.person.service_number,
        "Training exercise",
        Grading.objects.get().record_hash[:16],
    ):
        assert words in text
    assert TOLD not in text


def test_a_long_log_prints_on_more_pages_and_hostile_words_as_words(learning, tmp_path) -> None:
    item = json.loads(json.dumps(a_scene()))
    item["config"]["objects"][0]["name"] = '<img src="http://127.0.0.1/x">' + "W" * 80
    course = learning(items=[item])
    course.join()
    attempt = course.start()
    send(course, attempt, [step(f"a{n}") for n in range(100)], 1)
    course.hand_in(attempt)
    text = printed(course, tmp_path, attempt)
    assert text.count("Photographed") == 100
    assert text.count("*") >= 100
    assert "<img src" in text


def test_only_the_officer_prints_the_log_and_only_after_hand_in(course) -> None:
    attempt = course.start()
    send(course, attempt, [step("a")], 1)
    address = reverse("attempt-log", args=[attempt.pk, "s"])
    assert course.client.get(address).status_code == 404
    course.hand_in(attempt)
    assert course.client.get(address).status_code == 200
    assert course.client.post(address).status_code == 405
    for odd in ("q", "x" * 300, "..%2f", "s.pdf"):
        assert course.client.get(reverse("attempt-log", args=[attempt.pk, odd])).status_code == 404
    assert course.client.get(reverse("attempt-log", args=[uuid4(), "s"])).status_code == 404
    other = Client()
    assert other.get(address).status_code == 302
    other.force_login(an_officer())
    assert other.get(address).status_code == 404


def test_a_question_without_a_log_has_none_on_paper(learning) -> None:
    course = learning()
    course.join()
    attempt = course.start()
    course.hand_in(attempt)
    assert course.client.get(reverse("attempt-log", args=[attempt.pk, "a"])).status_code == 404
    page = course.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert "/log/" not in page


def test_saving_a_step_costs_few_queries(course, django_assert_max_num_queries) -> None:
    attempt = course.start()
    send(course, attempt, [step("a")], 1)
    with django_assert_max_num_queries(14):
        send(course, attempt, [step("a"), step("b", "note")], 2)


def test_a_practice_prints_its_log_and_a_judges_is_nowhere(db, tmp_path) -> None:
    officer = Trying(an_officer(), a_scene())
    sent = {"seed": "s" * 22, "answer-json": json.dumps([step("a")]), "go": "finish"}
    told = officer.client.post(officer.url, sent).url
    page = officer.client.get(told).content.decode()
    assert f'href="{told}log.pdf"' in page
    path = tmp_path / "log.pdf"
    path.write_bytes(officer.client.get(f"{told}log.pdf").content)
    text = pdf_tools.run("pdftotext", str(path), "-", check=True).stdout.decode()
    assert "Photographed" in text
    assert "Practice, never scored" in text
    judge = Trying(a_judge(), a_scene(), version=officer.version)
    assert judge.client.get(f"{told}log.pdf").status_code == 404
    assert ".pdf" not in judge.client.post(judge.url, sent).content.decode()
