"""Where a learner stands in every course taken: read for the home page in a fixed few queries.

The course page reads one course in depth; this reads all of them in little, whatever their
number. It decides nothing: what counts as passed or complete is the courses' own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.api import current_versions
from courses.models import (
    AssessmentVersion,
    Attempt,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    LessonProgress,
    LessonVersion,
    ModuleVersion,
)
from lms.accounts.models import User

HEAVY = ("body", "enclosed", "sources", "alignments", "objectives", "work_roles")


@dataclass
class ModuleState:
    """One module of a course as this learner has it."""

    module: ModuleVersion
    lessons: list[LessonVersion] = field(default_factory=list)
    progress: dict[UUID, LessonProgress] = field(default_factory=dict)
    assessment: AssessmentVersion | None = None
    attempts: list[dict[str, Any]] = field(default_factory=list)

    def is_done(self, lesson: LessonVersion) -> bool:
        row = self.progress.get(lesson.key)
        return row is not None and row.done_at is not None

    @property
    def lessons_left(self) -> list[LessonVersion]:
        return [lesson for lesson in self.lessons if not self.is_done(lesson)]

    @property
    def passed(self) -> bool:
        return any(attempt["passed"] for attempt in self.attempts)

    @property
    def open_attempt(self) -> UUID | None:
        return next((one["pk"] for one in self.attempts if one["submitted_at"] is None), None)

    @property
    def try_again_at(self) -> datetime | None:
        """When the next attempt may begin, where that is still ahead."""
        handed_in = [one["submitted_at"] for one in self.attempts if one["submitted_at"]]
        if self.assessment is None or self.passed or not handed_in:
            return None
        moment = max(handed_in) + timedelta(minutes=self.assessment.wait_minutes)
        return moment if moment > timezone.now() else None

    @property
    def steps(self) -> tuple[int, int]:
        """Lessons and assessment: how many are done, of how many."""
        done = len(self.lessons) - len(self.lessons_left) + self.passed
        return done, len(self.lessons) + (self.assessment is not None)


@dataclass
class CourseState:
    """One course as this learner has it."""

    enrolment: Enrolment
    modules: list[ModuleState]
    completion: CourseCompletion | None

    @property
    def last_active(self) -> datetime:
        """When the learner last did anything here; the moment of enrolling if nothing yet."""
        seen = [row.seen_at for one in self.modules for row in one.progress.values()]
        tried = [
            attempt["submitted_at"] or attempt["started_at"]
            for one in self.modules
            for attempt in one.attempts
        ]
        return max([*seen, *tried], default=self.enrolment.enrolled_at)

    @property
    def is_begun(self) -> bool:
        return any(one.progress or one.attempts for one in self.modules)

    @property
    def steps(self) -> tuple[int, int]:
        counts = [one.steps for one in self.modules]
        return sum(done for done, _all in counts), sum(whole for _done, whole in counts)


def course_states(user: User) -> list[CourseState]:
    """All courses of this person, the one used last first. Five queries, whatever their number."""
    enrolments = list(
        Enrolment.objects.filter(learner=user.learner_id, left_at=None).select_related(
            "version", "course", "completion"
        )
    )
    modules = _modules(enrolments)
    _add_progress(enrolments, modules)
    _add_assessments(enrolments, modules)
    states = [
        CourseState(
            enrolment,
            list(modules[enrolment.pk].values()),
            getattr(enrolment, "completion", None),
        )
        for enrolment in enrolments
    ]
    return sorted(states, key=lambda state: state.last_active, reverse=True)


Modules = dict[UUID, dict[UUID, ModuleState]]  # by enrolment, then by the module's key


def _modules(enrolments: list[Enrolment]) -> Modules:
    lessons = (
        LessonVersion.objects.filter(module__version__in={one.version_id for one in enrolments})
        .select_related("module")
        .defer(*HEAVY)
        .order_by("module__position", "position")
    )
    by_version: dict[UUID, list[LessonVersion]] = {}
    for lesson in lessons:
        by_version.setdefault(lesson.module.version_id, []).append(lesson)
    return {one.pk: _grouped(by_version.get(one.version_id, [])) for one in enrolments}


def _grouped(lessons: Iterable[LessonVersion]) -> dict[UUID, ModuleState]:
    """Lessons under their modules, each key once, in English where both are there."""
    found: dict[UUID, ModuleState] = {}
    for lesson in lessons:
        state = found.setdefault(lesson.module.key, ModuleState(lesson.module))
        known = [one.key for one in state.lessons]
        if lesson.key not in known:
            state.lessons.append(lesson)
        elif lesson.language == "en":
            state.lessons[known.index(lesson.key)] = lesson
    return found


def _add_progress(enrolments: list[Enrolment], modules: Modules) -> None:
    for row in LessonProgress.objects.filter(enrolment__in=[one.pk for one in enrolments]):
        for state in modules[row.enrolment_id].values():
            if any(lesson.key == row.lesson_key for lesson in state.lessons):
                state.progress[row.lesson_key] = row


def _add_assessments(enrolments: list[Enrolment], modules: Modules) -> None:
    """Assessments and attempts, for those whose way is graded: a judge's never is."""
    graded = [one for one in enrolments if not one.confidential]
    rows = AssessmentVersion.objects.filter(
        module__version__in={one.version_id for one in graded}, language="en"
    ).select_related("module")
    assessments = {(row.module.version_id, row.module.key): row for row in rows.defer("items")}
    for enrolment in graded:
        for key, state in modules[enrolment.pk].items():
            state.assessment = assessments.get((enrolment.version_id, key))
    attempts = Attempt.objects.filter(enrolment__in=[one.pk for one in graded]).values(
        "pk",
        "enrolment_id",
        "module_key",
        "started_at",
        "submitted_at",
        "gradings__number",
        "gradings__passed",
    )
    in_force: dict[UUID, dict[str, Any]] = {}
    for row in attempts.order_by("number", "gradings__number"):
        in_force[row["pk"]] = {**row, "passed": bool(row["gradings__passed"])}
    for attempt in in_force.values():
        module = modules[attempt["enrolment_id"]].get(attempt["module_key"])
        if module is not None:
            module.attempts.append(attempt)


def share_left(lesson: LessonVersion, row: LessonProgress | None) -> float:
    """How much of a lesson is still ahead, by the block last in view. One query if begun."""
    if row is None or not row.block:
        return 1.0
    body = LessonVersion.objects.values_list("body", flat=True).get(pk=lesson.pk)
    ids = [block["id"] for block in body]
    return 1 - ids.index(row.block) / len(ids) if row.block in ids else 1.0


def courses_to_join(states: list[CourseState]) -> list[CourseVersion]:
    """The version of every open course that the learner has not joined. One query."""
    joined = {state.enrolment.course_id for state in states}
    return [version for version in current_versions() if version.course_id not in joined]
