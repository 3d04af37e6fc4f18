"""What a way through a scenario is worth, by values that its author declared.

Half of the score is how well was decided: the mean, over the places where a choice was made, of
what that choice is worth (best 1, acceptable 0.7, poor 0.3, harmful 0). A place that was passed
more than once counts by its worst choice, so that going round earns nothing. The other half is
the value of the ending reached. A fatal choice makes it nothing, and so does no ending.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.interactions.scenario.graph import WORTH, Scenario, Step


@dataclass(frozen=True)
class Worth:
    score: float
    fatal: bool

    @property
    def whole(self) -> bool:
        return self.score > 0.9999


def worth_of(scenario: Scenario, way: Sequence[Step]) -> Worth:
    decisions: dict[str, float] = {}
    fatal = False
    for state, choice, _step in scenario.walk(way):
        fatal = fatal or choice.quality == "fatal"
        earned = WORTH[choice.quality]
        decisions[state.node] = min(earned, decisions.get(state.node, 1.0))
    end = scenario.nodes[scenario.end_of(way).node]
    if fatal or not end.ends:
        return Worth(0.0, fatal)
    decided = sum(decisions.values()) / len(decisions)
    return Worth(round((decided + end.value / 100) / 2, 6), fatal=False)
