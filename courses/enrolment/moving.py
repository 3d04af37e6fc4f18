"""Learners in mid-course who go on to another version of their course."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.catalogue.models import CourseVersion, Record
from courses.enrolment.models import Enrolment, VersionMove
from courses.enrolment.queries import judicial_learners
from lms.accounts.models import User


def follow_correction(*, version_id: UUID) -> int:
    """Whoever is in mid-course on this number goes on to its small correction. Safe to repeat.

    Nothing is noted about a learner whose learning is confidential.
    """
    with transaction.atomic():
        to = CourseVersion.objects.get(pk=version_id)
        followers = list(
            Enrolment.objects.select_for_update(of=("self",))
            .filter(
                course_id=to.course_id,
                version__number=to.number,
                version__correction__lt=to.correction,
                completion=None,
            )
            .select_related("version")
        )
        noted = _not_confidential(followers, to)
        VersionMove.objects.bulk_create(
            VersionMove(enrolment=one, from_version=one.version, to_version=to, reason=to.reason)
            for one in noted
        )
        Enrolment.objects.filter(pk__in=[one.pk for one in followers]).update(version=to)
    return len(followers)


def _not_confidential(rows: Iterable[Enrolment], to: CourseVersion) -> list[Enrolment]:
    judges = set(judicial_learners().values_list("learner_id", flat=True))
    graded = to.record == Record.GRADED
    return [one for one in rows if graded and not one.confidential and one.learner_id not in judges]


def record_move(
    *,
    enrolment: Enrolment,
    to: CourseVersion,
    by: User,
    reason: str,
    redo: Iterable[UUID],
    shown: dict[str, Any],
) -> VersionMove:
    """Write the move down and carry it out. The caller holds the enrolment and asked if it may."""
    now = timezone.now()
    move = VersionMove.objects.create(
        enrolment=enrolment,
        from_version=enrolment.version,
        to_version=to,
        decided_by=by.learner_id,
        reason=reason,
        shown=shown,
        moved_at=now,
    )
    enrolment.redo = {**enrolment.redo, **{str(key): now.isoformat() for key in redo}}
    enrolment.version = to
    enrolment.save(update_fields=["version", "redo"])
    return move
