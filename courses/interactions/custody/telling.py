"""How a custody record is shown: to fill in, and checked field by field afterwards."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.interactions.custody import record as records
from courses.interactions.custody.record import Config, Record, holding
from courses.interactions.custody.rules import expected, parts_of, readable

PARTS = ("day", "clock", "offset")


def line(entry: Config, record: Record, at: int) -> dict[str, Any]:
    """A line as it may be shown: nothing here says what is right."""
    return {
        "at": at,
        "title": entry["title"],
        "signed": record["entries"][at]["signed"],
        "fields": [
            {
                "at": f"{at}-{place}",
                "label": field["label"],
                "kind": field["kind"],
                "hint": field["hint"],
                "options": [one.strip() for one in field["choices"].splitlines() if one.strip()],
                "value": record["entries"][at]["values"][place],
                "parts": dict(
                    zip(PARTS, parts_of(record["entries"][at]["values"][place]), strict=True)
                ),
                "words": readable(field, holding(record, at, place)),
                "struck": _struck(field, record, at, place),
            }
            for place, field in enumerate(entry["fields"])
        ],
    }


def _struck(field: Config, record: Record, at: int, place: int) -> list[dict[str, Any]]:
    """What stood here before, each with why and when it was changed."""
    found, stood = [], record["entries"][at]["values"][place]
    for one in records.corrections_of(record, at, place):
        found.append(
            {
                "old": readable(field, stood) or _("nothing written"),
                "new": readable(field, one["value"]),
                "reason": one["reason"],
                "at": _moment(one["at"]),
            }
        )
        stood = one["value"]
    return found


def _moment(written: str) -> datetime | None:
    """In Belize time; none where nothing was stored and so nothing is sure."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return timezone.localtime(moment) if timezone.is_aware(moment) else None


def told(one: records.Judged) -> dict[str, Any]:
    made = [{**correction, "entry": 0, "field": 0} for correction in one.corrections]
    record: Record = {"entries": [{"values": [one.first]}], "corrections": made}
    return {
        "label": one.field["label"],
        "value": readable(one.field, one.value),
        "struck": _struck(one.field, record, 0, 0),
        "right": one.finding.right,
        "says": one.finding.says,
        "reasoned": one.reasoned,
        "expected": next(readable(one.field, value) for value in expected(one.field)),
        "feedback": one.field["feedback"],
    }
