"""What a course still asks of a learner, and which completions lack a consequence."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certificates.api import certificates_of
from courses.assessment.models import Grading
from courses.assessment.queries import grading_in_force, states_of
from courses.catalogue.models import ModuleVersion
from courses.catalogue.queries import version_tree
from courses.completion.models import CourseCompletion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from courses.progress.queries import finished_lessons, progress_of


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


def has_lessons_left(enrolment: Enrolment) -> bool:
    """Whether a lesson of the version followed isn't finished yet. One query."""
    finished = finished_lessons(enrolment)
    return any(
        lesson.key not in finished
        for module in version_tree(enrolment.version)
        for lesson in module.lessons.all()
    )


def readiness(enrolment: Enrolment) -> Readiness:
    """All lessons finished and, where the way is graded, every module's assessment passed."""
    modules = version_tree(enrolment.version)
    progress = progress_of(enrolment)
    graded = is_graded(enrolment)
    passed = _passed(enrolment, modules) if graded else {}
    missing: list[Missing] = []
    met_modules: list[dict[str, Any]] = []
    for module in modules:
        for lesson in module.lessons.all():
            row = progress.get(lesson.key)
            if row is None or row.done_at is None:
                missing.append(Missing("lesson", lesson.title, module.slug, lesson.slug))
        if module.key in passed and passed[module.key] is None:
            missing.append(Missing("assessment", module.title, module.slug))
        met_modules.append(_met(module, passed.get(module.key)))
    return Readiness(missing, {"graded": graded, "modules": met_modules})


def _passed(enrolment: Enrolment, modules: list[ModuleVersion]) -> dict[UUID, Grading | None]:
    """For each module that has an assessment, the grading that passed it."""
    assessments = {one.key: assessment for one in modules for assessment in one.assessments.all()}
    return {
        key: grading_in_force(state.passed) if state.passed else None
        for key, state in states_of(enrolment, assessments).items()
    }


def _met(module: ModuleVersion, grading: Grading | None) -> dict[str, Any]:
    met: dict[str, Any] = {
        "key": str(module.key),
        "code": module.code,
        "title": module.title,
        "lessons": [str(lesson.key) for lesson in module.lessons.all()],
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


def is_certified(completion: CourseCompletion) -> bool:
    """Whether its certificate is there, with the file that one takes home."""
    rows = certificates_of(completion.enrolment.learner)
    return rows.filter(source_key=source_key(completion), files__isnull=False).exists()


def without_completion() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(completion=None, left_at=None)
