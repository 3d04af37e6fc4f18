"""What types with a list of options share: options shuffled, shown and told one by one.

Their response is in terms of the options' original positions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.questions.question_types.base import Answer, Config, InvalidAnswer, QuestionType


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


class OptionsType(QuestionType):
    """`shown` is the options' original positions in the order shown."""

    prose = frozenset({"text", "feedback"})

    @property
    def result_template(self) -> str:
        return "courses/question_types/result.html"

    def shown(self, config: Config, rng: Random) -> list[int]:
        order = list(range(len(config["options"])))
        rng.shuffle(order)
        return order

    def from_form(
        self,
        config: Config,
        shown: list[int],
        data: Mapping[str, Any],
        name: str,
        before: Answer,
    ) -> Answer:
        return self.unshuffled(shown, self.parse(_as_shown(config, shown), data, name))

    def from_script(self, config: Config, shown: list[int], answer: Any) -> Answer:
        return self.unshuffled(shown, self.received(_as_shown(config, shown), answer))

    def asking(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        return {"options": self.options(config, shown, response)}

    def telling(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        return {"options": self.feedback(config, shown, response)}

    def parse(self, config: Config, data: Mapping[str, Any], name: str) -> Answer:
        """The answer in a posted form (a `QueryDict`), in terms of `config`'s order."""
        raise TypeError(f"{type(self).__name__} cannot read a form")

    def received(self, config: Config, answer: Any) -> Answer:
        """The answer as the page's script sends it: a value, or a list of values."""
        return self.normalise(config, answer)

    def unshuffled(self, order: list[int], answer: Answer) -> Answer:
        """A normalised answer in terms of places as shown, in terms of original positions."""
        raise TypeError(f"{type(self).__name__} cannot undo its shuffling")

    def options(self, config: Config, order: list[int], response: Answer) -> list[ShownOption]:
        raise TypeError(f"{type(self).__name__} has no options")

    def feedback(self, config: Config, order: list[int], response: Answer) -> list[OptionFeedback]:
        raise TypeError(f"{type(self).__name__} has no feedback")


class ChoosingType(OptionsType):
    """An answer is which of the options were chosen."""

    correctable = True

    def corrected(self, config: Config, right: list[int]) -> Config:
        options = [{**one, "right": at in right} for at, one in enumerate(config["options"])]
        return {**config, "options": options}

    def choices(self, config: Config) -> list[Config]:
        return [{"text": one["text"], "right": one["right"]} for one in config["options"]]


def _as_shown(config: Config, order: list[int]) -> Config:
    """The config as this attempt's page has it."""
    return {**config, "options": [config["options"][at] for at in order]}


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


def position(config: Config, value: Any) -> int:
    """An option's position out of whatever was sent."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 3:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidAnswer(_("That is not one of the options."))
    if not 0 <= value < len(config["options"]):
        raise InvalidAnswer(_("That is not one of the options."))
    return value
