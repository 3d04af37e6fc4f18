"""Multiple choice: several options may be right, and all of them are asked for."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from courses.questions.question_types.base import Answer, Config, Grade, InvalidAnswer, values
from courses.questions.question_types.forms import ChoicesBlock
from courses.questions.question_types.options import (
    ChoosingType,
    OptionFeedback,
    ShownOption,
    clean_options,
    position,
)


class Multiple(ChoosingType):
    """A response is the sorted positions of the options chosen, or none at all.

    Each right option chosen counts for it and each wrong one against it, so that choosing
    everything earns nothing that choosing carefully would not.
    """

    key = "multiple"
    works_on_paper = True
    label = gettext_lazy("Multiple choice")
    description = gettext_lazy("Several options may be right; all of them must be chosen.")
    scoring = gettext_lazy("Each right option chosen counts for, each wrong one against.")
    icon = "tick-inverse"
    sample = {
        "options": [
            {"text": "Photograph the screen", "right": True, "feedback": "It may lock soon."},
            {"text": "Note the time", "right": True, "feedback": "By a reference clock."},
            {"text": "Open the chat", "right": False, "feedback": "Reading changes it."},
        ]
    }

    sample_right = [0, 1]
    sample_wrong = ([0], [2], [0, 1, 2])

    def block(self) -> Block:
        return ChoicesBlock()

    def clean(self, config: Any) -> Config:
        options = clean_options(config, with_right=True)
        if not 0 < sum(option["right"] for option in options) < len(options):
            raise ValidationError(_("Mark at least one option as right, and not all of them."))
        return {"options": options}

    def parse(self, config: Config, data: Mapping[str, Any], name: str) -> Answer:
        return self.normalise(config, values(data, name))

    def unshuffled(self, order: list[int], answer: Answer) -> Answer:
        return None if answer is None else sorted(order[at] for at in answer)

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, list) or len(answer) > len(config["options"]):
            raise InvalidAnswer(_("That is not a choice among the options."))
        return sorted({position(config, value) for value in answer}) or None

    def grade(self, config: Config, response: Answer) -> Grade:
        right = {at for at, option in enumerate(config["options"]) if option["right"]}
        chosen = set(response or [])
        score = (len(chosen & right) - len(chosen - right)) / len(right)
        return Grade(max(0.0, score), chosen == right)

    def model_answer(self, config: Config) -> Answer:
        return [at for at, option in enumerate(config["options"]) if option["right"]]

    def chosen(self, config: Config, response: Answer) -> list[int]:
        return list(response or [])

    def options(self, config: Config, order: list[int], response: Answer) -> list[ShownOption]:
        chosen = set(response or [])
        return [
            ShownOption(shown_at, config["options"][at]["text"], chosen=at in chosen)
            for shown_at, at in enumerate(order)
        ]

    def feedback(self, config: Config, order: list[int], response: Answer) -> list[OptionFeedback]:
        chosen = set(response or [])
        return [
            OptionFeedback(
                at,
                config["options"][at]["text"],
                config["options"][at]["feedback"],
                chosen=at in chosen,
                right=config["options"][at]["right"],
            )
            for at in order
        ]
