"""A number, within a tolerance, with its unit where one is asked for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import (
    WRITING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    Shown,
)
from courses.questions.question_types.cleaning import (
    choice,
    different,
    lines,
    mapping,
    rows,
    words,
)
from courses.questions.question_types.filling import FieldsType, typed
from courses.questions.question_types.reading import number

ENTRIES = ("none", "choose", "type")
KINDS = ("amount", "per_cent")


class UnitBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=40, help_text=gettext_lazy("As it is shown: GB, hours, %."))
    also = blocks.ListBlock(
        blocks.CharBlock(max_length=40),
        default=[],
        max_num=8,
        label=gettext_lazy("Other spellings"),
        help_text=gettext_lazy("Where the unit is typed: gigabyte, gigabytes, G."),
    )
    factor = blocks.CharBlock(
        required=False,
        max_length=30,
        label=gettext_lazy("How many of the answer’s own unit it is"),
        help_text=gettext_lazy(
            "1 for the unit of the right number; 1000 for TB where that is GB. "
            "Leave empty where the unit is wrong."
        ),
    )
    feedback = blocks.TextBlock(
        required=False, rows=1, help_text=gettext_lazy("What a learner who gave it reads, if any.")
    )

    class Meta:
        label_format = "{text}"


class NearBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=30, help_text=gettext_lazy("A number people arrive at."))
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("How they got there, and what next.")
    )

    class Meta:
        label_format = "{value}"


class NumericBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=30, label=gettext_lazy("The right number"))
    tolerance = blocks.CharBlock(
        max_length=30,
        default="0",
        label=gettext_lazy("How far off still counts"),
        help_text=gettext_lazy("0 asks for the exact number."),
    )
    tolerance_kind = blocks.ChoiceBlock(
        choices=[
            ("amount", gettext_lazy("as an amount")),
            ("per_cent", gettext_lazy("per cent of the number")),
        ],
        default="amount",
        label=gettext_lazy("The tolerance is given"),
    )
    unit_entry = blocks.ChoiceBlock(
        choices=[
            ("none", gettext_lazy("No unit is asked for")),
            ("choose", gettext_lazy("Chosen from the list below")),
            ("type", gettext_lazy("Typed")),
        ],
        default="none",
        label=gettext_lazy("The unit"),
        help_text=gettext_lazy("The right number without the right unit earns half."),
    )
    units = blocks.ListBlock(UnitBlock(), default=[], max_num=8)
    near = blocks.ListBlock(
        NearBlock(),
        default=[],
        max_num=6,
        label=gettext_lazy("Known wrong numbers"),
        help_text=gettext_lazy("So that a learner reads where the mistake was made."),
    )
    feedback = blocks.TextBlock(
        rows=2,
        label=gettext_lazy("How to get there"),
        help_text=gettext_lazy("What every learner reads after hand-in."),
    )


class Numeric(FieldsType):
    """A response is `{"number": "1,234", "unit": "GB"}`, as it was typed or chosen.

    What cannot be read as a number is kept, counts as not answered, and earns nothing.
    """

    key = "numeric"
    works_on_paper = True
    label = gettext_lazy("Number")
    description = gettext_lazy("A number within a tolerance, with a unit if you ask for one.")
    scoring = gettext_lazy(
        "The number and its unit together earn everything; "
        "the number without the right unit earns half."
    )
    icon = "decimal"
    group = WRITING
    parts = ("value", "tolerance", "tolerance_kind", "unit_entry", "units", "near", "feedback")
    sample = {
        "value": "512",
        "tolerance": "1",
        "tolerance_kind": "per_cent",
        "unit_entry": "choose",
        "units": [
            {"text": "GB", "also": ["gigabyte", "gigabytes"], "factor": "1", "feedback": ""},
            {"text": "TB", "also": [], "factor": "1000", "feedback": ""},
            {"text": "Gbit", "also": [], "factor": "", "feedback": "A byte has eight bits."},
        ],
        "near": [{"value": "64", "feedback": "That is one of the eight drives."}],
        "feedback": "Eight drives of 64 GB hold 512 GB.",
    }
    sample_right = {"number": "512", "unit": "GB"}
    sample_wrong = (
        {"number": "512", "unit": "Gbit"},
        {"number": "512", "unit": ""},
        {"number": "64", "unit": "GB"},
        {"number": "many", "unit": "GB"},
    )

    def block(self) -> blocks.Block:
        return NumericBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        tolerance = _number(config.get("tolerance") or "0", _("The tolerance"))
        if Decimal(tolerance) < 0:
            raise ValidationError(_("The tolerance is 0 or more."))
        entry = choice(config.get("unit_entry") or "none", _("The unit"), ENTRIES)
        units = [
            _unit(row, n)
            for n, row in enumerate(rows(config, "units", _("units"), least=0, most=8), 1)
        ]
        different([name for one in units for name in (one["text"], *one["also"])], _("The unit"))
        if entry == "none" and units:
            raise ValidationError(_("Say how the unit is given, or take the units out."))
        if entry != "none" and not any(one["factor"] for one in units):
            raise ValidationError(_("Give the right unit, with 1 as its factor."))
        if entry == "choose" and len(units) < 2:
            raise ValidationError(_("Give at least two units to choose from."))
        near = [
            {
                "value": _number(row.get("value"), _("Known wrong number %(n)s") % {"n": n}),
                "feedback": words(
                    row.get("feedback"), _("The feedback of known wrong number %(n)s") % {"n": n}
                ),
            }
            for n, row in enumerate(
                rows(config, "near", _("known wrong numbers"), least=0, most=6), 1
            )
        ]
        return {
            "value": _number(config.get("value"), _("The right number")),
            "tolerance": tolerance,
            "tolerance_kind": choice(
                config.get("tolerance_kind") or "amount", _("The kind of tolerance"), KINDS
            ),
            "unit_entry": entry,
            "units": units,
            "near": near,
            "feedback": words(config.get("feedback"), _("How to get there")),
        }

    def read(self, config: Config, shown: Shown, given: Mapping[str, Any]) -> Answer:
        return self.normalise(
            config, {"number": given.get("number"), "unit": given.get("unit") or ""}
        )

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, dict):
            raise InvalidAnswer(_("Write a number."))
        given = {part: typed(answer.get(part), most=60) for part in ("number", "unit")}
        if config["unit_entry"] == "none":
            given["unit"] = ""
        return given if any(given.values()) else None

    def answered(self, config: Config, response: Answer) -> bool:
        whole = response is not None and number(response["number"]) is not None
        return whole and (config["unit_entry"] == "none" or bool(response["unit"]))

    def grade(self, config: Config, response: Answer) -> Grade:
        given = number(response["number"]) if response else None
        if given is None:
            return Grade(0.0, False)
        if config["unit_entry"] == "none":
            right = _within(config, given)
            return Grade(float(right), right)
        unit = unit_of(config, response["unit"])
        if unit and unit["factor"] and _within(config, given * Decimal(unit["factor"])):
            return Grade(1.0, True)
        counted = not (unit and unit["factor"]) and _within(config, given)
        return Grade(0.5 if counted else 0.0, False)

    def model_answer(self, config: Config) -> Answer:
        unit = next((one for one in config["units"] if one["factor"]), None)
        if config["unit_entry"] == "none" or unit is None:
            return {"number": config["value"], "unit": ""}
        value = Decimal(config["value"]) / Decimal(unit["factor"])
        return {"number": f"{value:f}", "unit": unit["text"]}

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        given = response or {"number": "", "unit": ""}
        names = sorted((one["text"] for one in config["units"]), key=str.casefold)
        return {
            "value": given["number"],
            "unit": given["unit"],
            "unit_entry": config["unit_entry"],
            "units": names,
            "unread": bool(given["number"]) and number(given["number"]) is None,
        }

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        given = number(response["number"]) if response else None
        unit = unit_of(config, response["unit"]) if response else None
        own = next((one["text"] for one in config["units"] if one["factor"] == "1"), "")
        said = [one["feedback"] for one in config["near"] if given == Decimal(one["value"])] + (
            [unit["feedback"]] if unit and unit["feedback"] else []
        )
        return {
            "given": f"{response['number']} {response['unit']}".strip() if response else "",
            "unread": bool(response) and given is None,
            "answer": f"{config['value']} {own}".strip(),
            "tolerance": "" if Decimal(config["tolerance"]) == 0 else config["tolerance"],
            "per_cent": config["tolerance_kind"] == "per_cent",
            "unit": own,
            "said": said,
            "feedback": config["feedback"],
        }


def unit_of(config: Config, name: str) -> Config | None:
    """The unit of that name: as written, else whatever its capitals if only one is meant."""
    name = " ".join(name.split())
    spelt = [(text, one) for one in config["units"] for text in (one["text"], *one["also"])]
    for text, one in spelt:
        if text == name:
            return one
    near = [one for text, one in spelt if text.casefold() == name.casefold()]
    return near[0] if len(near) == 1 else None


def _within(config: Config, given: Decimal) -> bool:
    value, tolerance = Decimal(config["value"]), Decimal(config["tolerance"])
    if config["tolerance_kind"] == "per_cent":
        tolerance = abs(value) * tolerance / 100
    return abs(given - value) <= tolerance


def _number(value: Any, what: str) -> str:
    text = words(value, what, most=30)
    found = number(text)
    if found is None:
        raise ValidationError(_("%(what)s is not a number.") % {"what": what})
    return format(found, "f")


def _unit(row: Config, n: int) -> Config:
    factor = words(row.get("factor"), _("The factor of unit %(n)s") % {"n": n}, required=False)
    if factor:
        factor = _number(factor, _("The factor of unit %(n)s") % {"n": n})
        if Decimal(factor) <= 0:
            raise ValidationError(_("The factor of unit %(n)s is more than 0.") % {"n": n})
    return {
        "text": words(row.get("text"), _("Unit %(n)s") % {"n": n}, most=40),
        "also": lines(row.get("also"), _("Other spellings of unit %(n)s") % {"n": n}, most=8),
        "factor": factor,
        "feedback": words(
            row.get("feedback"), _("The feedback of unit %(n)s") % {"n": n}, required=False
        ),
    }
