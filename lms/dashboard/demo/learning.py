"""Taking the demo's people through a course, by the same services as their clicks.

Services date what they write with the present: a demo's learning all happened today.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from courses.api import (
    complete_if_ready,
    enrol,
    mark_lesson_done,
    open_lesson,
    place_of,
    question_type,
    save_progress,
    save_response,
    start_attempt,
    submit_attempt,
)
from courses.models import (
    AssessmentVersion,
    Attempt,
    CoursePage,
    Enrolment,
    LessonVersion,
    ModuleVersion,
)
from lms.accounts.models import User
from lms.dashboard.demo.people import Member
from lms.dashboard.demo.stages import Stage

TIME_TO_LEARN = timedelta(days=21)


@dataclass(frozen=True)
class Step:
    """One module with its lessons and, in a graded course, its assessment."""

    module: ModuleVersion
    lessons: list[LessonVersion]
    assessment: AssessmentVersion | None


class Walk:
    """One course, read once, through which many people are taken."""

    def __init__(self, course: CoursePage, *, by: User, due_from: date, chance: Random) -> None:
        self.course, self.by, self.chance = course, by, chance
        self.due_from = due_from
        version = course.versions.first()
        self.steps = [
            Step(module, list(module.lessons.filter(language="en")), module.assessments.first())
            for module in version.modules.prefetch_related("assessments__module__version")
        ]

    def take(self, member: Member) -> None:
        """Enrol one person and go as far as their stage says."""
        stage = member.stage
        if stage is Stage.NOT_ENROLLED:
            return
        # Deadlines fall on different days, a few just gone, so that home pages differ.
        due_on = self.due_from + TIME_TO_LEARN - timedelta(days=self.chance.randrange(26))
        enrolment = enrol(
            learner=member.user.learner,
            course=self.course,
            by=None if member.user.is_judicial else self.by,
            due_on=None if member.user.is_judicial else due_on,
        )
        if enrolment.confidential and stage in (Stage.FAILED, Stage.ONE_PASSED):
            stage = Stage.READING  # nothing is scored here, so there is nothing to fail or pass
        if stage is Stage.COMPLETED:
            for step in self.steps:
                self._read(enrolment, step)
                self._sit(enrolment, step, well=True)
            complete_if_ready(enrolment)
        elif stage is Stage.FAILED:
            self._read(enrolment, self.steps[0])
            self._sit(enrolment, self.steps[0], well=False)
        elif stage in (Stage.ONE_PASSED, Stage.READING):
            # Who is named is in the middle of the course, so that there is something to see.
            half = len(self.steps) // 2 if member.key else 0
            first = 1 if stage is Stage.ONE_PASSED and len(self.steps) > 1 else 0
            self._go_on_reading(enrolment, passed=self.steps[: max(half, first)])

    def _go_on_reading(self, enrolment: Enrolment, *, passed: list[Step]) -> None:
        """Stop in the middle of a lesson of the module after those."""
        for step in passed:
            self._read(enrolment, step)
            self._sit(enrolment, step, well=True)
        at = self.steps[len(passed)]
        self._read(enrolment, at, up_to=1)
        place = self._place(enrolment, at, at.lessons[1])
        open_lesson(place=place)
        blocks = [block["id"] for block in at.lessons[1].body]
        save_progress(place=place, block=blocks[len(blocks) // 2])

    def _read(self, enrolment: Enrolment, step: Step, *, up_to: int | None = None) -> None:
        for lesson in step.lessons[:up_to]:
            mark_lesson_done(place=self._place(enrolment, step, lesson))

    def _place(self, enrolment: Enrolment, step: Step, lesson: LessonVersion) -> Any:
        return place_of(
            learner=enrolment.learner,
            course=self.course.slug,
            module=step.module.slug,
            lesson=lesson.slug,
        )

    def _sit(self, enrolment: Enrolment, step: Step, *, well: bool) -> None:
        """One attempt at the module's assessment."""
        if step.assessment is None or enrolment.confidential:
            return
        attempt = start_attempt(enrolment=enrolment, assessment=step.assessment)
        answer_and_hand_in(attempt, well=well, chance=self.chance)


def answer_and_hand_in(attempt: Attempt, *, well: bool, chance: Random) -> None:
    """Now and then with a slip that a pass allows, or mostly wrong."""
    learner = attempt.enrolment.learner
    asked = {shown["key"] for shown in attempt.items}
    items = {item["key"]: item for item in attempt.assessment.items if item["key"] in asked}
    missed = _missed(list(items.values()), well=well, chance=chance)
    for number, shown in enumerate(attempt.items, start=1):
        item = items[shown["key"]]
        save_response(
            learner=learner,
            attempt_id=attempt.pk,
            item_key=item["key"],
            answer=answer(item, right=item["key"] not in missed),
            client_id=f"demo-{number}",
            sequence=number,
        )
    submit_attempt(learner=learner, attempt_id=attempt.pk)


def _missed(items: list[dict[str, Any]], *, well: bool, chance: Random) -> set[str]:
    forgiven = [item["key"] for item in items if not item.get("critical")]
    if not well:
        return set(chance.sample(forgiven, k=max(1, len(items) // 2)))
    slips = chance.random() < 0.5 and len(items) >= 6 and forgiven
    return {chance.choice(forgiven)} if slips else set()


def answer(item: dict[str, Any], *, right: bool) -> Any:
    """A right answer, or one that a learner might give instead, in terms of the config."""
    kind = question_type(item["type"])
    best = kind.model_answer(item["config"]) if kind else None
    if right or best is None:
        return best
    options = item["config"].get("options", [])
    if item["type"] == "single":
        return next(at for at, option in enumerate(options) if not option["right"])
    if item["type"] == "multiple":
        return [at for at, option in enumerate(options) if not option["right"]]
    if item["type"] == "ordering":
        return best[::-1]
    return best[: len(best) // 2] if item["type"] == "scene" else None  # left unanswered
