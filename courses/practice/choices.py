"""Which choices people took in a branching scenario, and who was sure and wrong: counts only.

Counted is everybody's first go, tried out or in an assessment. Judges and confidential
enrolments are in no count, those of officers who became judges later neither. A number under ten
is not shown, and no total from which it could be worked out. Each reader is told of one group of
people only, their agency's or everybody, so that nobody can take one from the other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.assessment.models import Attempt
from courses.assessment.queries import grading_in_force
from courses.catalogue.models import Record
from courses.interactions.scenario.graph import Choice, Node, NoSuchStep, Scenario, State, Step
from courses.interactions.scenario.telling import QUALITY_WORDS, WRONG
from courses.practice.models import PracticeRun
from courses.questions.models import Question
from lms.accounts.models import AgencyKind

KIND = "scenario"
FEWEST = 10


@dataclass(frozen=True)
class Taken:
    """One choice at one place, as often as may be said. `None` is fewer than ten."""

    choice: Choice
    words: Any
    count: int | None
    sure_and_wrong: int | None


@dataclass(frozen=True)
class Place:
    node: Node
    choices: list[Taken]
    people: int | None

    @property
    def asks_sure(self) -> bool:
        return self.node.asks_sure


@dataclass
class Choices:
    """What people did in one scenario as it stands in the bank."""

    question: Question
    people: int
    places: list[Place] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        return self.people >= FEWEST


Walked = list[tuple[State, Choice, Step]]
First = tuple[UUID, datetime, Any]


def scenarios() -> list[Question]:
    return list(Question.objects.filter(type_key=KIND).order_by("key"))


def choices_of(question: Question, among: list[int] | None = None) -> Choices:
    """Of everybody, or among people of these agencies.

    By the scenario as it is now: a way that can't be gone in it any more isn't counted.
    """
    scenario = Scenario(question.config)
    goes = _first_goes(question.key, among)
    ways = [way for way in (_walked(scenario, one) for one in goes) if way]
    report = Choices(question, len(ways))
    if report.enough:
        report.places = [place for node in scenario.nodes.values() if (place := _place(node, ways))]
    return report


def _first_goes(key: str, among: list[int] | None) -> list[Any]:
    """Each learner's first response."""
    first: dict[UUID, tuple[datetime, Any]] = {}
    for learner, moment, response in (*_tried(key, among), *_assessed(key, among)):
        if learner not in first or moment < first[learner][0]:
            first[learner] = (moment, response)
    return [response for _moment, response in first.values()]


def _counted(rows: Any, among: list[int] | None) -> Any:
    """Nobody whose learning is nobody's business."""
    if among is not None:
        rows = rows.filter(enrolment__learner__person__agency__in=among)
    return rows.filter(
        enrolment__confidential=False, enrolment__version__record=Record.GRADED
    ).exclude(enrolment__learner__person__agency__kind=AgencyKind.JUDICIARY)


def _tried(key: str, among: list[int] | None) -> Iterator[First]:
    rows = PracticeRun.objects.filter(question_key=key, finished_at__isnull=False)
    rows = _counted(rows, among)
    yield from rows.values_list("enrolment__learner_id", "finished_at", "response").iterator()


def _assessed(key: str, among: list[int] | None) -> Iterator[First]:
    rows = Attempt.objects.filter(
        responses__item_key=key, submitted_at__isnull=False, gradings__isnull=False
    ).distinct()
    attempts = _counted(rows, among).select_related("enrolment").prefetch_related("gradings")
    for attempt in attempts.defer("items"):
        for mark in grading_in_force(attempt).items:
            if mark["key"] == key and mark["answer"] and attempt.submitted_at:
                yield attempt.enrolment.learner_id, attempt.submitted_at, mark["answer"]


def _walked(scenario: Scenario, way: Any) -> Walked:
    try:
        return list(scenario.walk(way))
    except (NoSuchStep, KeyError, TypeError):
        return []


def _place(node: Node, ways: list[Walked]) -> Place | None:
    """Somebody who came twice is counted by the first choice."""
    chosen: Counter[int] = Counter()
    sure: Counter[int] = Counter()
    for way in ways:
        step = next((one for one in way if one[0].node == node.key), None)
        if step is not None:
            chosen[step[1].at] += 1
            wrong = step[1].quality in WRONG and step[2]["sure"] == "certain"
            sure[step[1].at] += wrong
    if chosen.total() < FEWEST:
        return None
    taken = [
        Taken(one, QUALITY_WORDS[one.quality], _shown(chosen[one.at]), _shown(sure[one.at]))
        for one in node.choices
    ]
    hidden = any(one.count is None for one in taken)
    return Place(node, taken, None if hidden else chosen.total())


def _shown(count: int) -> int | None:
    return count if count >= FEWEST else None
