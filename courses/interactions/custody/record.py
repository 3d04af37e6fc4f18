"""A custody record as somebody filled it in, and what it is worth.

A record is `{"entries": [{"values": [text, …], "signed": bool}, …], "corrections": [{"entry",
"field", "value", "reason", "at"}, …]}`. A line that is signed stays as it is: only a correction
changes what holds, and both what stood there and why it was changed stay legible.
"""

from dataclasses import dataclass
from typing import Any

from courses.interactions.custody.rules import Finding, check

Config = dict[str, Any]
Record = dict[str, Any]
NO_REASON = 0.5  # what a field is worth whose correction gives no reason


@dataclass(frozen=True)
class Judged:
    """One field of a record: what it says in the end, and what the rule says of it."""

    field: Config
    first: str
    value: str
    corrections: tuple[Record, ...]
    signed: bool
    finding: Finding

    @property
    def reasoned(self) -> bool:
        return all(one["reason"].strip() for one in self.corrections)

    @property
    def worth(self) -> float:
        """A line that nobody signed proves nothing."""
        if not self.signed or not self.finding.right:
            return 0.0
        return 1.0 if self.reasoned else NO_REASON


def empty_record(config: Config) -> Record:
    entries = [{"values": [""] * len(e["fields"]), "signed": False} for e in config["entries"]]
    return {"entries": entries, "corrections": []}


def judged(config: Config, record: Record) -> list[list[Judged]]:
    """Every field of every line, in order."""
    return [
        [_judged(config, record, at, place) for place in range(len(entry["fields"]))]
        for at, entry in enumerate(config["entries"])
    ]


def _judged(config: Config, record: Record, at: int, place: int) -> Judged:
    field, entry = config["entries"][at]["fields"][place], record["entries"][at]
    made = corrections_of(record, at, place)
    value = made[-1]["value"] if made else entry["values"][place]
    return Judged(
        field=field,
        first=entry["values"][place],
        value=value,
        corrections=made,
        signed=entry["signed"],
        finding=check(field, value),
    )


def corrections_of(record: Record, at: int, place: int) -> tuple[Record, ...]:
    return tuple(
        one for one in record["corrections"] if (one["entry"], one["field"]) == (at, place)
    )


def holding(record: Record, at: int, place: int) -> str:
    """What holds now for a field."""
    made = corrections_of(record, at, place)
    return str(made[-1]["value"] if made else record["entries"][at]["values"][place])


def score(config: Config, record: Record) -> float:
    """The share of fields that are right in the end; a correction without a reason costs half."""
    fields = [one for line in judged(config, record) for one in line]
    return round(sum(one.worth for one in fields) / len(fields), 6)


def joined(before: Record, after: Record, *, now: str) -> Record:
    """`after`, but whatever `before` signed stays as it stood, and its corrections stay first."""
    entries = [
        old if old["signed"] else new
        for old, new in zip(before["entries"], after["entries"], strict=True)
    ]
    kept, sent = before["corrections"], after["corrections"]
    goes_on = [bare(one) for one in sent[: len(kept)]] == [bare(one) for one in kept]
    fresh = [{**bare(one), "at": now} for one in sent[len(kept) :]] if goes_on else []
    return {"entries": entries, "corrections": [*kept, *fresh]}


def bare(correction: Record) -> Record:
    """A correction without its time, which is the server's to say."""
    return {name: correction[name] for name in ("entry", "field", "value", "reason")}
