"""A procedure: the right steps in order, others left out, and steps that lose everything."""

from collections.abc import Mapping
from itertools import combinations
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import ARRANGING, Answer, Config, Grade, InvalidAnswer
from courses.questions.question_types.cleaning import different, flag, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, place
from courses.questions.question_types.options import ShownOption


class StepBlock(blocks.StructBlock):
    text = blocks.TextBlock(form_classname="title", rows=2)
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner reads: why the step stands here.")
    )
    fatal_before = blocks.IntegerBlock(
        required=False,
        min_value=1,
        max_value=10,
        label=gettext_lazy("Fatal before step number"),
        help_text=gettext_lazy(
            "Taking this step before, or without, that earlier step fails the whole attempt. "
            "Leave empty where a wrong order only costs points."
        ),
    )

    class Meta:
        label_format = "{text}"


class TrapBlock(blocks.StructBlock):
    text = blocks.TextBlock(form_classname="title", rows=2)
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner reads: what this step would do.")
    )
    fatal = blocks.BooleanBlock(
        required=False,
        label=gettext_lazy("Fatal: taking this step fails the whole attempt"),
        help_text=gettext_lazy("For what loses the evidence, such as switching the phone on."),
    )

    class Meta:
        label_format = "{text}"


class ProcedureBlock(blocks.StructBlock):
    steps = blocks.ListBlock(
        StepBlock(),
        default=[{"text": "", "feedback": ""}] * 3,
        min_num=2,
        max_num=10,
        help_text=gettext_lazy("The right steps in the right order; learners see them shuffled."),
    )
    traps = blocks.ListBlock(
        TrapBlock(),
        default=[{"text": "", "feedback": ""}],
        max_num=6,
        label=gettext_lazy("Steps to leave out"),
        help_text=gettext_lazy("Steps that do not belong here, mixed in with the others."),
    )


class FatalOrdering(FieldsType):
    """A response is a list: for each step, then each trap, its place (1, 2, …) or none.

    Only the order of the places counts: steps at 1, 3 and 4 stand as well as at 1, 2 and 3.
    """

    key = "fatal_ordering"
    works_on_paper = True
    label = gettext_lazy("Procedure with fatal steps")
    description = gettext_lazy(
        "The learner picks the steps that belong and puts them in order; some lose everything."
    )
    scoring = gettext_lazy(
        "Each pair of steps in the right order counts for, the wrong way round against; "
        "a step that does not belong takes off as much as one step is worth. "
        "A fatal step earns nothing and fails the attempt."
    )
    icon = "warning"
    group = ARRANGING
    parts = ("steps", "traps")
    scripts = ("courses/js/step-picker.js",)
    sample = {
        "steps": [
            {"text": "Make the scene safe", "feedback": "People first.", "fatal_before": None},
            {
                "text": "Photograph the phone as it lies",
                "feedback": "Before anything moves.",
                "fatal_before": None,
            },
            {
                "text": "Put it into a shielding bag",
                "feedback": "Before it moves, so that no command reaches it on the way.",
                "fatal_before": None,
            },
            {
                "text": "Carry it out of the building",
                "feedback": "Only once it is shielded.",
                "fatal_before": 3,
            },
        ],
        "traps": [
            {"text": "Switch the phone on", "feedback": "It may be erased.", "fatal": True},
            {"text": "Note its maker", "feedback": "That is for the form.", "fatal": False},
        ],
    }
    sample_right = [1, 2, 3, 4, None, None]
    sample_wrong = (
        [2, 1, 3, 4, None, None],
        [1, None, None, None, None, None],
        [1, 2, 4, 3, None, None],
        [1, 2, 3, 4, 5, None],
        [1, 2, 3, 4, None, 5],
    )

    def block(self) -> blocks.Block:
        return ProcedureBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        steps = [
            _step(row, number)
            for number, row in enumerate(rows(config, "steps", _("steps"), least=2, most=10), 1)
        ]
        traps = [
            _trap(row, number)
            for number, row in enumerate(
                rows(config, "traps", _("steps to leave out"), least=0, most=6), 1
            )
        ]
        different([one["text"] for one in steps + traps], _("The step"))
        return {"steps": steps, "traps": traps}

    def can_be_fatal(self, config: Config) -> bool:
        return any(step["fatal_before"] for step in config["steps"]) or any(
            trap["fatal"] for trap in config["traps"]
        )

    def shown(self, config: Config, rng: Random) -> list[int]:
        order = list(range(len(_all(config))))
        rng.shuffle(order)
        return order

    def read(self, config: Config, shown: list[int], given: Mapping[str, Any]) -> Answer:
        """The select of the step shown at 2 sends its place, or nothing to leave it out."""
        places: list[Any] = [None] * len(shown)
        for n, at in enumerate(shown):
            places[at] = given.get(str(n))
        return self.normalise(config, places)

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        count = len(_all(config))
        if not isinstance(answer, list) or len(answer) != count:
            raise InvalidAnswer(_("Give each step a place, or leave it out."))
        places = [place(value, count + 1) or None for value in answer]
        return places if any(places) else None

    def answered(self, config: Config, response: Answer) -> bool:
        """Places given twice leave the order open."""
        taken = [one for one in response or [] if one]
        return bool(taken) and len(taken) == len(set(taken))

    def grade(self, config: Config, response: Answer) -> Grade:
        if response is None:
            return Grade(0.0, False)
        if self.fatal_steps(config, response):
            return Grade(0.0, False, fatal=True)
        count = len(config["steps"])
        places, taken = response[:count], sum(1 for one in response[count:] if one)
        pairs = list(combinations(places, 2))
        points = sum(_pair(*pair) for pair in pairs) / len(pairs) - taken / count
        score = min(1.0, max(0.0, points))
        return Grade(score, score == 1.0)

    def fatal_steps(self, config: Config, response: Answer) -> list[int]:
        """Positions of the steps whose taking loses everything, as they were taken."""
        places = response or []
        everything = _all(config)
        return [
            at
            for at, taken in enumerate(places)
            if taken and _is_fatal(everything[at], taken, places)
        ]

    def model_answer(self, config: Config) -> Answer:
        return [*range(1, len(config["steps"]) + 1), *(None for _trap in config["traps"])]

    def asking(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        places, everything = response or [None] * len(shown), _all(config)
        return {
            "warned": self.can_be_fatal(config),
            "options": [
                ShownOption(n, everything[at]["text"], place=places[at])
                for n, at in enumerate(shown)
            ],
        }

    def telling(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        places = response or [None] * len(shown)
        rank = {one: n for n, one in enumerate(sorted({p for p in places if p}), start=1)}
        fatal = self.fatal_steps(config, response)
        told = [
            {**one, "at": at + 1, "place": rank.get(places[at]), "fatal_now": at in fatal}
            for at, one in enumerate(_all(config))
        ]
        count = len(config["steps"])
        return {"steps": told[:count], "traps": told[count:], "fatal": bool(fatal)}


def _all(config: Config) -> list[Config]:
    return [*config["steps"], *config["traps"]]


def _is_fatal(step: Config, taken: int, places: list[int | None]) -> bool:
    before = step.get("fatal_before")
    if step.get("fatal") or not before:
        return bool(step.get("fatal"))
    earlier = places[before - 1]
    return not earlier or taken < earlier


def _pair(first: int | None, second: int | None) -> int:
    """What two steps that belong in this order earn: 1 in order, -1 against it."""
    if first is None or second is None or first == second:
        return 0
    return 1 if first < second else -1


def _step(row: Config, number: int) -> Config:
    before = row.get("fatal_before")
    if before in (None, ""):
        before = None
    elif isinstance(before, bool) or not isinstance(before, int) or not 0 < before < number:
        raise ValidationError(
            _("Step %(n)s: “fatal before” is the number of a step above it.") % {"n": number}
        )
    return {
        "text": words(row.get("text"), _("The text of step %(n)s") % {"n": number}),
        "feedback": words(row.get("feedback"), _("The feedback of step %(n)s") % {"n": number}),
        "fatal_before": before,
    }


def _trap(row: Config, number: int) -> Config:
    n = {"n": number}
    return {
        "text": words(row.get("text"), _("The text of step to leave out %(n)s") % n),
        "feedback": words(row.get("feedback"), _("The feedback of step to leave out %(n)s") % n),
        "fatal": flag(row.get("fatal"), _("Whether step to leave out %(n)s is fatal") % n),
    }
