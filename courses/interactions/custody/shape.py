"""Whether what was sent is a custody record at all: shapes and lengths, and nothing is trusted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.interactions.custody.record import Config, Record

LONGEST_VALUE, LONGEST_REASON, MOST_CORRECTIONS = 300, 300, 60


def shaped(config: Config, sent: Any) -> Record | None:
    """The record in its own form, none when nothing was written; else `ValidationError`."""
    if sent is None:
        return None
    if not isinstance(sent, dict) or set(sent) != {"entries", "corrections"}:
        raise _not_a_record()
    entries = _entries(config, sent["entries"])
    corrections = _corrections(config, entries, sent["corrections"])
    written = any(any(entry["values"]) or entry["signed"] for entry in entries)
    return {"entries": entries, "corrections": corrections} if written else None


def _entries(config: Config, given: Any) -> list[Record]:
    if not isinstance(given, list) or len(given) != len(config["entries"]):
        raise _not_a_record()
    return [_entry(one, entry) for one, entry in zip(given, config["entries"], strict=True)]


def _entry(one: Any, entry: Config) -> Record:
    if not isinstance(one, dict) or set(one) != {"values", "signed"}:
        raise _not_a_record()
    given = one["values"]
    if not isinstance(given, list) or len(given) != len(entry["fields"]):
        raise _not_a_record()
    if not isinstance(one["signed"], bool):
        raise _not_a_record()
    return {"values": [_short(value, LONGEST_VALUE) for value in given], "signed": one["signed"]}


def _corrections(config: Config, entries: list[Record], given: Any) -> list[Record]:
    if not isinstance(given, list):
        raise _not_a_record()
    if len(given) > MOST_CORRECTIONS:
        raise ValidationError(_("This record holds too many corrections. Hand it in."))
    return [_correction(config, entries, one) for one in given]


def _correction(config: Config, entries: list[Record], one: Any) -> Record:
    named = {"entry", "field", "value", "reason"}
    if not isinstance(one, dict) or not named <= set(one) <= named | {"at"}:
        raise _not_a_record()
    at, place = one["entry"], one["field"]
    if not _is_place(at, entries) or not _is_place(place, config["entries"][at]["fields"]):
        raise _not_a_record()
    if not entries[at]["signed"]:
        raise ValidationError(_("Only a line that is signed is corrected: change the line itself."))
    value = _short(one["value"], LONGEST_VALUE)
    if not value:
        raise ValidationError(_("A correction says what is right, and why."))
    return {
        "entry": at,
        "field": place,
        "value": value,
        "reason": _short(one["reason"], LONGEST_REASON),
        "at": _short(one.get("at", ""), 40),
    }


def _is_place(at: Any, among: list[Any]) -> bool:
    return isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(among)


def _short(value: Any, most: int) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise _not_a_record()
    if len(value) > most:
        raise ValidationError(_("A field takes at most %(n)s characters.") % {"n": most})
    return value.strip()


def _not_a_record() -> ValidationError:
    return ValidationError(_("That isn't this form. Open the page again and go on from there."))
