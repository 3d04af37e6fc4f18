"""A scene after hand-in: the log with what each step was worth, and what comes of it in the end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.interactions.scene.grading import Findings, find
from courses.interactions.scene.procedure import Act, Config, acts_of
from courses.interactions.scene.steps import Step, undone


@dataclass(frozen=True)
class LogRow:
    """One entry of the custody log. `at` is the server's time, where it is known."""

    number: int
    id: str
    done: str
    object_name: str
    seal: str = ""
    corrects: int = 0
    corrected: bool = False
    standing: str = ""
    at: datetime | None = None
    late: bool = False

    @property
    def words(self) -> str:
        if self.corrects:
            return _("Entry %(n)s was logged by mistake") % {"n": self.corrects}
        return self.done


@dataclass(frozen=True)
class Consequence:
    """Something told at the end: what happened, and why."""

    kind: str
    title: str
    told: str
    why: str


def log_rows(config: Config, steps: list[Step] | None) -> list[LogRow]:
    """Every entry in order. What was corrected stays, and says so."""
    steps, acts = steps or [], acts_of(config)
    numbers = {step["id"]: number for number, step in enumerate(steps, start=1)}
    gone = undone(steps)
    return [_row(step, number, acts, numbers, gone) for number, step in enumerate(steps, start=1)]


def _row(
    step: Step, number: int, acts: dict[str, Act], numbers: dict[str, int], gone: set[str]
) -> LogRow:
    if "undo" in step:
        return LogRow(number, step["id"], "", "", corrects=numbers[step["undo"]])
    act = acts[f"{step['object']}.{step['action']}"]
    return LogRow(
        number,
        step["id"],
        act.done,
        act.object_name,
        seal=step.get("seal", ""),
        corrected=step["id"] in gone,
        standing="" if step["id"] in gone else act.standing,
    )


def telling(config: Config, response: list[Step] | None) -> dict[str, Any]:
    found = find(config, response or [])
    acts = acts_of(config)
    return {
        "log": log_rows(config, response),
        "findings": found,
        "consequences": _consequences(found, acts),
        "done": found.done,
        "noted": _noted(config, response or []),
    }


def _consequences(found: Findings, acts: dict[str, Act]) -> list[Consequence]:
    """The worst first: fatal, harmful, left out, out of order."""
    told = [_told("fatal", act) for act in found.fatal]
    told += [_told("harmful", act) for act in found.harmful]
    told += [_told("missing", act) for act in found.missing]
    for rule in found.broken:
        if {rule.before, rule.after} & {act.name for act in found.missing}:
            continue  # left out, and told as such
        title = _belongs_before(acts[rule.before], acts[rule.after])
        told.append(Consequence("order", title, "", rule.why))
    return told


def _told(kind: str, act: Act) -> Consequence:
    return Consequence(kind, _title(act), act.consequence, act.feedback)


def _noted(config: Config, steps: list[Step]) -> list[Consequence]:
    """Steps that cost and earned nothing, where the author has something to say about them."""
    gone, acts = undone(steps), acts_of(config)
    names = dict.fromkeys(
        f"{one['object']}.{one['action']}"
        for one in steps
        if "undo" not in one and one["id"] not in gone
    )
    taken = [acts[name] for name in names if acts[name].standing == "optional"]
    return [_told("optional", act) for act in taken if act.consequence or act.feedback]


def _belongs_before(first: Act, then: Act) -> str:
    words = {"name": first.object_name, "first": first.label, "then": then.label}
    if first.object_key == then.object_key:
        return _("%(name)s: “%(first)s” belongs before “%(then)s”") % words
    return _("%(name)s: “%(first)s” belongs before “%(then)s” (%(other)s)") % {
        **words,
        "other": then.object_name,
    }


def _title(act: Act) -> str:
    return f"{act.object_name}: {act.label}"
