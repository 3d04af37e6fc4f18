"""Where a learner stands in every course taken: read for the home page in a fixed few queries.

The course page reads one course in depth; this reads all of them in little, whatever their
number. It decides nothing: what counts as passed or complete is the courses' own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from courses.api import current_versions, frozen_versions, version_trees
from courses.models import (
    AssessmentVersion,
    AssessmentWindow,
    Attempt,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    LessonProgress,
    LessonVersion,
    ModuleVersion,
)
from lms.accounts.models import User


@dataclass
class ModuleState:
    """One module of a course as this learner has it."""

    module: ModuleVersion
    lessons: list[LessonVersion] = field(default_factory=list)
    progress: dict[UUID, LessonProgress] = field(default_factory=dict)
    assessment: AssessmentVersion | None = None
    attempts: list[dict[str, Any]] = field(default_factory=list)
    window: AssessmentWindow | None = None

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
    def ends_at(self) -> datetime | None:
        """When the open attempt ends on the server's clock, if anything ends it."""
        return next((one["ends_at"] for one in self.attempts if one["submitted_at"] is None), None)

    @property
    def waiting(self) -> bool:
        """Handed in, and people have still to mark it."""
        return any(one["submitted_at"] and one["passed"] is None for one in self.attempts)

    @property
    def try_again_at(self) -> datetime | None:
        """When the next attempt may begin, where that is still ahead."""
        handed_in = [one["submitted_at"] for one in self.attempts if one["submitted_at"]]
        if self.assessment is None or self.passed or self.waiting or not handed_in:
            return None
        moment = max(handed_in) + timedelta(minutes=self.assessment.wait_minutes)
        return moment if moment > timezone.now() else None

    @property
    def opens_at(self) -> datetime | None:
        """When the assessment opens, where that is still ahead."""
        moment = self.window.opens_at if self.window and not self.passed else None
        return moment if moment is not None and moment > timezone.now() else None

    @property
    def closed_at(self) -> datetime | None:
        """When it closed, if it has."""
        moment = self.window.closes_at if self.window and not self.passed else None
        return moment if moment is not None and moment <= timezone.now() else None

    @property
    def steps(self) -> tuple[int, int]:
        """Lessons and assessment: how many are done, of how many."""
        done = len(self.lessons) - len(self.lessons_left) + self.passed
        return done, len(self.lessons) + (self.assessment is not None)


@dataclass
class CourseState:
    """One course as this learner has it."""

    enrolment: Enrolment
    slug: str
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
    """All courses of this person, the one used last first. A fixed few queries."""
    enrolments = list(
        Enrolment.objects.filter(learner=user.learner_id, left_at=None)
        .select_related("completion")
        .annotate(course_slug=F("course__slug"))
    )
    versions = frozen_versions(one.version_id for one in enrolments)
    for enrolment in enrolments:
        enrolment.version = versions[enrolment.version_id]
    modules = _modules(enrolments)
    _add_progress(enrolments, modules)
    _add_attempts(enrolments, modules)
    _add_windows(enrolments, modules)
    states = [
        CourseState(
            enrolment,
            enrolment.course_slug,
            list(modules[enrolment.pk].values()),
            getattr(enrolment, "completion", None),
        )
        for enrolment in enrolments
    ]
    return sorted(states, key=lambda state: state.last_active, reverse=True)


Modules = dict[UUID, dict[UUID, ModuleState]]  # by enrolment, then by the module's key


def _modules(enrolments: Sequence[Enrolment]) -> Modules:
    """Modules and lessons, and assessments for those whose way is graded: a judge's never is."""
    trees = version_trees(one.version_id for one in enrolments)
    return {
        one.pk: {
            module.key: ModuleState(
                module,
                list(module.lessons.all()),
                assessment=None if one.confidential else next(iter(module.assessments.all()), None),
            )
            for module in trees[one.version_id]
        }
        for one in enrolments
    }


def _add_progress(enrolments: Sequence[Enrolment], modules: Modules) -> None:
    for row in LessonProgress.objects.filter(enrolment__in=[one.pk for one in enrolments]):
        for state in modules[row.enrolment_id].values():
            if any(lesson.key == row.lesson_key for lesson in state.lessons):
                state.progress[row.lesson_key] = row


def _add_attempts(enrolments: Sequence[Enrolment], modules: Modules) -> None:
    graded = [one for one in enrolments if not one.confidential]
    attempts = Attempt.objects.filter(enrolment__in=[one.pk for one in graded]).values(
        "pk",
        "enrolment_id",
        "module_key",
        "started_at",
        "submitted_at",
        "ends_at",
        "gradings__number",
        "gradings__passed",
    )
    in_force: dict[UUID, dict[str, Any]] = {}
    by_key = {one.pk: one for one in graded}
    for row in attempts.order_by("number", "gradings__number"):
        since = by_key[row["enrolment_id"]].redo_since(row["module_key"])
        counts = since is None or row["started_at"] >= since
        outcome = row["gradings__passed"]  # none while people mark it
        passed = None if outcome is None else counts and outcome
        in_force[row["pk"]] = {**row, "passed": passed}
    for attempt in in_force.values():
        module = modules[attempt["enrolment_id"]].get(attempt["module_key"])
        if module is not None:
            module.attempts.append(attempt)


def _add_windows(enrolments: Sequence[Enrolment], modules: Modules) -> None:
    """The dates in force for each: the newest of the learner's cohort, else for everybody."""
    keys = {key for one in modules.values() for key, state in one.items() if state.assessment}
    if not keys:
        return
    rows = AssessmentWindow.objects.filter(module_key__in=keys).order_by("id")
    newest = {(row.module_key, row.cohort_id): row for row in rows}
    for one in enrolments:
        for key, state in modules[one.pk].items():
            everybody = newest.get((key, None))
            cohorts = newest.get((key, one.cohort_id), everybody) if one.cohort_id else everybody
            state.window = cohorts if state.assessment else None


def share_left(lesson: LessonVersion, row: LessonProgress | None) -> float:
    """How much of a lesson is still ahead, by the block last in view. One query if begun."""
    if row is None or not row.block:
        return 1.0
    body = LessonVersion.objects.values_list("body", flat=True).get(pk=lesson.pk)
    ids = [block["id"] for block in body]
    return 1 - ids.index(row.block) / len(ids) if row.block in ids else 1.0


def courses_to_join(states: list[CourseState]) -> list[tuple[CourseVersion, str]]:
    """Open courses that the learner has not joined, whomever they are meant for: version and slug.

    One query for what changes; a version doesn't, so each process reads it once.
    """
    joined = {state.enrolment.course_id for state in states}
    rows = current_versions().exclude(course__in=joined)
    slugs = dict(rows.values_list("pk", "course__slug"))
    versions = frozen_versions(slugs)
    return [(versions[pk], slug) for pk, slug in slugs.items()]
