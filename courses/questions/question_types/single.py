"""Single choice: one option is right."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from courses.questions.question_types.base import Answer, Config, Grade, values
from courses.questions.question_types.forms import ChoicesBlock
from courses.questions.question_types.options import (
    ChoosingType,
    OptionFeedback,
    ShownOption,
    clean_options,
    position,
)


class Single(ChoosingType):
    """A response is the position of the option chosen."""

    key = "single"
    works_on_paper = True
    label = gettext_lazy("Single choice")
    description = gettext_lazy("One of the options is right.")
    scoring = gettext_lazy("The right option earns everything; another earns nothing.")
    icon = "radio-full"
    sample = {
        "options": [
            {"text": "Leave it off", "right": True, "feedback": "Right. Off stays off."},
            {"text": "Switch it on", "right": False, "feedback": "Starting it changes it."},
        ]
    }

    sample_right = 0
    sample_wrong = (1,)

    def block(self) -> Block:
        return ChoicesBlock()

    def clean(self, config: Any) -> Config:
        options = clean_options(config, with_right=True)
        if sum(option["right"] for option in options) != 1:
            raise ValidationError(_("Mark exactly one option as right."))
        return {"options": options}

    def parse(self, config: Config, data: Mapping[str, Any], name: str) -> Answer:
        given = values(data, name)
        return self.normalise(config, given[-1]) if given else None

    def unshuffled(self, order: list[int], answer: Answer) -> Answer:
        return None if answer is None else order[answer]

    def normalise(self, config: Config, answer: Any) -> Answer:
        return None if answer in (None, "") else position(config, answer)

    def grade(self, config: Config, response: Answer) -> Grade:
        right = response is not None and config["options"][response]["right"]
        return Grade(1.0 if right else 0.0, right)

    def model_answer(self, config: Config) -> Answer:
        return [option["right"] for option in config["options"]].index(True)

    def chosen(self, config: Config, response: Answer) -> list[int]:
        return [] if response is None else [response]

    def options(self, config: Config, order: list[int], response: Answer) -> list[ShownOption]:
        return [
            ShownOption(shown_at, config["options"][at]["text"], chosen=at == response)
            for shown_at, at in enumerate(order)
        ]

    def feedback(self, config: Config, order: list[int], response: Answer) -> list[OptionFeedback]:
        return [
            OptionFeedback(
                at,
                config["options"][at]["text"],
                config["options"][at]["feedback"],
                chosen=at == response,
                right=config["options"][at]["right"],
            )
            for at in order
        ]
