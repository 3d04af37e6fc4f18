"""Single and multiple choice, and ordering: types that are a list of options."""

from typing import Any

from django.utils.translation import gettext as _

from courses.questions.interchange.mapping.taking import NotTaken, Taken
from courses.questions.interchange.neutral import Choice, Item, Kind

# Shares are written with few figures, so a right option of six earns 16.66667.
FULL = 99.9


def take_choice(item: Item) -> Taken:
    """Several options that earn something together are multiple choice, otherwise single."""
    if not item.choices:
        raise NotTaken(_("It has no options."))
    right = [c for c in item.choices if (c.share > 0 if item.multiple else c.share >= FULL)]
    taken = Taken(
        "multiple" if item.multiple else "single",
        {
            "options": [
                {"text": c.text, "right": any(c is one for one in right), "feedback": c.feedback}
                for c in item.choices
            ]
        },
    )
    partly = [c.text for c in item.choices if 0 < c.share < FULL]
    if not item.multiple and partly:
        taken.notes.append(
            _("Part of the mark for an option is not kept; these count as wrong: %(texts)s.")
            % {"texts": ", ".join(f"“{text}”" for text in partly)}
        )
    if item.multiple and len({round(c.share, 3) for c in right}) > 1:
        taken.notes.append(_("Its right options are worth the same here."))
    return taken


def take_ordering(item: Item) -> Taken:
    if not item.choices:
        raise NotTaken(_("It has no steps."))
    options = [{"text": c.text, "feedback": c.feedback} for c in item.choices]
    return Taken("ordering", {"options": options})


def give_single(config: Any) -> Item:
    return _choice(config, {True: 100.0, False: 0.0}, multiple=False)


def give_multiple(config: Any) -> Item:
    """As here, a wrong option costs what a right one earns."""
    right = sum(bool(option["right"]) for option in config["options"]) or 1
    share = round(100 / right, 5)
    return _choice(config, {True: share, False: -share}, multiple=True)


def _choice(config: Any, shares: dict[bool, float], *, multiple: bool) -> Item:
    choices = [
        Choice(option["text"], shares[bool(option["right"])], option["feedback"])
        for option in config["options"]
    ]
    return Item(Kind.CHOICE, 0, "", choices=choices, multiple=multiple)


def give_ordering(config: Any) -> Item:
    choices = [Choice(option["text"], 0, option["feedback"]) for option in config["options"]]
    return Item(Kind.ORDERING, 0, "", choices=choices)
