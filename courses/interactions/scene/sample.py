"""A small scene that is in order: for tests, previews and new questions."""

from typing import Any


def _action(action: str, standing: str, told: str = "", why: str = "") -> dict[str, Any]:
    return {
        "action": action,
        "label": "",
        "standing": standing,
        "consequence": told,
        "feedback": why,
        "point": "",
    }


SAMPLE: dict[str, Any] = {
    "picture": {
        "drawing": "living-room.svg",
        "image": None,
        "alt": "A living room with a laptop on the table and a phone on the sofa.",
    },
    "objects": [
        {
            "key": "phone",
            "name": "Phone on the sofa",
            "seen": "It is off. The screen is black and nothing is warm.",
            "x": 9,
            "y": 57,
            "width": 13,
            "height": 12,
            "outline": "",
            "actions": [
                _action(
                    "photograph",
                    "required",
                    "Nobody can say where the phone lay.",
                    "A photograph before anything moves shows the place.",
                ),
                _action(
                    "switch-on",
                    "fatal",
                    "It connected and was wiped from far away.",
                    "Off stays off.",
                ),
                _action(
                    "seal",
                    "required",
                    "Defence counsel asks who could have opened the bag.",
                    "A numbered seal shows that nobody has.",
                ),
                _action("note", "optional"),
            ],
        }
    ],
    "order": [
        {
            "before": "phone.photograph",
            "after": "phone.seal",
            "why": "In a bag it can no longer be shown as it was found.",
        }
    ],
    "seals": True,
}
SAMPLE_RIGHT: list[dict[str, str]] = [
    {"id": "a", "object": "phone", "action": "photograph"},
    {"id": "b", "object": "phone", "action": "seal", "seal": "BZ-0042"},
]
SAMPLE_WRONG: tuple[list[dict[str, str]], ...] = (
    [{"id": "a", "object": "phone", "action": "switch-on"}],
    [SAMPLE_RIGHT[1], SAMPLE_RIGHT[0]],
    [*SAMPLE_RIGHT, {"id": "c", "undo": "b"}],
)
