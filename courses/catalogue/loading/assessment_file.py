"""How a module is assessed, out of `assessment.yaml`: the rule, what an attempt asks, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.catalogue.blueprint import DrawBlock, gaps
from courses.catalogue.loading.fields import Fields
from courses.catalogue.loading.problems import line_of
from courses.catalogue.loading.shaping import WrongShape, sentence, shape
from courses.catalogue.models import Certainty
from courses.questions.fields import plain

Json = dict[str, Any]
# What a module has that is not assessed.
ORDINARY: Json = {
    "pass_mark": 80,
    "evidence_level": 2,
    "max_attempts": 5,
    "wait_minutes": 30,
    "time_limit": None,
    "certainty": Certainty.OFF.value,
    "blueprint": [],
    "ask_sure": [],
}


@dataclass(frozen=True)
class Dates:
    """From when until when an assessment can be taken; nothing where it is open."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


def read_rule(fields: Fields) -> Json:
    return {
        "pass_mark": fields.number("pass_mark", least=1, most=100, default=80),
        "evidence_level": fields.number("evidence_level", least=1, most=4, default=2),
        "max_attempts": fields.number("max_attempts", least=1, most=20, default=5),
        "wait_minutes": fields.number("wait_minutes", least=0, most=10080, default=30),
        "time_limit": (
            fields.number("time_limit", least=1, most=600)
            if fields.take("time_limit") is not None
            else None
        ),
        "certainty": _certainty(fields),
        "blueprint": _blueprint(fields),
    }


def _certainty(fields: Fields) -> str:
    # YAML reads a bare `off` as false.
    if fields.take("certainty") in (None, False):
        return Certainty.OFF.value
    return fields.choice("certainty", [str(value) for value in Certainty.values])


def _blueprint(fields: Fields) -> list[Json]:
    rows = fields.take("blueprint")
    if rows is None:
        return []
    if not isinstance(rows, list):
        fields.problem("blueprint", "The blueprint is not a list.", 'Start each line with "- ".')
        return []
    block, found = DrawBlock(), []
    for number, row in enumerate(rows, start=1):
        where = f"Line {number} of the blueprint"
        try:
            raw = shape(block, row, where, where)
            found.append(plain(block, block.clean(block.to_python(raw))))
        except WrongShape as error:
            fields.problem("blueprint", error.what, error.fix)
        except ValidationError as error:
            known = ", ".join(block.child_blocks)
            fields.problem("blueprint", f"{where}: {sentence(error)}", f"It may have: {known}.")
    return found


def read_dates(fields: Fields) -> Dates:
    dates = Dates(_moment(fields, "opens"), _moment(fields, "closes"))
    if dates.opens_at and dates.closes_at and dates.opens_at >= dates.closes_at:
        fields.problem("closes", "It closes before it opens.", "Correct one of the two.")
        return Dates()
    return dates


def _moment(fields: Fields, name: str) -> datetime | None:
    value = fields.take(name)
    if value is None:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_plain(value))
    except ValueError:
        fields.problem(
            name,
            f"{name} is {str(value)!r}, not a date with a time.",
            "Write it as 2027-03-01 08:00, in the site's own time, or with an offset after it.",
        )
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _plain(value: Any) -> str:
    """`2027-03-01 08:00 -06:00` without the second space. A day alone is no time."""
    words = str(value).split()
    if len(words) < 2 and "T" not in str(value):
        raise ValueError(value)
    return "T".join(words[:2]) + "".join(words[2:])


def check_blueprint(fields: Fields, rule: Json, questions: list[Json]) -> None:
    """Whether the file's own questions fill each line."""
    pool = [
        {**one, "alignments": [{"identifier": name} for name in one["alignments"]]}
        for one in questions
    ]
    if not rule["blueprint"] or not all(line["count"] for line in rule["blueprint"]):
        return
    for gap in gaps(pool, rule["blueprint"]):
        fields.report.add(
            fields.path,
            line_of(fields.text, "blueprint:"),
            gap,
            "Add such questions, or ask for fewer.",
        )
