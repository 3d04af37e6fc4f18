"""A scene's config as code reads it: objects, what can be done with each, and in which order.

A step of the procedure is named `object.action`, such as `phone.isolate`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from courses.interactions.scene.actions import NATIONAL, action_key, done_of, in_order, label_of

Config = dict[str, Any]
REQUIRED, OPTIONAL, HARMFUL, FATAL = "required", "optional", "harmful", "fatal"


@dataclass(frozen=True)
class Act:
    """One thing that can be done with one object."""

    name: str
    object_key: str
    object_name: str
    label: str
    done: str
    standing: str
    consequence: str
    feedback: str
    asks_seal: bool


@dataclass(frozen=True)
class Rule:
    """`before` is done before `after`, and why."""

    before: str
    after: str
    why: str


def acts_of(config: Config) -> dict[str, Act]:
    return {act.name: act for one in config["objects"] for act in _acts(config, one)}


def _acts(config: Config, one: Config) -> Iterator[Act]:
    for action in in_order(one["actions"]):
        national = NATIONAL.get(action["action"])
        yield Act(
            name=f"{one['key']}.{action_key(action)}",
            object_key=one["key"],
            object_name=one["name"],
            label=label_of(action),
            done=done_of(action),
            standing=action["standing"],
            consequence=action["consequence"],
            feedback=action["feedback"],
            asks_seal=bool(config["seals"] and national and national.seals),
        )


def rules_of(config: Config) -> list[Rule]:
    return [Rule(**rule) for rule in config["order"]]


def loop_in(pairs: list[tuple[str, str]]) -> list[str]:
    """The steps of one loop in these before-and-after pairs, or none."""
    following: dict[str, list[str]] = {}
    for before, after in pairs:
        following.setdefault(before, []).append(after)
    finished: set[str] = set()
    for start in following:
        found = _loop_from(start, following, [], finished)
        if found:
            return found
    return []


def _loop_from(
    step: str, following: dict[str, list[str]], way: list[str], finished: set[str]
) -> list[str]:
    if step in way:
        return way[way.index(step) :]
    if step in finished:
        return []
    for after in following.get(step, []):
        found = _loop_from(after, following, [*way, step], finished)
        if found:
            return found
    finished.add(step)
    return []
