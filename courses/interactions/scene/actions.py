"""What can be done with an object: the national list, and an author's own actions."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

OWN = "own"


@dataclass(frozen=True)
class Action:
    """`label` invites, `done` records. `seals` asks for the number of the seal."""

    label: Any
    done: Any
    seals: bool = False


# In the order in which every object offers them, so that the order says nothing of what is right.
NATIONAL: dict[str, Action] = {
    "photograph": Action(_("Photograph it"), _("Photographed")),
    "note": Action(_("Note its state and the time"), _("Noted state and time")),
    "leave": Action(_("Leave it as it is"), _("Left as it is")),
    "guard": Action(_("Guard it, nobody touches it"), _("Guarded")),
    "move-people": Action(_("Move people away from it"), _("Moved people away")),
    "call": Action(_("Call PITCU about it"), _("Called PITCU")),
    "keep-on": Action(_("Keep it on"), _("Kept on")),
    "isolate": Action(_("Put it in a shielded bag"), _("Put in a shielded bag")),
    "airplane": Action(_("Set airplane mode"), _("Set airplane mode")),
    "feed": Action(_("Put a power bank in the bag with it"), _("Put a power bank in with it")),
    "disconnect": Action(_("Disconnect it from the network"), _("Disconnected from the network")),
    "switch-on": Action(_("Switch it on"), _("Switched on")),
    "switch-off": Action(_("Switch it off"), _("Switched off")),
    "shut-down": Action(_("Shut it down from the menu"), _("Shut down from the menu")),
    "pull-plug": Action(_("Cut its power"), _("Cut the power")),
    "look-through": Action(_("Look through what is on it"), _("Looked through")),
    "search": Action(_("Search it for small items"), _("Searched for small items")),
    "bag": Action(_("Put it in a bag of its own"), _("Bagged")),
    "label": Action(_("Label it"), _("Labelled")),
    "seal": Action(_("Bag, label and seal it"), _("Bagged, labelled and sealed"), seals=True),
}


def action_key(action: dict[str, Any]) -> str:
    """What steps and the procedure call an action by."""
    return str(action["action"]) if action["action"] != OWN else f"own-{slugify(action['label'])}"


def label_of(action: dict[str, Any]) -> str:
    return action["label"] or str(NATIONAL[action["action"]].label)


def done_of(action: dict[str, Any]) -> str:
    """As the log says it. An author's own wording serves for both."""
    return action["label"] or str(NATIONAL[action["action"]].done)


def in_order(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As every object offers them: the national list first, own actions by their words."""
    places = {key: place for place, key in enumerate(NATIONAL)}
    return sorted(actions, key=lambda one: (places.get(one["action"], len(places)), label_of(one)))


def choices() -> list[tuple[str, Any]]:
    return [*((key, one.label) for key, one in NATIONAL.items()), (OWN, _("Another, in my words"))]
