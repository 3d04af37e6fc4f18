"""The published figures as CSV and as JSON: the values of `published`, nothing else."""

import csv
import io
from dataclasses import asdict
from typing import Any

from nice_framework.releases.queries import Published

COLUMNS = (
    "release",
    "month",
    "table",
    "row",
    "column",
    "area",
    "measure",
    "value",
    "conf_status",
    "obs_status",
    "unit",
)
UNIT = "people"
BOM = "\ufeff"  # without it, Excel reads the accents of a UTF-8 file wrongly
FORMULA = ("=", "+", "-", "@", "\t", "\r")

CODES = {
    "conf_status": {
        "F": "free: the value is shown",
        "C": "confidential: a group of fewer people than the threshold",
        "D": "confidential: hidden so that another hidden value cannot be worked out",
    },
    "obs_status": {
        "A": "normal",
        "U": "low reliability",
        "B": "break: the settings or the framework changed since the month before",
        "M": "not asked: nobody in this row can need this area",
        "O": "no data",
    },
}


def as_csv(release: Published) -> str:
    """Long form, one value a line. An empty value always has a code that says why."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(release):
        writer.writerow([_plain(row[column]) for column in COLUMNS])
    return out.getvalue()


def as_document(release: Published) -> dict[str, Any]:
    """What the API answers: the values and all that is needed to read them."""
    snapshot = release.snapshot
    return {
        "release": snapshot.name,
        "month": f"{snapshot.month:%Y-%m}",
        "as_of": snapshot.as_of.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "unit": UNIT,
        "settings": snapshot.settings,
        "codes": CODES,
        "labels": snapshot.labels,
        "quality": snapshot.quality,
        "values": [asdict(value) for value in release.values],
    }


def _rows(release: Published) -> list[dict[str, Any]]:
    head = {"release": release.snapshot.name, "month": f"{release.snapshot.month:%Y-%m}"}
    return [head | asdict(value) | {"unit": UNIT} for value in release.values]


def _plain(value: object) -> object:
    """A text that a spreadsheet would run as a formula is marked as text."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
