"""What the page of a scene shows before hand-in: nothing of what is right is in here."""

import json
from dataclasses import dataclass
from typing import Any

from courses.interactions.scene.pictures import Picture, shown_picture
from courses.interactions.scene.procedure import Act, Config, acts_of
from courses.interactions.scene.steps import Step
from courses.interactions.scene.telling import LogRow, log_rows

COVERED = 20  # per cent of the picture's height


@dataclass(frozen=True)
class Offer:
    """An action as offered: its value in a form, its words, and whether it asks for a seal."""

    key: str
    label: str
    done: str
    asks_seal: bool


@dataclass(frozen=True)
class Thing:
    """An object as shown: where it is on the picture, and what may be done with it."""

    number: int
    key: str
    name: str
    seen: str
    offers: list[Offer]
    points: str
    middle: tuple[int, int]
    place: tuple[int, int]

    @property
    def seals(self) -> bool:
        return any(offer.asks_seal for offer in self.offers)


def asking(config: Config, response: list[Step] | None) -> dict[str, Any]:
    picture, acts = shown_picture(config["picture"]), acts_of(config)
    things = [
        _thing(one, number, picture, acts) for number, one in enumerate(config["objects"], start=1)
    ]
    return {
        "picture": picture,
        "things": things,
        "log": log_rows(config, response),
        "steps_json": json.dumps(response or []),
        "blank": LogRow(0, "", "", ""),
        "marker": round(max(picture.width, picture.height) * 0.036),
    }


def _thing(one: Config, number: int, picture: Picture, acts: dict[str, Act]) -> Thing:
    offers = [
        Offer(act.name.partition(".")[2], act.label, act.done, act.asks_seal)
        for act in acts.values()
        if act.object_key == one["key"]
    ]
    corners = _corners(one)
    place = _place(one)
    return Thing(
        number=number,
        key=one["key"],
        name=one["name"],
        seen=one["seen"],
        offers=offers,
        points=" ".join(
            f"{x * picture.width // 100},{y * picture.height // 100}" for x, y in corners
        ),
        middle=(place[0] * picture.width // 100, place[1] * picture.height // 100),
        place=place,
    )


def _place(one: Config) -> tuple[int, int]:
    """Where its number stands: in the middle of what is large, above what it would cover."""
    across, down = one["x"] + one["width"] // 2, one["y"] + one["height"] // 2
    return (across, max(6, one["y"] - 3)) if one["height"] < COVERED else (across, down)


def _corners(one: Config) -> list[tuple[int, int]]:
    """The outline, or the four corners of the rectangle, in per cent."""
    if one["outline"]:
        pairs = (pair.split(",") for pair in one["outline"].split())
        return [(int(x), int(y)) for x, y in pairs]
    left, top = one["x"], one["y"]
    right, bottom = left + one["width"], top + one["height"]
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
