"""What types have in common whose answer has named parts, each an input of the form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from courses.questions.question_types.base import (
    Answer,
    Config,
    InvalidAnswer,
    QuestionType,
    Shown,
    fields,
)

LONGEST = 200


class FieldsType(QuestionType):
    """Read from a form and from the page's script alike: `{part: value}`."""

    styles = ("courses/css/questions.css",)

    def from_form(
        self, config: Config, shown: Shown, data: Mapping[str, Any], name: str, before: Answer
    ) -> Answer:
        given = {part: found[-1] for part, found in fields(data, name).items() if found}
        return self.read(config, shown, given)

    def from_script(self, config: Config, shown: Shown, answer: Any) -> Answer:
        if answer is None or answer == "":
            return None
        if not isinstance(answer, dict):
            raise InvalidAnswer(_("That is not an answer to this question."))
        return self.read(config, shown, answer)

    def read(self, config: Config, shown: Shown, given: Mapping[str, Any]) -> Answer:
        """The normalised response in the parts that the page sent."""
        raise TypeError(f"{type(self).__name__} cannot read its parts")


def typed(value: Any, *, most: int = LONGEST) -> str:
    """A text that somebody typed, trimmed, fit to be kept."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidAnswer(_("That is not a text."))
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InvalidAnswer(_("The text holds a character that cannot be kept."))
    value = value.strip()
    if len(value) > most:
        raise InvalidAnswer(
            _("Keep it under %(most)s characters; this has %(count)s.")
            % {"most": most, "count": len(value)}
        )
    return value


def place(value: Any, count: int) -> int | None:
    """A position below `count` out of whatever was sent; none where nothing was."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 3:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise InvalidAnswer(_("That is not one of the choices."))
    return value
