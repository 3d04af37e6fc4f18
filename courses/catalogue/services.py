"""Writes of the catalogue: publish a version, allow or end a pilot, decide a practice point."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.blueprint import gaps
from courses.catalogue.corrections import why_not_small
from courses.catalogue.enclosing import keep_files
from courses.catalogue.freezing import Frozen, freeze
from courses.catalogue.gate.services import check_lesson, check_module
from courses.catalogue.models import (
    AssessmentVersion,
    CoursePage,
    CourseVersion,
    LessonVersion,
    ModuleVersion,
    PilotDecision,
    Record,
)
from courses.catalogue.queries import current_version
from courses.catalogue.refusals import (
    NotSmall,
    PilotNotAllowed,
    PublishRefused,
    UndecidedCritical,
)
from courses.catalogue.searching.indexing import index_version
from courses.questions.question_types import question_type
from lms.accounts.api import Role, audit
from lms.accounts.models import User
from lms.jobs.api import enqueue

FOLLOW = "courses.follow_correction"  # learners in mid-course follow, in `courses.tasks`


def publish_version(
    course: CoursePage, *, by: User | None, reason: str = "", small: bool = False
) -> CourseVersion:
    """Freeze the course's live pages as a new version, or return the latest if nothing changed.

    A `small` correction (2.1 after 2) takes learners in mid-course along; refused as `NotSmall`
    where more changed than words.

    Refuses (`PublishRefused`) when something is missing, when law or practice is unsettled and no
    administrator has allowed a pilot, or when a critical question rests on what is unsettled.
    """
    with transaction.atomic():
        course = CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)
        frozen = freeze(course)
        check_publishable(course, frozen)
        latest = current_version(course)
        if latest is not None and latest.content_hash == frozen.content_hash:
            return latest
        keep_files(frozen.modules)
        number, correction = _next_number(latest, frozen, small=small)
        version = _write(
            course, frozen, number=number, correction=correction, reason=reason.strip(), by=by
        )
        if correction:
            enqueue(FOLLOW, key=f"correction:{version.pk}", version_id=version.pk)
        audit(
            actor=by,
            action="course.version_published",
            subject=f"course:{course.code}",
            version=version.label,
            reason=reason,
        )
        return version


def _next_number(latest: CourseVersion | None, frozen: Frozen, *, small: bool) -> tuple[int, int]:
    if latest is None:
        return 1, 0
    if not small:
        return latest.number + 1, 0
    if found := why_not_small(latest, frozen):
        raise NotSmall([_("This is more than a small correction."), *found])
    return latest.number, latest.correction + 1


def check_publishable(course: CoursePage, frozen: Frozen) -> None:
    """Refuse with all reasons at once."""
    missing = list(_missing(course, frozen))
    if missing:
        raise PublishRefused(missing)
    for module in frozen.modules:
        items = (module["assessment"] or {}).get("items", [])
        check_module(module["key"], module["title"], module["job_aid"], items)
        for lesson in module["lessons"]:
            check_lesson(lesson["key"], lesson["title"], lesson["body"], lesson["enclosed"])
    if frozen.drafts:
        raise PublishRefused(
            _("These questions are drafts: %(keys)s. Send them for review, or take them out.")
            % {"keys": ", ".join(frozen.drafts)}
        )
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
        lines = module["assessment"].get("blueprint", []) if module["assessment"] else []
        missing += [f"{title['title']}: {gap}" for gap in gaps(items, lines)]
        missing += list(_nobody_to_mark(items))
    for key, found in frozen.lacking.items():
        missing.append(
            _("Question %(key)s cannot be asked yet. %(gaps)s")
            % {"key": key, "gaps": " ".join(found)}
        )
    for key in frozen.missing:
        missing.append(
            _("A lesson has a practice whose question (%(key)s) isn't there.") % {"key": key or "-"}
        )
    return missing


def _nobody_to_mark(items: list[dict[str, Any]]) -> Iterator[str]:
    """A sample is marked by a second person, so one examiner is too few."""
    kinds = [(item["key"], question_type(item["type"])) for item in items]
    keys = [key for key, kind in kinds if kind is not None and kind.awaits_marking]
    if keys and User.objects.filter(groups__name=Role.EXAMINER, is_active=True).count() < 2:
        yield _(
            "People mark %(keys)s, and fewer than two are named for it. An administrator gives the "
            "role of examiner to at least two, or take the question out of the assessment."
        ) % {"keys": ", ".join(keys)}


def _write(
    course: CoursePage, frozen: Frozen, *, by: User | None, **numbered: Any
) -> CourseVersion:
    version = CourseVersion.objects.create(
        course=course,
        **numbered,
        minutes=sum(module["minutes"] for module in frozen.modules),
        pilot=bool(frozen.pilot_reasons),
        pilot_reasons=frozen.pilot_reasons,
        content_hash=frozen.content_hash,
        created_by=by.learner_id if by else None,
        **frozen.about,
    )
    for module in frozen.modules:
        _write_module(version, dict(module))
    index_version(version)
    return version


def _write_module(version: CourseVersion, module: dict[str, Any]) -> None:
    lessons, assessment = module.pop("lessons"), module.pop("assessment")
    row = ModuleVersion.objects.create(version=version, **module)
    LessonVersion.objects.bulk_create(LessonVersion(module=row, **lesson) for lesson in lessons)
    if assessment is not None:
        AssessmentVersion.objects.create(module=row, **assessment)
