"""What configs of several types have in common, each mistake refused with a sentence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.questions.question_types.base import Config

LONGEST = 2000


def mapping(config: Any) -> Config:
    if not isinstance(config, dict):
        raise ValidationError(_("Fill in the parts of this question."))
    return config


def words(value: Any, what: str, *, required: bool = True, most: int = LONGEST) -> str:
    """A text, trimmed. `what` begins the sentence that refuses it: “The feedback of step 2”."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise ValidationError(_("%(what)s is not a text.") % {"what": what})
    value = value.strip()
    if required and not value:
        raise ValidationError(_("%(what)s is missing.") % {"what": what})
    if len(value) > most:
        raise ValidationError(
            _("%(what)s is longer than %(most)s characters.") % {"what": what, "most": most}
        )
    return value


def rows(config: Config, name: str, what: str, *, least: int, most: int) -> list[Config]:
    """A list of groups. `what` names the list in the plural: “steps”."""
    given = config.get(name) or []
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise ValidationError(_("The list of %(what)s cannot be read.") % {"what": what})
    if not least <= len(given) <= most:
        raise ValidationError(
            _("Give between %(least)s and %(most)s %(what)s.")
            % {"least": least, "most": most, "what": what}
        )
    return given


def lines(value: Any, what: str, *, least: int = 0, most: int = 20) -> list[str]:
    """A list of short texts, empty ones left out."""
    if value is None:
        value = []
    if not isinstance(value, list):
        value = [value]
    found = [text for text in (words(one, what, required=False, most=250) for one in value) if text]
    if not least <= len(found) <= most:
        raise ValidationError(
            _("%(what)s: give between %(least)s and %(most)s.")
            % {"what": what, "least": least, "most": most}
        )
    return found


def flag(value: Any, what: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ValidationError(_("%(what)s is either true or false.") % {"what": what})
    return value


def choice(value: Any, what: str, among: tuple[str, ...]) -> str:
    if value not in among or not isinstance(value, str):
        raise ValidationError(
            _("%(what)s is one of: %(among)s.") % {"what": what, "among": ", ".join(among)}
        )
    return value


def different(texts: list[str], what: str) -> None:
    """No text twice: a learner could not tell which is meant."""
    folded = [" ".join(text.casefold().split()) for text in texts]
    for at, text in enumerate(folded):
        if text in folded[:at]:
            raise ValidationError(
                _("%(what)s “%(text)s” stands twice.") % {"what": what, "text": texts[at]}
            )
