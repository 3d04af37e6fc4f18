"""The whole report on a module's assessment."""

from dataclasses import dataclass
from uuid import UUID

from courses.assessment.statistics.questions import QuestionStatistics, questions_in
from courses.assessment.statistics.reliability import Reliability, reliabilities_of
from courses.assessment.statistics.sittings import sittings_of, whole_steps


@dataclass(frozen=True)
class Report:
    """`sittings` is 0 below the least: then there is nothing else either."""

    sittings: int
    questions: list[QuestionStatistics]
    reliabilities: list[Reliability]


def report_on(module_key: UUID) -> Report:
    sittings = sittings_of(module_key)
    return Report(
        len(whole_steps(sittings)),
        questions_in(sittings, module_key),
        reliabilities_of(sittings),
    )
