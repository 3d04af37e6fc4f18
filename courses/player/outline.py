"""A course as one learner has it: what is done, what is missing, where to go on.

Built for a page from a few queries, whatever the number of lessons.
"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.assessment.queries import ModulesStanding, standing_of_modules
from courses.catalogue.models import AssessmentVersion, CourseVersion, LessonVersion, ModuleVersion
from courses.catalogue.queries import version_tree
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from courses.progress.models import LessonProgress
from courses.progress.queries import progress_of


@dataclass
class LessonState:
    lesson: LessonVersion
    url: str
    progress: LessonProgress | None = None

    @property
    def done(self) -> bool:
        return self.progress is not None and self.progress.done_at is not None

    @property
    def state(self) -> str:
        if self.done:
            return "done"
        return "in-progress" if self.progress else "not-started"


@dataclass
class ModuleState:
    module: ModuleVersion
    url: str
    assessment_url: str
    lessons: list[LessonState] = field(default_factory=list)
    assessment: AssessmentVersion | None = None
    passed: bool = False
    waiting: bool = False  # handed in, and people have still to mark it

    @property
    def done_count(self) -> int:
        return sum(lesson.done for lesson in self.lessons) + self.passed

    @property
    def total(self) -> int:
        return len(self.lessons) + (self.assessment is not None)

    @property
    def state(self) -> str:
        if self.done_count == self.total:
            return "done"
        begun = self.done_count or self.waiting or any(lesson.progress for lesson in self.lessons)
        return "in-progress" if begun else "not-started"


@dataclass(frozen=True)
class Step:
    """One thing to do, in words and with its address."""

    words: str
    url: str
    title: str
    minutes: int = 0
    waits: bool = False  # nothing to do now but wait for others


@dataclass
class Outline:
    version: CourseVersion
    slug: str
    enrolment: Enrolment | None
    graded: bool
    modules: list[ModuleState]

    @cached_property
    def lessons(self) -> list[LessonState]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def done_count(self) -> int:
        return sum(module.done_count for module in self.modules)

    @property
    def total(self) -> int:
        return sum(module.total for module in self.modules)

    @property
    def words(self) -> str:
        return _("{done} of {total} steps done").format(done=self.done_count, total=self.total)

    def module(self, slug: str) -> ModuleState | None:
        return next((one for one in self.modules if one.module.slug == slug), None)

    @cached_property
    def missing(self) -> list[Step]:
        """What is still needed, in the order of the course: lessons and assessments by name."""
        steps: list[Step] = []
        for module in self.modules:
            steps += [_lesson_step(one) for one in module.lessons if not one.done]
            if module.assessment is not None and not module.passed:
                steps.append(_assessment_step(module))
        return steps

    @property
    def next_step(self) -> Step | None:
        """The lesson last open and not finished, else the first thing that is missing."""
        begun = [one for one in self.lessons if one.progress and not one.done]
        if not begun:
            todo = [one for one in self.missing if not one.waits] or self.missing
            return todo[0] if todo else None
        last = max(begun, key=lambda one: one.progress.seen_at if one.progress else 0)
        step = _lesson_step(last)
        block = last.progress.block if last.progress else ""
        return Step(
            step.words, f"{step.url}#b-{block}" if block else step.url, step.title, step.minutes
        )


def outline_of(version: CourseVersion, slug: str, enrolment: Enrolment | None = None) -> Outline:
    """The course as this learner has it, or as anybody may see it without an enrolment."""
    graded = is_graded(enrolment) if enrolment else version.record == "graded"
    progress = progress_of(enrolment) if enrolment else {}
    standing = ModulesStanding()
    if enrolment and graded:
        standing = standing_of_modules([enrolment])[enrolment.pk]
    modules = [
        _module_state(slug, module, progress, graded=graded, standing=standing)
        for module in version_tree(version)
    ]
    return Outline(version, slug, enrolment, graded, modules)


def _module_state(
    slug: str,
    module: ModuleVersion,
    progress: dict[UUID, LessonProgress],
    *,
    graded: bool,
    standing: ModulesStanding,
) -> ModuleState:
    assessments = list(module.assessments.all()) if graded else []
    return ModuleState(
        module=module,
        url=_address("module", slug, module.slug),
        assessment_url=_address("assessment", slug, module.slug),
        lessons=[
            LessonState(
                lesson,
                _address("lesson", slug, module.slug, lesson.slug),
                progress.get(lesson.key),
            )
            for lesson in module.lessons.all()
        ],
        assessment=assessments[0] if assessments else None,
        passed=module.key in standing.passed,
        waiting=module.key in standing.waiting,
    )


@lru_cache(maxsize=5000)
def _address(name: str, *slugs: str) -> str:
    return reverse(name, args=slugs)


def _lesson_step(state: LessonState) -> Step:
    words = _("Finish the lesson “{title}”").format(title=state.lesson.title)
    return Step(words, state.url, state.lesson.title, state.lesson.minutes)


def _assessment_step(state: ModuleState) -> Step:
    words = _("Pass the assessment of “{title}”").format(title=state.module.title)
    if state.waiting:
        words = _("Wait for the result of the assessment of “{title}”: people are marking it")
        words = words.format(title=state.module.title)
    title = _("Assessment: {title}").format(title=state.module.title)
    return Step(words, state.assessment_url, title, waits=state.waiting)
