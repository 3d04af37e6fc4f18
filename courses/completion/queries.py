"""What a course still asks of a learner, and which completions lack a consequence."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.assessment.models import Grading
from courses.assessment.queries import assessments_in, grading_in_force, states_of
from courses.catalogue.models import LessonVersion, ModuleVersion
from courses.completion.models import CourseCompletion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from courses.progress.queries import progress_of


@dataclass(frozen=True)
class Missing:
    """One thing still to do: a lesson to finish or an assessment to pass."""

    kind: str  # "lesson" or "assessment"
    title: str
    module: str
    lesson: str = ""

    @property
    def words(self) -> str:
        if self.kind == "lesson":
            return _("Finish the lesson “{title}”").format(title=self.title)
        return _("Pass the assessment of “{title}”").format(title=self.title)


@dataclass(frozen=True)
class Readiness:
    """What is missing, and what met the rule so far, as a completion keeps it."""

    missing: list[Missing]
    met: dict[str, Any]


def readiness(enrolment: Enrolment) -> Readiness:
    """All lessons finished and, where the way is graded, every module's assessment passed."""
    modules = list(ModuleVersion.objects.filter(version_id=enrolment.version_id))
    lessons = lessons_of(modules)
    progress = progress_of(enrolment)
    graded = is_graded(enrolment)
    passed = _passed(enrolment) if graded else {}
    missing: list[Missing] = []
    met_modules: list[dict[str, Any]] = []
    for module in modules:
        for lesson in lessons[module.pk]:
            row = progress.get(lesson.key)
            if row is None or row.done_at is None:
                missing.append(Missing("lesson", lesson.title, module.slug, lesson.slug))
        if module.key in passed and passed[module.key] is None:
            missing.append(Missing("assessment", module.title, module.slug))
        met_modules.append(_met(module, lessons[module.pk], passed.get(module.key)))
    return Readiness(missing, {"graded": graded, "modules": met_modules})


def lessons_of(modules: list[ModuleVersion]) -> dict[int, list[LessonVersion]]:
    """The lessons of each module in order, once a key, without their bodies."""
    found: dict[int, dict[UUID, LessonVersion]] = {module.pk: {} for module in modules}
    rows = LessonVersion.objects.filter(module__in=modules).defer(
        "body", "enclosed", "sources", "alignments", "objectives"
    )
    for row in rows.order_by("module_id", "position"):
        kept = found[row.module_id].get(row.key)
        if kept is None or row.language == "en":
            found[row.module_id][row.key] = row
    return {pk: list(by_key.values()) for pk, by_key in found.items()}


def _passed(enrolment: Enrolment) -> dict[UUID, Grading | None]:
    """For each module that has an assessment, the grading that passed it."""
    states = states_of(enrolment, assessments_in(enrolment.version))
    return {
        key: grading_in_force(state.passed) if state.passed else None
        for key, state in states.items()
    }


def _met(
    module: ModuleVersion, lessons: list[LessonVersion], grading: Grading | None
) -> dict[str, Any]:
    met: dict[str, Any] = {
        "key": str(module.key),
        "code": module.code,
        "title": module.title,
        "lessons": [str(lesson.key) for lesson in lessons],
    }
    if grading is not None:
        met["assessment"] = {
            "attempt": str(grading.attempt_id),
            "score": str(grading.score),
            "pass_mark": grading.pass_mark,
        }
    return met


def completions_of(enrolments: list[Enrolment]) -> dict[UUID, CourseCompletion]:
    """The completion of each of these enrolments that has one, in one query."""
    rows = CourseCompletion.objects.filter(enrolment__in=[one.pk for one in enrolments])
    return {row.enrolment_id: row for row in rows}


def source_key(completion: CourseCompletion) -> str:
    """Under which evidence and certificate of a completion stand."""
    return f"course-completion:{completion.pk}"


def without_completion() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(completion=None, left_at=None)
