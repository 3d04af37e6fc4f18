"""The question types there are. A new one is a module, a template and one line here."""

from courses.questions.question_types.base import (
    Grade,
    InvalidAnswer,
    OptionFeedback,
    QuestionType,
    ShownOption,
    shown_config,
)
from courses.questions.question_types.multiple import Multiple
from courses.questions.question_types.ordering import Ordering
from courses.questions.question_types.single import Single

QUESTION_TYPES: tuple[QuestionType, ...] = (Single(), Multiple(), Ordering())


def question_type(key: str) -> QuestionType | None:
    """The type of that key; none when it is gone (its questions open read-only)."""
    return next((kind for kind in QUESTION_TYPES if kind.key == key), None)


__all__ = [
    "QUESTION_TYPES",
    "Grade",
    "InvalidAnswer",
    "OptionFeedback",
    "QuestionType",
    "ShownOption",
    "question_type",
    "shown_config",
]
