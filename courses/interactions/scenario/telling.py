"""Looking back: the way as a story, what else could have been done, and the map."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.interactions.scenario.drawing import map_of
from courses.interactions.scenario.graph import Choice, Scenario, Step
from courses.interactions.scenario.reach import rounds_of

SURE_WORDS = {
    "guessing": _("I am guessing"),
    "fairly": _("I am fairly sure"),
    "certain": _("I am certain"),
}
QUALITY_WORDS = {
    "best": _("The best choice"),
    "acceptable": _("An acceptable choice"),
    "poor": _("A poor choice"),
    "harmful": _("Does harm"),
    "fatal": _("Loses the evidence"),
}
WRONG = ("poor", "harmful", "fatal")


def past(scenario: Scenario, way: Sequence[Step]) -> list[dict[str, Any]]:
    """What was read and chosen so far: nothing of what it is worth."""
    return [
        {"title": scenario.nodes[state.node].title, "text": choice.text}
        for state, choice, _step in scenario.walk(way)
    ]


def told(scenario: Scenario, way: Sequence[Step]) -> dict[str, Any]:
    """Everything that a learner reads after hand-in."""
    end = scenario.nodes[scenario.end_of(way).node]
    state = scenario.end_of(way)
    return {
        "story": [
            {
                "node": scenario.nodes[before.node],
                "choice": _choice(scenario, choice),
                "sure": SURE_WORDS.get(step["sure"] or "", ""),
                "sure_and_wrong": step["sure"] == "certain" and choice.quality in WRONG,
                "others": [
                    _choice(scenario, other)
                    for other in scenario.nodes[before.node].open_to(before.flags)
                    if other.at != choice.at
                ],
            }
            for before, choice, step in scenario.walk(way)
        ],
        "end": end if end.ends else None,
        "minutes": state.minutes,
        "facts": [label for key, label in scenario.labels.items() if key in state.flags],
        "map": map_of(scenario, way),
        "ways": ways_of(scenario),
        "rounds": rounds_of(scenario),
        "begun": bool(way),
    }


def ways_of(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """The choices of each place, by its key: the map in words."""
    return {
        node.key: [_choice(scenario, choice) for choice in node.choices]
        for node in scenario.nodes.values()
    }


def _choice(scenario: Scenario, choice: Choice) -> dict[str, Any]:
    to = scenario.nodes[choice.to]
    return {
        "text": choice.text,
        "quality": choice.quality,
        "words": QUALITY_WORDS[choice.quality],
        "consequence": choice.consequence,
        "to": to,
        "number": list(scenario.nodes).index(to.key) + 1,
        "point": choice.point,
    }
