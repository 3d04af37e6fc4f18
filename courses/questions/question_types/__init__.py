"""The question types there are. A new one is a module, a template and one line here."""

from courses.questions.question_types.base import (
    GROUPS,
    Answer,
    Grade,
    InvalidAnswer,
    QuestionType,
    Shown,
)
from courses.questions.question_types.cloze import Cloze
from courses.questions.question_types.custody_form import CustodyForm
from courses.questions.question_types.fatal_ordering import FatalOrdering
from courses.questions.question_types.hotspot import Hotspot
from courses.questions.question_types.matching import Matching
from courses.questions.question_types.multiple import Multiple
from courses.questions.question_types.numeric import Numeric
from courses.questions.question_types.open_answer import OpenAnswer
from courses.questions.question_types.ordering import Ordering
from courses.questions.question_types.scenario import Branching
from courses.questions.question_types.scene import Scene
from courses.questions.question_types.short_text import ShortText
from courses.questions.question_types.single import Single
from courses.questions.question_types.true_false import TrueFalse

QUESTION_TYPES: tuple[QuestionType, ...] = (
    Single(),
    Multiple(),
    TrueFalse(),
    Ordering(),
    FatalOrdering(),
    Matching(),
    ShortText(),
    Numeric(),
    Cloze(),
    Hotspot(),
    Branching(),
    Scene(),
    CustodyForm(),
    OpenAnswer(),
)


def question_type(key: str) -> QuestionType | None:
    """The type of that key; none when it is gone (its questions open read-only)."""
    return next((kind for kind in QUESTION_TYPES if kind.key == key), None)


__all__ = [
    "GROUPS",
    "QUESTION_TYPES",
    "Answer",
    "Grade",
    "InvalidAnswer",
    "QuestionType",
    "Shown",
    "question_type",
]
