"""Matching, and true or false with its reason."""

from typing import Any

from django.utils.translation import gettext as _

from courses.questions.interchange.mapping.taking import NotTaken, Taken
from courses.questions.interchange.neutral import Item, Kind

ARROW = "->"


def take_matching(item: Item) -> Taken:
    if not item.pairs:
        raise NotTaken(_("It has no pairs."))
    pairs = [{"left": left, "right": right, "feedback": ""} for left, right in item.pairs]
    others = [{"text": text, "feedback": ""} for text in dict.fromkeys(item.extra)]
    return Taken("matching", {"pairs": pairs, "distractors": others})


def give_matching(config: Any) -> Item:
    item = Item(
        Kind.MATCHING,
        0,
        "",
        pairs=[(pair["left"], pair["right"]) for pair in config["pairs"]],
        extra=[one["text"] for one in config["distractors"]],
        notes=[_("the feedback on its pairs")],
    )
    if any(ARROW in text for pair in item.pairs for text in pair):
        raise NotTaken(_("a pair of it holds “->”, which ends a pair in GIFT"))
    return item


def take_true_false(item: Item) -> Taken:
    """The reasons that are asked for here come from no other system."""
    config: dict[str, Any] = {"answer": "true" if item.truth else "false", "reasons": []}
    notes = [
        _("The feedback on “%(answer)s” has no place here: “%(text)s”")
        % {"answer": choice.text, "text": choice.feedback}
        for choice in item.choices
        if choice.feedback
    ]
    return Taken("true_false", config, notes)
