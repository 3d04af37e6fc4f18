"""Scenarios and custody forms, walked through real pages: tried out, by a judge, and assessed."""

import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from courses.interactions.custody.sample import SAMPLE as FORM
from courses.interactions.scenario.sample import SAMPLE as STORY
from courses.models import PracticeRun
from courses.questions.question_types import question_type
from tests.courses.player.conftest import Learning
from tests.courses.practice.conftest import Trying
from tests.factories.learning import a_course, a_judge, an_item, an_officer

Make = Callable[..., Trying]
NAME = "answer-try"


def story() -> dict[str, Any]:
    return an_item("try") | {"type": "scenario", "config": STORY}


def custody() -> dict[str, Any]:
    return an_item("try") | {"type": "custody_form", "config": FORM}


def step(page: Any, text: str) -> dict[str, str]:
    """The fields of the form that choose this, as a browser without scripts posts them."""
    asking = page.context["asked"]
    told = asking.item["config"]
    way = asking.answer or []
    kind = question_type("scenario")
    assert kind is not None
    here = kind.asking(told, asking.shown, way)
    value = next(one["value"] for one in here["choices"] if one["text"] == text)
    return {
        f"{NAME}-choice": str(value),
        f"{NAME}-at": str(len(way)),
        f"{NAME}-sure": "fairly",
        "seed": page.context["seed"],
        "before": page.context["before"],
        "go": "stay",
    }


def test_an_officer_walks_a_scenario_without_scripts(trying: Make) -> None:
    officer = trying(an_officer(), story())
    early = officer.send(officer.seed())
    assert early.url == officer.url
    for text in ("Photograph the screen", "Call the specialist"):
        page = officer.open()
        assert text in page.content.decode()
        sent = step(page, text)
        officer.client.post(officer.url, sent)
        officer.client.post(officer.url, sent)  # a second click is no second step
    page = officer.open()
    assert "You have come to an end" in page.content.decode()
    told = officer.send(page.context["seed"])
    [run] = PracticeRun.objects.filter(finished_at__isnull=False)
    assert told.url.endswith(f"{run.pk}/")
    assert (run.score, run.right, run.fatal) == (1.0, True, False)
    html = officer.client.get(told.url).content.decode()
    assert "What was open could be secured." in html
    assert "Pull the plug" in html


def test_a_judge_walks_it_and_nothing_is_kept(trying: Make) -> None:
    judge = trying(a_judge(), story(), record="participation")
    page = judge.open()
    for text in ("Photograph the screen", "Call the specialist"):
        page = judge.client.post(judge.url, step(page, text))
        assert page.status_code == 200
    assert "You have come to an end" in page.content.decode()
    hand_in = {"seed": page.context["seed"], "before": page.context["before"], "go": "finish"}
    told = judge.client.post(judge.url, hand_in)
    assert "What was open could be secured." in told.content.decode()
    assert "Nothing of this is stored" in told.content.decode()
    assert not PracticeRun.objects.exists()


def test_a_custody_line_is_signed_and_corrected_without_scripts(trying: Make) -> None:
    officer = trying(an_officer(), custody())
    seed = officer.seed()
    line = {f"{NAME}-v-0-0": "2158", f"{NAME}-v-0-1": "custodian", f"{NAME}-sign-0": "yes"}
    officer.send(seed, go="stay", **line)
    overwritten = {f"{NAME}-v-0-0": "002158", f"{NAME}-v-1-0": "SHA-256", f"{NAME}-sign-1": "yes"}
    officer.send(seed, go="stay", **overwritten)
    officer.send(seed, go="stay", **{f"{NAME}-c-0-0": "002158", f"{NAME}-r-0-0": "Zeros left out."})
    [run] = officer.runs
    assert run.response["entries"][0]["values"][0] == "2158"
    [correction] = run.response["corrections"]
    assert (correction["value"], correction["reason"]) == ("002158", "Zeros left out.")
    assert correction["at"].startswith("20")
    told = officer.client.get(officer.send(seed).url).content.decode()
    assert "2158</s>" in told
    assert "Zeros left out." in told
    [run] = officer.runs
    assert run.score == 0.75


def test_an_attempt_keeps_the_way_that_was_gone_first(db: None) -> None:
    learning = Learning(an_officer(), a_course(items=[story()]))
    learning.join()
    learning.finish_lessons()
    attempt = learning.start()
    shown = attempt.items[0]["shown"]
    keys = [node["key"] for node in STORY["nodes"]]

    def place(key: str, at: int) -> int:
        return shown["choices"][keys.index(key)].index(at)

    def send(number: int, way: list[Any]) -> int:
        body = {"client_id": f"c{number}", "sequence": number, "item": "try", "answer": way}
        return learning.send(attempt, body).status_code

    photographed, plug = [place("desk", 0), "fairly"], [place("desk", 1), "certain"]
    assert send(1, [plug]) == 200
    assert send(2, [photographed, [place("call", 0), None]]) == 200
    learning.hand_in(attempt)
    [mark] = attempt.gradings.get().items
    assert mark["answer"] == [{"node": "desk", "choice": 1, "sure": "certain"}]
    assert mark["fatal"]
    result = learning.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert json.dumps(shown) not in result
