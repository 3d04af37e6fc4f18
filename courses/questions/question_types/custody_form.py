"""Custody form: a chain-of-custody record filled in from a narrative, field by field."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from courses.interactions.custody import record as records
from courses.interactions.custody.blocks import CustodyBlock
from courses.interactions.custody.checking import clean
from courses.interactions.custody.record import Record, holding
from courses.interactions.custody.rules import expected, parts_of
from courses.interactions.custody.sample import SAMPLE
from courses.interactions.custody.shape import shaped
from courses.interactions.custody.telling import PARTS, line, told
from courses.questions.question_types.base import (
    WRITING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    QuestionType,
    values,
)

OFFSETS = ("-06:00", "-05:00", "-04:00", "+00:00", "+01:00", "+06:00")


class CustodyForm(QuestionType):
    """A response is a record: lines with their values, signed or not, and corrections.

    What is signed stays. A later answer may sign more and correct more, and undo neither.
    """

    key = "custody_form"
    label = gettext_lazy("Custody form")
    description = gettext_lazy("A chain-of-custody record is filled in from what happened.")
    scoring = gettext_lazy(
        "The share of fields that are right in the end. A correction without a reason costs half "
        "of its field, and a line that nobody signed earns nothing."
    )
    icon = "form"
    group = WRITING
    parts = ("narrative", "entries")
    styles = ("courses/css/custody.css",)
    scripts = ("courses/js/custody-form.js",)
    keeps_log = True
    sample = SAMPLE
    sample_right = {
        "entries": [
            {"values": ["002158", "Custodian", "2026-03-09|16:10|-06:00"], "signed": True},
            {"values": ["SHA-256"], "signed": True},
        ],
        "corrections": [],
    }
    sample_wrong = (
        {
            "entries": [
                {"values": ["002158", "store", "2026-03-09|16:10|"], "signed": True},
                {"values": [""], "signed": False},
            ],
            "corrections": [{"entry": 0, "field": 1, "value": "custodian", "reason": "", "at": ""}],
        },
        {
            "entries": [
                {"values": ["2158", "", ""], "signed": False},
                {"values": ["MD5"], "signed": False},
            ],
            "corrections": [],
        },
    )

    def block(self) -> Block:
        return CustodyBlock()

    def clean(self, config: Any) -> Config:
        return clean(config)

    def from_form(
        self, config: Config, shown: Any, data: Mapping[str, Any], name: str, before: Answer
    ) -> Answer:
        """All that stands in the form: lines not yet signed, what is signed now, corrections."""
        record = before or records.empty_record(config)
        entries, corrections = [], list(record["corrections"])
        for at, entry in enumerate(config["entries"]):
            old = record["entries"][at]
            if old["signed"]:
                entries.append(old)
                corrections += _corrected(record, at, entry, data, name)
                continue
            given = [
                _value(data, f"{name}-v-{at}-{place}", field["kind"])
                for place, field in enumerate(entry["fields"])
            ]
            entries.append({"values": given, "signed": f"{name}-sign-{at}" in data})
        return self.normalise(config, {"entries": entries, "corrections": corrections})

    def normalise(self, config: Config, answer: Any) -> Answer:
        try:
            return shaped(config, answer)
        except ValidationError as refusal:
            raise InvalidAnswer(refusal.messages) from refusal

    def joined(self, config: Config, before: Answer, answer: Answer) -> Answer:
        blank = records.empty_record(config)
        if answer is None and not before:
            return None
        now = timezone.now().isoformat(timespec="seconds")
        whole = records.joined(before or blank, answer or blank, now=now)
        return None if whole == blank else whole

    def answered(self, config: Config, response: Answer) -> bool:
        return response is not None and all(entry["signed"] for entry in response["entries"])

    def grade(self, config: Config, response: Answer) -> Grade:
        if response is None:
            return Grade(0.0, right=False)
        earned = records.score(config, response)
        return Grade(earned, right=earned == 1.0)

    def model_answer(self, config: Config) -> Answer:
        def whole(field: Config) -> str:
            first = expected(field)[0]
            return "|".join(parts_of(first)) if field["kind"] == "datetime" else first

        lines = [
            {"values": [whole(field) for field in entry["fields"]], "signed": True}
            for entry in config["entries"]
        ]
        return {"entries": lines, "corrections": []}

    def asking(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        record = response or records.empty_record(config)
        return {
            "narrative": config["narrative"],
            "lines": [line(entry, record, at) for at, entry in enumerate(config["entries"])],
            "offsets": OFFSETS,
            "corrections": json.dumps(record["corrections"]),
            "with_corrections": any(entry["signed"] for entry in record["entries"]),
        }

    def telling(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        record = response or records.empty_record(config)
        lines = records.judged(config, record)
        return {
            "lines": [
                {
                    "title": entry["title"],
                    "signed": record["entries"][at]["signed"],
                    "fields": [told(one) for one in lines[at]],
                }
                for at, entry in enumerate(config["entries"])
            ],
            "right": sum(one.finding.right for line in lines for one in line),
            "asked": sum(len(line) for line in lines),
        }


def _value(data: Mapping[str, Any], name: str, kind: str) -> str:
    if kind != "datetime":
        return str((values(data, name) or [""])[-1])
    parts = [str((values(data, f"{name}-{part}") or [""])[-1]) for part in PARTS]
    return "|".join(parts) if any(parts) else ""


def _corrected(
    record: Record, at: int, entry: Config, data: Mapping[str, Any], name: str
) -> list[Record]:
    """Corrections in a posted form. What holds already is no correction: sent twice, it is one."""
    found = []
    for place, field in enumerate(entry["fields"]):
        value = _value(data, f"{name}-c-{at}-{place}", field["kind"]).strip()
        if not value or value == holding(record, at, place):
            continue
        reason = str((values(data, f"{name}-r-{at}-{place}") or [""])[-1])
        found.append({"entry": at, "field": place, "value": value, "reason": reason, "at": ""})
    return found
