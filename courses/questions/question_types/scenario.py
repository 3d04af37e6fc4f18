"""Branching scenario: a story that goes on by what the learner chooses."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.blocks import Block

from courses.interactions.scenario import telling
from courses.interactions.scenario.blocks import ScenarioBlock
from courses.interactions.scenario.checking import clean
from courses.interactions.scenario.grading import worth_of
from courses.interactions.scenario.graph import MOST_STEPS, SURE, NoSuchStep, Scenario, Step
from courses.interactions.scenario.sample import SAMPLE
from courses.questions.question_types.base import (
    LOOKING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    QuestionType,
    values,
)


class Branching(QuestionType):
    """A response is the way that was gone: `[{node, choice, sure}]` from the first place on.

    A choice made stays made: a longer way is kept only where it goes on from the one in force.
    A page names places and choices by numbers of its own, since keys and order may tell.
    """

    key = "scenario"
    label = gettext_lazy("Branching scenario")
    description = gettext_lazy("A story in steps: each choice leads on, to one of several endings.")
    scoring = gettext_lazy(
        "Half is how well was decided, place by place; half is the value of the ending. "
        "A fatal choice earns nothing."
    )
    icon = "sitemap"
    group = LOOKING
    parts = ("flags", "nodes")
    styles = ("courses/css/scenario.css",)
    scripts = ("courses/js/scenario-walk.js",)
    keeps_log = True
    sample = SAMPLE
    sample_right = [
        {"node": "desk", "choice": 0, "sure": "fairly"},
        {"node": "call", "choice": 0, "sure": None},
    ]
    sample_wrong = (
        [{"node": "desk", "choice": 0, "sure": "guessing"}],
        [{"node": "desk", "choice": 1, "sure": "certain"}],
        [
            {"node": "desk", "choice": 0, "sure": "fairly"},
            {"node": "call", "choice": 1, "sure": None},
            {"node": "desk", "choice": 0, "sure": "fairly"},
            {"node": "call", "choice": 0, "sure": None},
        ],
    )

    def block(self) -> Block:
        return ScenarioBlock()

    def clean(self, config: Any) -> Config:
        return clean(config)

    def can_be_fatal(self, config: Config) -> bool:
        return any(
            choice["quality"] == "fatal" for node in config["nodes"] for choice in node["choices"]
        )

    def points(self, config: Config) -> set[str]:
        named = {choice["point"] for node in config["nodes"] for choice in node["choices"]}
        return named - {""}

    def shown(self, config: Config, rng: Random) -> dict[str, Any]:
        """Places and the choices at each, by their original positions in a new order."""
        return {
            "nodes": _shuffled(len(config["nodes"]), rng),
            "choices": [_shuffled(len(node["choices"]), rng) for node in config["nodes"]],
        }

    def touched(self, config: Config, shown: Any, data: Mapping[str, Any], name: str) -> bool:
        return f"{name}-choice" in data

    def from_form(
        self, config: Config, shown: Any, data: Mapping[str, Any], name: str, before: Answer
    ) -> Answer:
        """One step more. A page that was sent twice, or is older than the answer, adds none."""
        way, given = list(before or []), values(data, f"{name}-choice")
        if not given or values(data, f"{name}-at") != [str(len(way))]:
            return before
        scenario = Scenario(config)
        here = scenario.end_of(way).node
        sure = (values(data, f"{name}-sure") or [""])[-1]
        choice = _original(shown["choices"][_at(config, here)], given[-1])
        return self.normalise(config, [*way, {"node": here, "choice": choice, "sure": sure}])

    def from_script(self, config: Config, shown: Any, answer: Any) -> Answer:
        """The script sends the whole way in the page's numbers: `[[choice, sure], …]`."""
        if not isinstance(answer, list) or len(answer) > MOST_STEPS:
            return self.normalise(config, answer)
        scenario, way = Scenario(config), []
        state = scenario.start
        for step in answer:
            if not isinstance(step, list) or len(step) != 2:
                raise InvalidAnswer(_not_a_way())
            order = shown["choices"][_at(config, state.node)]
            way.append({"node": state.node, "choice": _original(order, step[0]), "sure": step[1]})
            try:
                state = scenario.after(state, scenario.choice_at(state, way[-1]["choice"]))
            except NoSuchStep as refusal:
                raise InvalidAnswer(_not_a_way()) from refusal
        return self.normalise(config, way)

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None or answer == []:
            return None
        if not isinstance(answer, list) or len(answer) > MOST_STEPS:
            raise InvalidAnswer(_not_a_way())
        scenario = Scenario(config)
        way = [_step(step) for step in answer]
        try:
            walked = [(scenario.nodes[state.node], step) for state, _c, step in scenario.walk(way)]
        except NoSuchStep as refusal:
            raise InvalidAnswer(_not_a_way()) from refusal
        for node, step in walked:
            if node.asks_sure and step["sure"] not in SURE:
                raise InvalidAnswer(_("Say how sure you are, then go on."))
            step["sure"] = step["sure"] if node.asks_sure else None
        return way

    def joined(self, config: Config, before: Answer, answer: Answer) -> Answer:
        """What was chosen can't be taken back, here as on a scene."""
        if not before or (answer and answer[: len(before)] == before):
            return answer
        return before

    def answered(self, config: Config, response: Answer) -> bool:
        return bool(response) and Scenario(config).ended(response)

    def grade(self, config: Config, response: Answer) -> Grade:
        if not response:
            return Grade(0.0, right=False)
        worth = worth_of(Scenario(config), response)
        return Grade(worth.score, right=worth.whole, fatal=worth.fatal)

    def asking(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        scenario, way = Scenario(config), response or []
        state = scenario.end_of(way)
        node = scenario.nodes[state.node]
        order = shown["choices"][_at(config, node.key)]
        open_here = {choice.at: choice for choice in node.open_to(state.flags)}
        return {
            "past": telling.past(scenario, way),
            "here": node,
            "choices": [
                {"value": place, "text": open_here[at].text}
                for place, at in enumerate(order)
                if at in open_here
            ],
            "sure": telling.SURE_WORDS.items() if node.asks_sure else (),
            "at": len(way),
            "minutes": minutes_in_words(state.minutes),
            "facts": [label for key, label in scenario.labels.items() if key in state.flags],
            "walk": json.dumps(_walk(config, shown, way)),
        }

    def telling(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        return telling.told(Scenario(config), response or [])


def _walk(config: Config, shown: Any, way: list[Step]) -> dict[str, Any]:
    """What the page's script walks on: nothing of what a choice or an ending is worth."""
    place = {at: number for number, at in enumerate(shown["nodes"])}
    number = {node["key"]: place[at] for at, node in enumerate(config["nodes"])}
    nodes = []
    for at in shown["nodes"]:
        node = config["nodes"][at]
        names = ("text", "minutes", "sets", "clears", "needs", "lacks")
        choices = [node["choices"][original] for original in shown["choices"][at]]
        nodes.append(
            {
                "title": node["title"],
                "text": node["text"],
                "minutes": node["minutes"],
                "sure": node["ask_sure"],
                "choices": [
                    {**{name: one[name] for name in names}, "to": number[one["to"]]}
                    for one in choices
                ],
            }
        )
    return {
        "start": place[0],
        "nodes": nodes,
        "facts": {flag["key"]: flag["label"] for flag in config["flags"]},
        "way": [
            [shown["choices"][_at(config, step["node"])].index(step["choice"]), step["sure"]]
            for step in way
        ],
    }


def minutes_in_words(minutes: int) -> str:
    return ngettext("%(n)s minute has passed", "%(n)s minutes have passed", minutes) % {
        "n": minutes
    }


def _shuffled(count: int, rng: Random) -> list[int]:
    order = list(range(count))
    rng.shuffle(order)
    return order


def _at(config: Config, key: str) -> int:
    return next(at for at, node in enumerate(config["nodes"]) if node["key"] == key)


def _original(order: list[int], value: Any) -> int:
    """A choice by its number on the page, as its position in the config."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 2:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(order):
        raise InvalidAnswer(_not_a_way())
    return order[value]


def _step(step: Any) -> Step:
    if not isinstance(step, dict) or not {"node", "choice"} <= set(step) <= {
        "node",
        "choice",
        "sure",
    }:
        raise InvalidAnswer(_not_a_way())
    sure = step.get("sure")
    return {
        "node": step["node"],
        "choice": step["choice"],
        "sure": sure if isinstance(sure, str) and sure in SURE else None,
    }


def _not_a_way() -> str:
    return _("That choice isn't open at this place. Open the page again and go on from there.")
