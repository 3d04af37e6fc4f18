"""Moving learners in mid-course to a newer version: what it would change, and the decision.

A training officer sees the plan first, for learners of the own agency and for nobody whose
learning is confidential. Completed courses stay on the version they were completed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt
from courses.assessment.queries import passed_modules
from courses.catalogue.corrections import why_not_the_same
from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
)
from courses.catalogue.queries import current_version
from courses.enrolment.models import Enrolment, VersionMove
from courses.enrolment.moving import record_move
from courses.enrolment.queries import visible_to_officers
from courses.progress.queries import progress_of_all
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import User


class CannotMove(ValidationError):
    """Why nobody is moved, and what to do."""


@dataclass
class Plan:
    """What moving one learner would keep, add and ask again."""

    enrolment: Enrolment
    lessons_done: int = 0
    lessons_kept: int = 0
    lessons_changed: list[str] = field(default_factory=list)
    lessons_added: list[str] = field(default_factory=list)
    modules_added: list[str] = field(default_factory=list)
    modules_dropped: list[str] = field(default_factory=list)
    passes_kept: list[str] = field(default_factory=list)
    to_redo: dict[UUID, str] = field(default_factory=dict)
    open_attempt: bool = False

    @property
    def shown(self) -> dict[str, object]:
        """The plan as it is kept with the decision."""
        kept = {name: value for name, value in vars(self).items() if name != "enrolment"}
        return kept | {"to_redo": list(self.to_redo.values())}


@dataclass
class _Content:
    """A version as plans compare it."""

    modules: dict[UUID, ModuleVersion]
    lessons: dict[UUID, LessonVersion]
    assessments: dict[UUID, AssessmentVersion]


def may_be_moved(officer: User) -> QuerySet[Enrolment]:
    """Learners in mid-course whom this officer may move: of the own agency, never the officer."""
    if not has_role(officer, Role.TRAINING_OFFICER) or officer.agency is None:
        return Enrolment.objects.none()
    rows = visible_to_officers(officer.agency).filter(completion=None)
    return rows.exclude(learner=officer.learner_id)


def behind(officer: User) -> dict[CoursePage, list[Enrolment]]:
    """By course, those of them who are not on its newest version."""
    found: dict[CoursePage, list[Enrolment]] = {}
    newest: dict[int, CourseVersion | None] = {}
    for enrolment in may_be_moved(officer).order_by("course__title", "learner__person__full_name"):
        course = enrolment.course
        if course.pk not in newest:
            newest[course.pk] = current_version(course)
        if newest[course.pk] is not None and enrolment.version_id != newest[course.pk].pk:  # type: ignore[union-attr]
            found.setdefault(course, []).append(enrolment)
    return found


def behind_in(officer: User, course: CoursePage, to: CourseVersion) -> QuerySet[Enrolment]:
    rows = may_be_moved(officer).filter(course=course).filter(~Q(version=to))
    return rows.order_by("learner__person__full_name")


def plans(enrolments: Iterable[Enrolment], to: CourseVersion) -> list[Plan]:
    """What a move would change for each of them. It writes nothing."""
    rows = list(enrolments)
    contents = {pk: _content(pk) for pk in {to.pk, *(one.version_id for one in rows)}}
    progress, passed = progress_of_all(rows), passed_modules(rows)
    trying = set(
        Attempt.objects.filter(enrolment__in=rows, gradings=None).values_list(
            "enrolment_id", flat=True
        )
    )
    asked = _asked_when_passed(rows)
    found = []
    for one in rows:
        done = {key for key, row in progress.get(one.pk, {}).items() if row.done_at is not None}
        plan = Plan(one, open_attempt=one.pk in trying)
        _lessons(plan, contents[one.version_id], contents[to.pk], done)
        _passes(plan, contents[to.pk], passed.get(one.pk, set()), asked)
        found.append(plan)
    return found


def _content(version_id: UUID) -> _Content:
    modules = ModuleVersion.objects.filter(version=version_id).order_by("position")
    lessons = LessonVersion.objects.filter(module__version=version_id, language="en")
    rows = AssessmentVersion.objects.filter(module__version=version_id).select_related("module")
    return _Content(
        {one.key: one for one in modules},
        {one.key: one for one in lessons.defer("body", "enclosed", "sources")},
        {one.module.key: one for one in rows},
    )


def _asked_when_passed(rows: list[Enrolment]) -> dict[tuple[UUID, UUID], AssessmentVersion]:
    """The assessment that each learner's newest attempt at a module was made at."""
    attempts = Attempt.objects.filter(enrolment__in=rows).exclude(submitted_at=None)
    return {
        (one.enrolment_id, one.module_key): one.assessment
        for one in attempts.defer("items").select_related("assessment").order_by("number")
    }


def _lessons(plan: Plan, old: _Content, new: _Content, done: set[UUID]) -> None:
    kept = done & set(new.lessons)
    plan.lessons_done, plan.lessons_kept = len(done & set(old.lessons)), len(kept)
    plan.modules_added = [one.title for key, one in new.modules.items() if key not in old.modules]
    plan.modules_dropped = [one.title for key, one in old.modules.items() if key not in new.modules]
    for key, lesson in new.lessons.items():
        before = old.lessons.get(key)
        if before is None:
            plan.lessons_added.append(lesson.title)
        elif key in kept and before.content_hash != lesson.content_hash:
            plan.lessons_changed.append(lesson.title)


def _passes(
    plan: Plan,
    new: _Content,
    passed: set[UUID],
    asked: dict[tuple[UUID, UUID], AssessmentVersion],
) -> None:
    """A pass stays where the same is asked and right; elsewhere the assessment is taken again."""
    for key, assessment in new.assessments.items():
        if key not in passed:
            continue
        title = new.modules[key].title
        if why_not_the_same(asked.get((plan.enrolment.pk, key)), assessment):
            plan.to_redo[key] = title
        else:
            plan.passes_kept.append(title)


def move_learners(
    *, course: CoursePage, to: CourseVersion, enrolment_ids: Iterable[UUID], by: User, reason: str
) -> list[VersionMove]:
    """Move these learners, all or none, each as a recorded decision.

    Refuses somebody else's learners, a version that is not the newest any more, and anybody who
    has an attempt open.
    """
    wanted = set(enrolment_ids)
    if not reason.strip():
        raise CannotMove(_("Write the reason: it is kept with the decision."))
    if not wanted:
        raise CannotMove(_("Choose at least one learner."))
    with transaction.atomic():
        newest = current_version(course)
        if newest is None or newest.pk != to.pk:
            raise CannotMove(_("A newer version was published meanwhile. Look at it again."))
        locked = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
        list(locked)
        rows = list(behind_in(by, course, to).filter(pk__in=wanted))
        if {one.pk for one in rows} != wanted:
            raise PermissionDenied
        todo = plans(rows, to)
        if waiting := [one.enrolment.learner.person.full_name for one in todo if one.open_attempt]:
            raise CannotMove(
                _("{names}: an assessment is open or being marked. Move them afterwards.").format(
                    names=", ".join(waiting)
                )
            )
        return [_move(plan, to, by, reason.strip()) for plan in todo]


def _move(plan: Plan, to: CourseVersion, by: User, reason: str) -> VersionMove:
    move = record_move(
        enrolment=plan.enrolment,
        to=to,
        by=by,
        reason=reason,
        redo=list(plan.to_redo),
        shown=plan.shown,
    )
    audit(
        actor=by,
        action="enrolment.moved",
        subject=f"enrolment:{plan.enrolment.pk}",
        version=to.label,
        move=move.pk,
    )
    return move
