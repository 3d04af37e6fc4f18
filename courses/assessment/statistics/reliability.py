"""How far a score would be the same with other questions of the kind: Cronbach's alpha."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.assessment.statistics.measuring import alpha
from courses.assessment.statistics.sittings import FIRM, LEAST, Asked, Sitting, whole_steps

ENOUGH = 0.7  # customary for deciding about groups; decisions about one person want more


@dataclass(frozen=True)
class Reliability:
    """Of one set of questions that was asked in all these sittings."""

    questions: int
    sittings: int
    alpha: float | None

    @property
    def words(self) -> str:
        if self.alpha is None and self.questions < 2:
            return _("Can't be given: only one question counted.")
        if self.alpha is None:
            return _("Can't be given: everybody reached the same score.")
        said = (
            _("Scores hold together well enough.")
            if self.alpha >= ENOUGH
            else _("Scores hold together poorly: more questions, or more telling ones, would help.")
        )
        return f"{said} {_('Provisional.')}" if self.sittings < FIRM else said


def reliabilities_of(sittings: list[Sitting]) -> list[Reliability]:
    """One for each set of questions asked often enough, the most asked first."""
    forms: dict[tuple[Asked, ...], list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        forms[tuple(sorted(sitting.scores))].append(sitting)
    found = []
    for form, rows in forms.items():
        if form and (counted := whole_steps(rows)):
            scores = [[row.scores[one] for one in form] for row in counted]
            found.append(Reliability(len(form), len(counted), alpha(scores)))
    return sorted(found, key=lambda one: -one.sittings)


def why_no_reliability() -> str:
    """Where no set of questions was asked of enough people."""
    return _(
        "Alpha can't be given: it needs {least} sittings that asked the very same questions. Where "
        "questions are drawn, people are asked different ones."
    ).format(least=LEAST)
