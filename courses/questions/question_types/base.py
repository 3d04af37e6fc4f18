"""What every question type offers. The assessment knows types through this and nothing else.

A response is a small piece of JSON in terms of the options' original positions, so that it means
the same however the options were shuffled. `None` is no answer.

A page never names an original position: an ordering's are its solution, and anybody could pass a
choice's on. It names places as shown to this learner in this attempt, and `unshuffled` turns an
answer in those terms into a response.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block

Config = dict[str, Any]
Answer = Any


class InvalidAnswer(ValidationError):
    """What was sent is not an answer to this question."""


@dataclass(frozen=True)
class Grade:
    """`score` runs from 0 to 1; `right` is what a critical item asks for."""

    score: float
    right: bool


@dataclass(frozen=True)
class ShownOption:
    """An option as a learner may see it: nothing here says whether it is right."""

    shown_at: int
    text: str
    chosen: bool = False
    place: int | None = None

    @property
    def value(self) -> str:
        """What an input of the page sends."""
        return str(self.shown_at)

    @property
    def checked(self) -> bool:
        return self.chosen


@dataclass(frozen=True)
class OptionFeedback:
    """An option after hand-in."""

    position: int
    text: str
    feedback: str
    chosen: bool
    right: bool
    place: int | None = None
    right_place: int | None = None


class QuestionType:
    """Subclass, add to the tuple in `question_types`, and write one template."""

    key: str
    label: Any
    description: Any
    icon = "help"
    sample: Config

    @property
    def template(self) -> str:
        """Shows the question: `item`, `name` (of the inputs), `options` ([ShownOption])."""
        return f"courses/question_types/{self.key}.html"

    @property
    def result_template(self) -> str:
        """Shows the answer after hand-in: `item`, `options` ([OptionFeedback]), `grade`."""
        return "courses/question_types/result.html"

    def block(self) -> Block:
        """The block whose form edits the config."""
        raise TypeError(f"{type(self).__name__} has no block")

    def clean(self, config: Any) -> Config:
        """The config in its own form, or `ValidationError` with what to change."""
        raise TypeError(f"{type(self).__name__} cannot check its config")

    def shown(self, config: Config, rng: Random) -> list[int]:
        """Original positions of the options in the order to show them."""
        order = list(range(len(config["options"])))
        rng.shuffle(order)
        return order

    def parse(self, config: Config, data: Mapping[str, Any], name: str) -> Answer:
        """The answer in a posted form (a `QueryDict`), whose inputs are called `name`."""
        raise TypeError(f"{type(self).__name__} cannot read a form")

    def received(self, config: Config, answer: Any) -> Answer:
        """The answer as the page's script sends it: a value, or a list of values."""
        return self.normalise(config, answer)

    def unshuffled(self, order: list[int], answer: Answer) -> Answer:
        """A normalised answer in terms of places as shown, in terms of original positions."""
        raise TypeError(f"{type(self).__name__} cannot undo its shuffling")

    def normalise(self, config: Config, answer: Any) -> Answer:
        """The answer in its own form; `InvalidAnswer` when it cannot be one. Never trusts."""
        raise TypeError(f"{type(self).__name__} cannot check an answer")

    def answered(self, config: Config, response: Answer) -> bool:
        """Whether the question is answered in full."""
        return response is not None

    def grade(self, config: Config, response: Answer) -> Grade:
        """Depends on its arguments only: a stored response always grades the same."""
        raise TypeError(f"{type(self).__name__} cannot grade")

    def options(self, config: Config, order: list[int], response: Answer) -> list[ShownOption]:
        raise TypeError(f"{type(self).__name__} has no options")

    def feedback(self, config: Config, order: list[int], response: Answer) -> list[OptionFeedback]:
        raise TypeError(f"{type(self).__name__} has no feedback")


def clean_options(config: Any, *, with_right: bool, least: int = 2, most: int = 10) -> list[Config]:
    """Options with text and feedback each, or a sentence about what to change."""
    given = config.get("options") if isinstance(config, dict) else None
    if not isinstance(given, list) or not least <= len(given) <= most:
        raise ValidationError(
            _("Give between %(least)s and %(most)s options.") % {"least": least, "most": most}
        )
    options = [_clean_option(option, n, with_right) for n, option in enumerate(given, start=1)]
    texts = [option["text"] for option in options]
    for text in texts:
        if texts.count(text) > 1:
            raise ValidationError(_("The option “%(text)s” stands twice.") % {"text": text})
    return options


def _clean_option(option: Any, number: int, with_right: bool) -> Config:
    if not isinstance(option, dict):
        raise ValidationError(_("Option %(n)s has no text.") % {"n": number})
    clean: Config = {}
    for part in ("text", "feedback"):
        value = option.get(part)
        if not isinstance(value, str) or not value.strip():
            raise ValidationError(
                _("Option %(n)s needs its %(part)s.") % {"n": number, "part": part}
            )
        clean[part] = value.strip()
    if with_right:
        right = option.get("right", False)
        if not isinstance(right, bool):
            raise ValidationError(
                _("Say true or false whether option %(n)s is right.") % {"n": number}
            )
        clean["right"] = right
    return clean


def shown_config(config: Config, order: list[int]) -> Config:
    """The config as this attempt's page has it."""
    return {"options": [config["options"][at] for at in order]}


def position(config: Config, value: Any) -> int:
    """An option's position out of whatever was sent."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 3:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidAnswer(_("That is not one of the options."))
    if not 0 <= value < len(config["options"]):
        raise InvalidAnswer(_("That is not one of the options."))
    return value


def values(data: Mapping[str, Any], name: str) -> list[Any]:
    """All values of a form's input, from a `QueryDict` or a plain mapping."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]
