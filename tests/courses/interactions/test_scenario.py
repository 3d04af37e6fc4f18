"""Branching scenarios: whether one is in order, what a way is worth, and how it is answered."""

import copy
import json
import re
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.interactions.scenario.drawing import map_of
from courses.interactions.scenario.grading import worth_of
from courses.interactions.scenario.graph import SURE, Scenario
from courses.interactions.scenario.reach import rounds_of
from courses.interactions.scenario.sample import SAMPLE, choice, node
from courses.questions.question_types import InvalidAnswer, question_type

KIND = question_type("scenario")
assert KIND is not None
GOOD = {"debriefing": "Well done.", "value": 100}
BAD = {"debriefing": "It is lost.", "value": 10}


def end(key: str, **more: Any) -> dict[str, Any]:
    return node(key, f"End {key}", "It is over.", **(BAD | more))


def a(text: str, to: str, quality: str = "best", **more: Any) -> dict[str, Any]:
    return choice(text, to, quality, "So it goes.", **more)


def story(*nodes: Any, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"flags": [{"key": one, "label": f"{one} holds"} for one in flags], "nodes": list(nodes)}


def faults(config: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        KIND.clean(config)
    return "\n".join(refusal.value.messages)


HOUSE = story(
    node(
        "door",
        "At the door",
        "You stand at the door.",
        a("Knock", "hall", sets="knocked"),
        a("Break it", "hall", "poor", minutes=4),
        a("Wait", "door", "acceptable", minutes=10),
    ),
    node(
        "hall",
        "In the hall",
        "Somebody comes.",
        a("Explain", "good", needs="knocked"),
        a("Shout", "bad", "harmful"),
        a("Search at once", "bad", "fatal", lacks="knocked"),
        ask_sure=True,
    ),
    end("good", **GOOD),
    end("bad"),
    flags=("knocked",),
)


@st.composite
def ways(draw: st.DrawFn, config: dict[str, Any] = HOUSE) -> list[dict[str, Any]]:
    """A way that somebody can go, finished or not."""
    scenario, way = Scenario(config), []
    state = scenario.start
    for _step in range(draw(st.integers(min_value=0, max_value=8))):
        here = scenario.nodes[state.node]
        if here.ends:
            break
        chosen = draw(st.sampled_from(here.open_to(state.flags)))
        sure = draw(st.sampled_from(SURE)) if here.asks_sure else None
        way.append({"node": here.key, "choice": chosen.at, "sure": sure})
        state = scenario.after(state, chosen)
    return way


def test_a_scenario_in_order_is_left_as_it_is() -> None:
    assert KIND.clean(copy.deepcopy(HOUSE)) == HOUSE
    assert rounds_of(Scenario(HOUSE)) == ["door"]


def test_facts_may_be_lists_in_a_file() -> None:
    given = copy.deepcopy(HOUSE)
    given["nodes"][0]["choices"][0]["sets"] = ["knocked"]
    del given["nodes"][0]["minutes"], given["nodes"][0]["choices"][2]["point"]
    assert KIND.clean(given) == HOUSE


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (story(node("a", "A", "T", a("Go", "z")), end("b")), "“Go” at “a” leads to “z”"),
        (story(node("a", "A", "T", a("Go", "b")), end("b", **GOOD)), "two endings"),
        (
            story(node("a", "A", "T", a("Go", "b")), end("b", **GOOD), end("c")),
            "Nobody can reach “c”",
        ),
        (
            story(
                node("a", "A", "T", a("Go", "b"), a("End", "c")),
                node("b", "B", "T", a("On", "c", needs="x")),
                end("c", **GOOD),
                end("d"),
                flags=("x",),
            ),
            "“b” is a dead end: no choice is open there",
        ),
        (
            story(
                node("a", "A", "T", a("Go", "c"), a("Never", "d", needs="x")),
                end("c", **GOOD),
                end("d"),
                flags=("x",),
            ),
            "“Never” at “a” can never be chosen",
        ),
        (
            story(
                node("a", "A", "T", a("Go", "b"), a("C", "c"), a("D", "d")),
                node("b", "B", "T", a("On", "e")),
                node("e", "E", "T", a("Back", "b")),
                end("c", **GOOD),
                end("d"),
            ),
            "Whoever comes to “b”, “e” goes round for ever",
        ),
        (
            story(node("a", "A", "T", a("Go", "c"), a("D", "d", "poor")), end("c"), end("d")),
            "must reach an ending worth 100",
        ),
        (
            story(
                node("a", "A", "T", a("D", "d", "poor"), a("Go", "c", "poor")),
                end("c", **GOOD),
                end("d"),
            ),
            "must reach an ending worth 100",
        ),
        (story(end("a"), end("b", **GOOD)), "would end where it begins"),
        (
            story(node("a", "A", "T", a("Go", "b", sets="y")), end("b", **GOOD)),
            "there is no fact “y”",
        ),
        (
            story(node("a", "A", "T", a("Go", "b", "fatal", point="PP-1")), end("b", **GOOD)),
            "can't be fatal",
        ),
        (story(node("a", "A", "T", a("Go", "b", "super")), end("b")), "say how good it is"),
        (story(node("a", "A", "T", a("Go", "a")), node("a", "A", "T", **GOOD)), "stands twice"),
        (story(node("A b", "A", "T", a("Go", "a")), end("b")), "Place 1 needs a key"),
        (story(node("a", "A", "T", a("Go", "b")), node("b", "B", "T")), "needs a debriefing"),
        (
            story(node("a", "A", "T", a("Go", "b"), **GOOD), end("b", **GOOD)),
            "so it is no ending",
        ),
        (story(node("a", "", "T", a("Go", "b")), end("b")), "“a” needs a title"),
        (story(*[end(f"e{n}") for n in range(41)]), "between 2 and 40"),
        ({"flags": "x", "nodes": []}, "between 2 and 40"),
    ],
)
def test_what_is_not_in_order_is_named(config: Any, said: str) -> None:
    told = faults(config)
    assert said in told
    assert all(line.endswith((".", "”")) for line in told.split("\n"))


def test_all_faults_are_told_at_once() -> None:
    told = faults(story(node("a", "A", "T", a("Go", "z"), a("To", "y")), end("b")))
    assert told.count("there is no such place") == 2


@given(way=ways())
def test_scores_lie_between_nothing_and_one_and_regrade_the_same(way: list[Any]) -> None:
    response = KIND.normalise(HOUSE, way)
    first = KIND.grade(HOUSE, response)
    assert 0.0 <= first.score <= 1.0
    assert first.right == (first.score == 1.0)
    assert not (first.fatal and first.score)
    stored = json.loads(json.dumps(response))
    assert KIND.normalise(HOUSE, stored) == response
    assert KIND.grade(HOUSE, stored) == first
    taken = [HOUSE["nodes"][0 if s["node"] == "door" else 1]["choices"][s["choice"]] for s in way]
    assert first.fatal == any(one["quality"] == "fatal" for one in taken)
    if not KIND.answered(HOUSE, response):
        assert first.score == 0


def test_the_rule_of_the_score() -> None:
    knock = {"node": "door", "choice": 0, "sure": None}
    wait = {"node": "door", "choice": 2, "sure": None}
    explain = {"node": "hall", "choice": 0, "sure": "certain"}
    shout = {"node": "hall", "choice": 1, "sure": "certain"}
    scenario = Scenario(HOUSE)
    assert worth_of(scenario, [knock, explain]).score == 1.0
    assert worth_of(scenario, [wait, knock, explain]).score == (0.7 / 2 + 0.5 + 1) / 2
    assert worth_of(scenario, [wait, wait, knock, explain]) == worth_of(
        scenario, [wait, knock, explain]
    )
    assert worth_of(scenario, [knock, shout]).score == (0.5 + 0.1) / 2


@given(way=ways(), seed=st.integers())
def test_the_page_and_the_script_say_the_same(way: list[Any], seed: int) -> None:
    """Step by step through forms, or the whole way from the script: one response."""
    shown = KIND.shown(HOUSE, Random(seed))  # noqa: S311
    by_form: Any = None
    sent = []
    for number, step in enumerate(way):
        asking = KIND.asking(HOUSE, shown, by_form)
        at = ["door", "hall"].index(step["node"])
        place = shown["choices"][at].index(step["choice"])
        assert place in [one["value"] for one in asking["choices"]]
        data = QueryDict(mutable=True)
        data["q-choice"], data["q-at"], data["q-sure"] = str(place), str(number), step["sure"] or ""
        by_form = KIND.from_form(HOUSE, shown, data, "q", by_form)
        assert KIND.from_form(HOUSE, shown, data, "q", by_form) == by_form  # sent twice
        sent.append([place, step["sure"]])
    assert by_form == (way or None)
    assert KIND.from_script(HOUSE, shown, sent) == (way or None)
    assert json.loads(KIND.asking(HOUSE, shown, by_form)["walk"])["way"] == sent


@given(seed=st.integers())
def test_the_page_gives_nothing_away(seed: int) -> None:
    shown = KIND.shown(HOUSE, Random(seed))  # noqa: S311
    item = {"key": "q", "stem": "S?"}
    html = render_to_string(KIND.template, {"item": item, **KIND.asking(HOUSE, shown, None)})
    for secret in ("quality", "poor", "harmful", "fatal", "So it goes", "Well done", "value&quot;"):
        assert secret not in html
    assert not re.search(r"&quot;(door|hall|good|bad)&quot;", html)


def test_what_was_chosen_stays_chosen() -> None:
    knock = {"node": "door", "choice": 0, "sure": None}
    wait = {"node": "door", "choice": 2, "sure": None}
    assert KIND.joined(HOUSE, [knock], [wait, knock]) == [knock]
    assert KIND.joined(HOUSE, [wait], [wait, knock]) == [wait, knock]
    assert KIND.joined(HOUSE, [wait, knock], [wait]) == [wait, knock]
    assert KIND.joined(HOUSE, [wait], None) == [wait]
    assert KIND.joined(HOUSE, None, [wait]) == [wait]


STEP = {"node": "door", "choice": 0, "sure": None}


@pytest.mark.parametrize(
    "answer",
    [
        "door",
        {"node": "door"},
        [1],
        [{}],
        [{**STEP, "node": "hall"}],
        [{**STEP, "choice": 9}],
        [{**STEP, "choice": -1}],
        [{**STEP, "choice": True}],
        [{**STEP, "choice": "0"}],
        [{**STEP, "extra": 1}],
        [STEP, STEP],
        [STEP, {"node": "hall", "choice": 0, "sure": None}],
        [STEP, {"node": "hall", "choice": 0, "sure": "very"}],
        [STEP, {"node": "hall", "choice": 2, "sure": "certain"}],
        [{"node": "door", "choice": 2, "sure": None}] * 201,
        [{"node": ["door"], "choice": 0}],
        [{"node": "door", "choice": 0, "sure": {"a": 1}}, {"node": "hall", "choice": 0}],
    ],
)
def test_what_is_no_way_is_refused(answer: Any) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        KIND.normalise(HOUSE, answer)
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "sent", [[[9, None]], [["x", None]], [[0]], [0], "x", [[0, None]] * 300, [[True, 1]], {"a": 1}]
)
def test_what_a_script_may_not_send_is_refused(sent: Any) -> None:
    shown = KIND.shown(HOUSE, Random(1))  # noqa: S311
    with pytest.raises(InvalidAnswer):
        KIND.from_script(HOUSE, shown, sent)


def test_looking_back_tells_the_story_and_what_else_there_was() -> None:
    way = [
        {"node": "door", "choice": 1, "sure": None},
        {"node": "hall", "choice": 1, "sure": "certain"},
    ]
    told = KIND.telling(HOUSE, KIND.shown(HOUSE, Random(1)), way)  # noqa: S311
    assert [step["choice"]["text"] for step in told["story"]] == ["Break it", "Shout"]
    assert [one["text"] for one in told["story"][1]["others"]] == ["Search at once"]
    assert told["story"][1]["sure_and_wrong"]
    assert (told["end"].key, told["minutes"]) == ("bad", 4)
    item = {"key": "q", "stem": "S?", "explanation": "", "source": ""}
    html = render_to_string(
        KIND.result_template, {"item": item, "grade": KIND.grade(HOUSE, way), **told}
    )
    assert "Sure, and not right" in html
    assert "style=" not in html
    assert html.count("You were here") == 3
    assert html.count("one may come here again") == 1


@given(way=ways())
def test_the_map_shows_every_place_and_the_way(way: list[Any]) -> None:
    drawn = map_of(Scenario(HOUSE), way)
    assert [place.number for place in drawn.places] == [1, 2, 3, 4]
    assert all(0 <= place.x <= drawn.width for place in drawn.places)
    assert sum(line.passed for line in drawn.lines) == len(
        {(s["node"], HOUSE["nodes"][0 if s["node"] == "door" else 1]["choices"][s["choice"]]["to"])
         for s in way}
    )  # fmt: skip


@given(
    config=st.fixed_dictionaries(
        {
            "flags": st.lists(
                st.fixed_dictionaries({"key": st.sampled_from("xy"), "label": st.text()})
            ),
            "nodes": st.lists(
                st.fixed_dictionaries(
                    {
                        "key": st.sampled_from("abcd"),
                        "title": st.sampled_from(["T", ""]),
                        "text": st.just("T"),
                        "choices": st.lists(
                            st.fixed_dictionaries(
                                {
                                    "text": st.just("C"),
                                    "to": st.sampled_from("abcde"),
                                    "quality": st.sampled_from(["best", "poor", "x"]),
                                    "consequence": st.just("Q"),
                                    "needs": st.sampled_from(["", "x", "y"]),
                                    "sets": st.sampled_from(["", "x"]),
                                }
                            ),
                            max_size=3,
                        ),
                        "debriefing": st.sampled_from(["", "D"]),
                        "value": st.sampled_from([None, 100, 0, 101, "1"]),
                    }
                ),
                max_size=5,
            ),
        }
    )
)  # fmt: skip
def test_whatever_an_author_writes_is_clean_or_named(config: Any) -> None:
    try:
        clean = KIND.clean(config)
    except ValidationError:
        assert faults(config)
    else:
        assert KIND.clean(clean) == clean


def test_at_an_ending_there_is_nothing_left_to_choose() -> None:
    shown = KIND.shown(SAMPLE, Random(3))  # noqa: S311
    asking = KIND.asking(SAMPLE, shown, KIND.sample_right)
    html = render_to_string(KIND.template, {"item": {"key": "q", "stem": "S?"}, **asking})
    assert "You have come to an end" in html
    assert 'name="answer-q-choice"' not in html
