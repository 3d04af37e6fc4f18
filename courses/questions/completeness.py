"""What a question still lacks. A draft in the bank may lack things; an assessment may not.

Imported questions often come without feedback. They are kept as they are, and publishing a course
that asks one is refused with these sentences.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.questions.models import Question
from courses.questions.question_types import question_type


def gaps(question: Question) -> list[str]:
    """Sentences about what is missing or wrong; none when it can be asked."""
    return gaps_in(question.type_key, question.stem, question.config)


def gaps_in(type_key: str, stem: str, config: Any) -> list[str]:
    kind = question_type(type_key)
    if kind is None:
        return [_("This site no longer has its type, “%(key)s”.") % {"key": type_key}]
    found = [] if stem.strip() else [_("It asks nothing yet.")]
    try:
        kind.clean(config)
    except ValidationError as error:
        found += [str(message) for message in error.messages]
    return found
