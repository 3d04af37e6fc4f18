"""A scenario as a graph, and where somebody stands who has walked part of it.

A way is a list of steps `{node, choice, sure}`: the key of the node, the position of the choice
there, and how sure the learner was (none where it wasn't asked).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Config = dict[str, Any]
Step = dict[str, Any]
Flags = frozenset[str]

# What a choice is worth beside the best one, and how it is called in a config.
WORTH = {"best": 1.0, "acceptable": 0.7, "poor": 0.3, "harmful": 0.0, "fatal": 0.0}
SURE = ("guessing", "fairly", "certain")
MOST_STEPS = 200


class NoSuchStep(ValueError):
    """A step that nobody could have taken there."""


@dataclass(frozen=True)
class State:
    """Where somebody stands: at a node, with what has happened so far."""

    node: str
    flags: Flags = frozenset()
    minutes: int = 0


@dataclass(frozen=True)
class Choice:
    at: int
    text: str
    to: str
    minutes: int
    quality: str
    consequence: str
    sets: Flags
    clears: Flags
    needs: Flags
    lacks: Flags
    point: str

    def possible(self, flags: Flags) -> bool:
        return self.needs <= flags and not self.lacks & flags


@dataclass(frozen=True)
class Node:
    key: str
    title: str
    text: str
    minutes: int
    asks_sure: bool
    choices: tuple[Choice, ...]
    debriefing: str
    value: int

    @property
    def ends(self) -> bool:
        return not self.choices

    def open_to(self, flags: Flags) -> list[Choice]:
        return [choice for choice in self.choices if choice.possible(flags)]


class Scenario:
    """A config that was found to be in order."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return {node["key"]: _node(node) for node in self.config["nodes"]}

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the learner reads when a flag is set."""
        return {flag["key"]: flag["label"] for flag in self.config["flags"]}

    @property
    def start(self) -> State:
        first = next(iter(self.nodes.values()))
        return State(first.key, frozenset(), first.minutes)

    def after(self, state: State, choice: Choice) -> State:
        flags = (state.flags - choice.clears) | choice.sets
        minutes = state.minutes + choice.minutes + self.nodes[choice.to].minutes
        return State(choice.to, flags, minutes)

    def choice_at(self, state: State, at: Any) -> Choice:
        """The choice at that position, if it is open to whoever stands there."""
        choices = self.nodes[state.node].choices
        if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at < len(choices):
            raise NoSuchStep
        if not choices[at].possible(state.flags):
            raise NoSuchStep
        return choices[at]

    def walk(self, way: Sequence[Step]) -> Iterator[tuple[State, Choice, Step]]:
        """Each step with the state before it. `NoSuchStep` where the way isn't one."""
        state = self.start
        for step in way:
            if step["node"] != state.node:
                raise NoSuchStep
            choice = self.choice_at(state, step["choice"])
            yield state, choice, step
            state = self.after(state, choice)

    def end_of(self, way: Sequence[Step]) -> State:
        """Where this way leads."""
        state = self.start
        for before, choice, _step in self.walk(way):
            state = self.after(before, choice)
        return state

    def ended(self, way: Sequence[Step]) -> bool:
        return self.nodes[self.end_of(way).node].ends


def flags_in(words: str) -> Flags:
    """Keys of facts, written one after the other."""
    return frozenset(words.replace(",", " ").split())


def _node(node: Config) -> Node:
    return Node(
        key=node["key"],
        title=node["title"],
        text=node["text"],
        minutes=node["minutes"],
        asks_sure=node["ask_sure"],
        choices=tuple(_choice(at, choice) for at, choice in enumerate(node["choices"])),
        debriefing=node["debriefing"],
        value=node["value"] or 0,
    )


def _choice(at: int, choice: Config) -> Choice:
    return Choice(
        at=at,
        text=choice["text"],
        to=choice["to"],
        minutes=choice["minutes"],
        quality=choice["quality"],
        consequence=choice["consequence"],
        sets=flags_in(choice["sets"]),
        clears=flags_in(choice["clears"]),
        needs=flags_in(choice["needs"]),
        lacks=flags_in(choice["lacks"]),
        point=choice["point"],
    )
