"""Short text, numbers and open answers: types that a learner writes."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_answers import plain
from courses.questions.interchange.mapping.choices import FULL
from courses.questions.interchange.mapping.taking import NotTaken, Taken
from courses.questions.interchange.neutral import Choice, Item, Kind, Number

ANYTHING = "*"
CREDITS = (("100", 100.0), ("50", 50.0), ("0", 0.0))


def take_short_text(item: Item) -> Taken:
    """Credit is all, half or nothing here; what lies between goes to the nearest below."""
    accepted, notes, otherwise = [], [], ""
    for choice in item.choices:
        if choice.text == ANYTHING and choice.share <= 0:
            otherwise = choice.feedback
            continue
        credit = _credit(choice.share)
        if choice.share not in (100, 50, 0):
            said = {"text": choice.text, "had": f"{choice.share:g}", "has": credit}
            notes.append(_("“%(text)s” earned %(had)s %% and earns %(has)s %% here.") % said)
        accepted.append({"text": choice.text, "credit": credit, "feedback": choice.feedback})
    config = {"accepted": accepted, "otherwise": otherwise, "case": item.case_matters}
    return Taken("short_text", {**config, "accents": False, "punctuation": False}, notes)


def _credit(share: float) -> str:
    if share >= FULL:
        return "100"
    return "50" if share >= 50 else "0"


def give_short_text(config: Any) -> Item:
    shares = dict(CREDITS)
    choices = [
        Choice(one["text"], shares[one["credit"]], one["feedback"]) for one in config["accepted"]
    ]
    item = Item(Kind.SHORT_TEXT, 0, "", choices=choices, case_matters=config["case"])
    if config["otherwise"]:
        choices.append(Choice(ANYTHING, 0, config["otherwise"]))
    if config["accents"] or config["punctuation"]:
        item.notes.append(_("whether accents and punctuation matter"))
    return item


def take_numeric(item: Item) -> Taken:
    """One number is right here; others that earned something are named and left out."""
    right = [number for number in item.numbers if number.share >= FULL]
    if not right:
        raise NotTaken(_("None of its numbers is wholly right."))
    notes = [
        _("The number %(value)s, which earned something too, was left out.") % {"value": n.value}
        for n in item.numbers
        if n.share > 0 and n is not right[0]
    ]
    near = [
        {"value": number.value, "feedback": number.feedback}
        for number in item.numbers
        if number.share <= 0
    ]
    config = {
        "value": right[0].value,
        "tolerance": right[0].tolerance,
        "tolerance_kind": "amount",
        "unit_entry": "none",
        "units": [],
        "near": near,
        "feedback": right[0].feedback,
    }
    return Taken("numeric", config, notes)


def give_numeric(config: Any) -> Item:
    if config["unit_entry"] != "none":
        raise NotTaken(_("its unit has no place in the format"))
    tolerance, notes = config["tolerance"], []
    if config["tolerance_kind"] == "per_cent":
        amount = abs(Decimal(config["value"])) * Decimal(tolerance) / 100
        tolerance = plain(amount)
        notes.append(_("that its tolerance is a percentage; it is written as an amount"))
    numbers = [Number(config["value"], tolerance, 100, config["feedback"])]
    numbers += [Number(one["value"], "0", 0, one["feedback"]) for one in config["near"]]
    return Item(Kind.NUMERIC, 0, "", numbers=numbers, notes=notes)


def take_essay(item: Item) -> Taken:
    """People mark it here with a rubric, which other systems do not bring along."""
    guidance = item.choices[0].text if item.choices else ""
    config = {"most_words": 200, "criteria": [], "needed": 1, "model": "", "guidance": guidance}
    return Taken("open", config)
