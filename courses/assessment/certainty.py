"""How sure a learner is of an answer, and what that is worth where it is scored.

Scored by certainty-based marking as published by A. R. Gardner-Medwin (Association for Learning
Technology Journal 3, 1995; used at University College London and in Moodle): right answers earn
1, 2 or 3, wrong ones 0, -2 or -6. The rule is proper: whoever expects to be right in less than two
of three cases does best by "guessing", above four of five by "certain", and in between by "fairly
sure", so saying what one believes pays. A partly right answer earns that part of each, which
keeps the rule proper.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.refusals import BadAnswer

GUESSING, FAIRLY_SURE, CERTAIN = 1, 2, 3
STEPS = {
    GUESSING: gettext_lazy("Guessing"),
    FAIRLY_SURE: gettext_lazy("Fairly sure"),
    CERTAIN: gettext_lazy("Certain"),
}
RIGHT = {GUESSING: 1, FAIRLY_SURE: 2, CERTAIN: 3}
WRONG = {GUESSING: 0, FAIRLY_SURE: -2, CERTAIN: -6}
MOST = 3


def points(score: float, certainty: int | None) -> float:
    """What an answer of this score (0 to 1) earns; one without a step counts as a guess."""
    step = certainty or GUESSING
    return score * RIGHT[step] + (1 - score) * WRONG[step]


def step_of(value: Any) -> int | None:
    """A step out of whatever was sent; none when nothing was."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and value in ("1", "2", "3"):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in STEPS:
        raise BadAnswer(_("Say how sure you are by one of the three steps."))
    return value
