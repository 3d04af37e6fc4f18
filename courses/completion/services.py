"""Completing a course: the one workflow that leaves the package.

All consequences stand in `complete_if_ready`, in one transaction: the completion, the evidence
of attendance, and the certificate (which writes down that its PDF is owed).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.api import certificates_of, issue
from courses.catalogue.models import LessonVersion, Record
from courses.catalogue.queries import frozen_version
from courses.completion.models import CourseCompletion
from courses.completion.queries import has_lessons_left, readiness, source_key, without_completion
from courses.completion.wording import wording_of
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import JUDICIAL, keeps_confidence
from courses.enrolment.validity import valid_until
from lms.accounts.api import person_name
from lms.prepared import Prepared
from nice_framework.api import EvidenceResult, evidence_of, record_evidence

ATTENDANCE = "C"
ATTENDANCE_LEVEL = 1  # attendance weighs nothing as skill; the ledger asks for a level all the same


LOCKED = Prepared(
    lambda enrolment: (
        Enrolment.objects.filter(pk=enrolment)
        .select_for_update(of=("self",))
        .select_related("learner")
        .annotate(judicial_now=JUDICIAL)
    ),
    enrolment=Enrolment._meta.pk,
)
COMPLETED = Prepared(
    lambda enrolment: CourseCompletion.objects.filter(enrolment=enrolment),
    enrolment=Enrolment._meta.pk,
)


def complete_if_ready(enrolment: Enrolment) -> CourseCompletion | None:
    """Complete the course if nothing is missing, with every consequence, or do nothing.

    Asked again, or by many at once, it returns the one completion and sees that its evidence
    and certificate are there.
    """
    with transaction.atomic():
        found = LOCKED.first(enrolment=enrolment.pk)
        assert found is not None  # noqa: S101  enrolments stay
        enrolment = found
        enrolment.version = frozen_version(enrolment.version_id)
        completion = COMPLETED.first(enrolment=enrolment.pk)
        if completion is None:
            completion = _complete(enrolment)
        if completion is not None:
            completion.enrolment = enrolment
            _see_to_consequences(completion)
    return completion


def _complete(enrolment: Enrolment) -> CourseCompletion | None:
    if has_lessons_left(enrolment):
        return None  # nearly always: the rest needs no look
    ready = readiness(enrolment)
    if ready.missing or not ready.met["modules"]:
        return None
    graded = ready.met["graded"]
    rule = "all-lessons-and-assessments" if graded else "all-lessons"
    return CourseCompletion.objects.create(
        enrolment=enrolment,
        version=enrolment.version,
        record=Record.GRADED if graded else Record.PARTICIPATION,
        completed_at=timezone.now(),
        rule={
            "rule": rule,
            "version": enrolment.version.label,
            "content_hash": enrolment.version.content_hash,
            "modules": ready.met["modules"],
        },
    )


def _see_to_consequences(completion: CourseCompletion) -> None:
    enrolment, version = completion.enrolment, completion.version
    confidential = keeps_confidence(enrolment) or completion.record == Record.PARTICIPATION
    statements = _statements_taught(completion)
    completed_on = timezone.localdate(completion.completed_at)
    expires_on = valid_until(completed_on, version)
    if not confidential and statements:
        record_evidence(
            source_key=source_key(completion),
            learner=enrolment.learner,
            results=[
                EvidenceResult(
                    release=release, identifier=identifier, level=ATTENDANCE_LEVEL, passed=True
                )
                for release, identifier in statements
            ],
            grade=ATTENDANCE,
            label=_("Course {title}: training received").format(title=version.title)[:200],
            shown_on=completed_on,
            expires_on=expires_on,
        )
    issue(
        source_key=source_key(completion),
        learner=enrolment.learner,
        holder_name=person_name(enrolment.learner),
        confidential=confidential,
        wording=wording_of(completion, statements),
        issued_on=completed_on,
        expires_on=expires_on,
    )


def _statements_taught(completion: CourseCompletion) -> list[tuple[str, str]]:
    """Release and identifier of every statement that a lesson of this version addresses."""
    rows = LessonVersion.objects.filter(module__version_id=completion.version_id)
    found = {
        (alignment["release"], alignment["identifier"])
        for alignments in rows.values_list("alignments", flat=True)
        for alignment in alignments
    }
    return sorted(found)


@dataclass(frozen=True)
class Reconciled:
    """What a reconciliation looked at and did."""

    checked: int
    completed: int
    repaired: int


def reconcile() -> Reconciled:
    """Complete what is ready and give each completion what it lacks. Running it twice is safe."""
    checked = completed = repaired = 0
    for enrolment in without_completion().iterator():
        checked += 1
        completed += complete_if_ready(enrolment) is not None
    for completion in CourseCompletion.objects.select_related("enrolment__learner").iterator():
        checked += 1
        before = _consequences(completion)
        complete_if_ready(completion.enrolment)
        repaired += _consequences(completion) != before
    return Reconciled(checked, completed, repaired)


def _consequences(completion: CourseCompletion) -> tuple[int, int]:
    """How many certificates and rows of evidence stand under this completion."""
    learner, key = completion.enrolment.learner, source_key(completion)
    return (
        certificates_of(learner).filter(source_key=key).count(),
        evidence_of(learner).filter(source_key=key).count(),
    )
