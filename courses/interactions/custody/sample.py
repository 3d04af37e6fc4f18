"""A small custody form: for tests, previews and new questions."""

from typing import Any


def field(label: str, kind: str, expected: str, feedback: str, **more: Any) -> dict[str, Any]:
    plain = {"hint": "", "choices": "", "mistakes": []}
    return {
        "label": label, "kind": kind, "expected": expected, "feedback": feedback, **plain, **more
    }  # fmt: skip


SAMPLE: dict[str, Any] = {
    "narrative": "At 16:10 the first officer hands exhibit A1, in bag 002158, to the custodian.",
    "entries": [
        {
            "title": "First transfer",
            "fields": [
                field("Seal", "seal", "002158", "Digit by digit."),
                field(
                    "Received by",
                    "party",
                    "custodian",
                    "A named person signs.",
                    mistakes=[{"value": "store", "feedback": "A store can't sign."}],
                ),
                field("Time", "datetime", "2026-03-09 16:10 -06:00", "With its offset."),
            ],
        },
        {
            "title": "Image",
            "fields": [field("Algorithm", "algorithm", "SHA-256", "With every hash.")],
        },
    ],
}
