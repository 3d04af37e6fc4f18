"""Writes of the catalogue: publish a version, allow or end a pilot, decide a practice point."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.freezing import Frozen, freeze
from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
    PilotDecision,
    Record,
)
from courses.catalogue.refusals import PilotNotAllowed, PublishRefused, UndecidedCritical
from courses.questions.question_types import question_type
from lms.accounts.api import audit
from lms.accounts.models import User


def publish_version(course: CoursePage, *, by: User | None, reason: str = "") -> CourseVersion:
    """Freeze the course's live pages as a new version, or return the latest if nothing changed.

    Refuses (`PublishRefused`) when something is missing, when law or practice is unsettled and no
    administrator has allowed a pilot, or when a critical question rests on what is unsettled.
    """
    with transaction.atomic():
        course = CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)
        frozen = freeze(course)
        check_publishable(course, frozen)
        latest = course.versions.order_by("-number").first()
        if latest is not None and latest.content_hash == frozen.content_hash:
            return latest
        version = _write(course, frozen, number=latest.number + 1 if latest else 1, by=by)
        audit(
            actor=by,
            action="course.version_published",
            subject=f"course:{course.code}",
            version=version.number,
            reason=reason,
        )
        return version


def check_publishable(course: CoursePage, frozen: Frozen) -> None:
    """Refuse with all reasons at once."""
    missing = list(_missing(course, frozen))
    if missing:
        raise PublishRefused(missing)
    if frozen.unsettled_critical:
        raise UndecidedCritical(
            _(
                "These critical questions rest on law or practice that is not settled: %(keys)s. "
                "Make them uncritical, or publish when it is settled."
            )
            % {"keys": ", ".join(frozen.unsettled_critical)}
        )
    if frozen.pilot_reasons and not pilot_allowed(course):
        raise PilotNotAllowed(
            _(
                "%(refs)s: law or practice is not settled. An administrator has to allow this "
                "course as a pilot before it is published."
            )
            % {"refs": ", ".join(reason["ref"] for reason in frozen.pilot_reasons)}
        )


def pilot_allowed(course: CoursePage) -> bool:
    decision = course.pilot_decisions.order_by("-decided_at", "-id").first()
    return decision is not None and decision.allowed


def decide_pilot(
    *, course: CoursePage, allowed: bool, reason: str, by: User | None
) -> PilotDecision:
    """Record that an administrator (or the system, when `by` is none) allows or ends a pilot."""
    if not reason.strip():
        raise PublishRefused(_("Write the reason: it is kept with the decision."))
    with transaction.atomic():
        decision = PilotDecision.objects.create(
            course=course,
            allowed=allowed,
            reason=reason.strip(),
            decided_by=by.learner_id if by else None,
            decided_at=timezone.now(),
        )
        audit(
            actor=by,
            action="course.pilot_allowed" if allowed else "course.pilot_ended",
            subject=f"course:{course.code}",
            reason=reason.strip(),
        )
    return decision


def _missing(course: CoursePage, frozen: Frozen) -> list[str]:
    missing = []
    if not frozen.modules:
        missing.append(_("The course has no published module."))
    for module in frozen.modules:
        title = {"title": module["title"]}
        if not module["lessons"]:
            missing.append(_("Module “%(title)s” has no published lesson.") % title)
        items = module["assessment"]["items"] if module["assessment"] else []
        if course.record == Record.GRADED and not items:
            missing.append(_("Module “%(title)s” has no question in its assessment.") % title)
        for item in items:
            if question_type(item["type"]) is None:
                missing.append(
                    _("Question %(key)s is of a type that this site no longer has.")
                    % {"key": item["key"]}
                )
    return missing


def _write(course: CoursePage, frozen: Frozen, *, number: int, by: User | None) -> CourseVersion:
    version = CourseVersion.objects.create(
        course=course,
        number=number,
        minutes=sum(module["minutes"] for module in frozen.modules),
        pilot=bool(frozen.pilot_reasons),
        pilot_reasons=frozen.pilot_reasons,
        content_hash=frozen.content_hash,
        created_by=by.learner_id if by else None,
        **frozen.about,
    )
    for module in frozen.modules:
        _write_module(version, dict(module))
    return version


def _write_module(version: CourseVersion, module: dict[str, Any]) -> None:
    lessons, assessment = module.pop("lessons"), module.pop("assessment")
    row = ModuleVersion.objects.create(version=version, **module)
    LessonVersion.objects.bulk_create(LessonVersion(module=row, **lesson) for lesson in lessons)
    if assessment is not None:
        AssessmentVersion.objects.create(module=row, **assessment)
