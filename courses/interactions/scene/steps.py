"""A response: the steps taken, in order. Nothing is ever taken out; a correction is a step.

{"id": "a1", "object": "phone", "action": "seal", "seal": "BZ-0042"}
{"id": "a2", "undo": "a1"}
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from courses.interactions.scene.procedure import Act, Config, acts_of

Step = dict[str, str]
MOST_STEPS = 150
ID = re.compile(r"[A-Za-z0-9-]{1,36}")
SEAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 /.-]{0,29}")


class NotAStep(ValueError):
    """What was sent cannot stand in the log, with a sentence for the learner."""


def read_steps(config: Config, answer: Any) -> list[Step]:
    """The steps in their own form. Never trusts; the same step sent twice stands once."""
    if not isinstance(answer, list) or len(answer) > MOST_STEPS:
        raise NotAStep(_("A log is a list of at most %(n)s steps.") % {"n": MOST_STEPS})
    acts = acts_of(config)
    steps: dict[str, Step] = {}
    for position, given in enumerate(answer, start=1):
        step = _step(given, position, acts)
        if "undo" in step:
            undone = steps.get(step["undo"])
            if undone is None or "undo" in undone:
                raise NotAStep(_("A correction names an entry that stands before it."))
        steps.setdefault(step["id"], step)
    return list(steps.values())


def _step(given: Any, position: int, acts: dict[str, Act]) -> Step:
    if not isinstance(given, dict):
        raise NotAStep(_("A step names an object and an action."))
    own_id = given.get("id", str(position))
    if not isinstance(own_id, str) or not ID.fullmatch(own_id):
        raise NotAStep(_("A step has come without its number. Open the page again."))
    if "undo" in given:
        return {"id": own_id, "undo": str(given["undo"])[:36]}
    name = f"{given.get('object')}.{given.get('action')}"
    if name not in acts:
        raise NotAStep(_("That can't be done in this scene. Choose an action that is offered."))
    step = {"id": own_id, "object": str(given["object"]), "action": str(given["action"])}
    return {**step, "seal": seal_number(given.get("seal"))} if acts[name].asks_seal else step


def seal_number(value: Any) -> str:
    """A seal's number as written on it, or a sentence."""
    if not isinstance(value, str) or not SEAL.fullmatch(value.strip()):
        raise NotAStep(
            _("Write the number that stands on the seal: up to 30 letters, figures, spaces and -.")
        )
    return " ".join(value.split())


def joined(before: list[Step] | None, answer: list[Step] | None) -> list[Step]:
    """All of `before`, then what is new: a log grows and never shrinks, from any device."""
    kept = {step["id"]: step for step in before or []}
    for step in answer or []:
        kept.setdefault(step["id"], step)
    if len(kept) > MOST_STEPS:
        raise NotAStep(_("The log is full: it holds %(n)s entries.") % {"n": MOST_STEPS})
    return list(kept.values())


def undone(steps: list[Step]) -> set[str]:
    return {step["undo"] for step in steps if "undo" in step}


def in_force(steps: list[Step]) -> list[str]:
    """What was done, as `object.action`, without what was corrected as logged by mistake."""
    gone = undone(steps)
    return [
        f"{step['object']}.{step['action']}"
        for step in steps
        if "undo" not in step and step["id"] not in gone
    ]
