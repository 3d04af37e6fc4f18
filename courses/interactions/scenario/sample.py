"""A small scenario: for tests, previews and new questions."""

from typing import Any


def choice(text: str, to: str, quality: str, consequence: str, **more: Any) -> dict[str, Any]:
    plain = {"minutes": 0, "sets": "", "clears": "", "needs": "", "lacks": "", "point": ""}
    return {
        "text": text, "to": to, "quality": quality, "consequence": consequence, **plain, **more
    }  # fmt: skip


def node(key: str, title: str, text: str, *choices: Any, **more: Any) -> dict[str, Any]:
    plain = {"minutes": 0, "ask_sure": False, "debriefing": "", "value": None}
    return {"key": key, "title": title, "text": text, **plain, "choices": list(choices), **more}


SAMPLE: dict[str, Any] = {
    "flags": [{"key": "photographed", "label": "The screen is photographed"}],
    "nodes": [
        node(
            "desk",
            "At the desk",
            "A laptop is on. A window shows an open encrypted volume.",
            choice(
                "Photograph the screen",
                "call",
                "best",
                "The volume can be shown in court as it stood.",
                minutes=2,
                sets="photographed",
            ),
            choice(
                "Pull the plug",
                "locked",
                "fatal",
                "The volume closes, and nobody has its key.",
                minutes=1,
            ),
            ask_sure=True,
        ),
        node(
            "call",
            "The telephone",
            "The screen is still awake. Your telephone has a signal.",
            choice("Call the specialist", "kept", "best", "You get advice in time.", minutes=5),
            choice("Look at the desk again", "desk", "poor", "Minutes go by.", minutes=3),
        ),
        node(
            "kept",
            "In good hands",
            "The specialist arrives.",
            debriefing="What was open could be secured.",
            value=100,
        ),
        node(
            "locked",
            "A dark screen",
            "The screen goes dark.",
            debriefing="Off is not always safe: an open volume closes for good.",
            value=0,
        ),
    ],
}
