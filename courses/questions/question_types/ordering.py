"""Ordering: put steps in the right order. The config lists them in that order."""

from collections.abc import Mapping
from itertools import combinations
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from courses.questions.question_types.base import (
    ARRANGING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    values,
)
from courses.questions.question_types.forms import StepsBlock
from courses.questions.question_types.options import (
    OptionFeedback,
    OptionsType,
    ShownOption,
    clean_options,
    position,
)


class Ordering(OptionsType):
    """A response is a list: at each option's original position, the place (1, 2, …) or none.

    A half-finished answer is kept as it is, so that nothing is lost on the way. It scores what
    its placed pairs earn; pairs in the wrong order count against it.
    """

    key = "ordering"
    works_on_paper = True
    label = gettext_lazy("Ordering")
    description = gettext_lazy("The learner puts the steps in order.")
    scoring = gettext_lazy(
        "Each pair of steps in the right order counts for, the wrong way round against."
    )
    icon = "list-ol"
    group = ARRANGING
    scripts = ("lms/js/ordering-list.js",)
    sample = {
        "options": [
            {"text": "Make the scene safe", "feedback": "People come first."},
            {"text": "Photograph", "feedback": "Before anything moves."},
            {"text": "Package and label", "feedback": "Last, when all is recorded."},
        ]
    }

    sample_right = [1, 2, 3]
    sample_wrong = ([1, None, None], [3, 2, 1])

    def block(self) -> Block:
        return StepsBlock()

    def clean(self, config: Any) -> Config:
        return {"options": clean_options(config, with_right=False)}

    def shown(self, config: Config, rng: Random) -> list[int]:
        """Never in the right order already: then not moving anything would be an answer."""
        order = super().shown(config, rng)
        if order == sorted(order):
            order = [*order[1:], order[0]]
        return order

    def touched(self, config: Config, shown: list[int], data: Mapping[str, Any], name: str) -> bool:
        """Steps left as they were shown are no answer."""
        return any(data.get(f"{name}-{at}") != str(at + 1) for at in range(len(shown)))

    def parse(self, config: Config, data: Mapping[str, Any], name: str) -> Answer:
        """The select of the option at position 2 is called `name-2` and sends its place."""
        given = [values(data, f"{name}-{at}") for at in range(len(config["options"]))]
        return self.normalise(config, [places[-1] if places else None for places in given])

    def received(self, config: Config, answer: Any) -> Answer:
        """The script sends the options' values in the order they were put in."""
        if not isinstance(answer, list):
            return self.normalise(config, answer or None)
        order = [position(config, value) for value in answer]
        if order and sorted(order) != list(range(len(config["options"]))):
            raise InvalidAnswer(_("Give each step its place."))
        return [order.index(at) + 1 for at in range(len(order))] or None

    def unshuffled(self, order: list[int], answer: Answer) -> Answer:
        if answer is None:
            return None
        places = dict(zip(order, answer, strict=True))
        return [places[at] for at in range(len(order))]

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, list) or len(answer) != len(config["options"]):
            raise InvalidAnswer(_("Give each step its place."))
        places = [self._place(config, value) for value in answer]
        return places if any(places) else None

    def _place(self, config: Config, value: Any) -> int | None:
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 3:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidAnswer(_("A place is a number."))
        return position(config, value - 1) + 1

    def answered(self, config: Config, response: Answer) -> bool:
        return response is not None and sorted(p or 0 for p in response) == list(
            range(1, len(config["options"]) + 1)
        )

    def grade(self, config: Config, response: Answer) -> Grade:
        count = len(config["options"])
        places = response or [None] * count
        pairs = list(combinations(range(count), 2))
        points = sum(_pair(places[first], places[second]) for first, second in pairs)
        return Grade(max(0.0, points / len(pairs)), places == list(range(1, count + 1)))

    def model_answer(self, config: Config) -> Answer:
        return list(range(1, len(config["options"]) + 1))

    def options(self, config: Config, order: list[int], response: Answer) -> list[ShownOption]:
        """Unanswered, each step has the place where it is shown."""
        places = response or [order.index(at) + 1 for at in range(len(config["options"]))]
        return [
            ShownOption(shown_at, config["options"][at]["text"], place=places[at])
            for shown_at, at in enumerate(order)
        ]

    def feedback(self, config: Config, order: list[int], response: Answer) -> list[OptionFeedback]:
        places = response or [None] * len(config["options"])
        return [
            OptionFeedback(
                at,
                option["text"],
                option["feedback"],
                chosen=places[at] is not None,
                right=places[at] == at + 1,
                place=places[at],
                right_place=at + 1,
            )
            for at, option in enumerate(config["options"])
        ]

    @property
    def result_template(self) -> str:
        return "courses/question_types/ordering_result.html"


def _pair(first: int | None, second: int | None) -> int:
    """What two steps that belong in this order earn: 1 in order, -1 against it."""
    if first is None or second is None or first == second:
        return 0
    return 1 if first < second else -1
