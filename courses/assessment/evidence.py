"""What an attempt showed, for each statement that its items address: pass or fail."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import items_by_key
from courses.assessment.sittings.queries import grade_of
from courses.catalogue.queries import frozen_version
from courses.enrolment.validity import valid_until
from nice_framework.api import EvidenceResult, record_evidence


def record_attempt_evidence(*, attempt: Attempt, grading: Grading) -> None:
    """Write the evidence of one graded attempt. Repeatable: the source key makes it one.

    A regrade that changed the outcome is a source of its own, of the day of the attempt: written
    later, it cancels what the attempt had shown before.
    """
    results = results_of(attempt, grading)
    if not results:
        return
    assert attempt.submitted_at is not None  # noqa: S101
    shown_on = timezone.localdate(attempt.submitted_at)
    module = attempt.assessment.module
    version = frozen_version(module.version_id)
    source = f"assessment-attempt:{attempt.pk}"
    record_evidence(
        source_key=source if grading.number == 1 else f"{source}:grading-{grading.number}",
        learner=attempt.enrolment.learner,
        results=results,
        grade=grade_of(attempt),
        label=_("Assessment of module {code}, {title}").format(
            code=module.code, title=module.title
        )[:200],
        shown_on=shown_on,
        expires_on=valid_until(shown_on, version),
    )


def results_of(attempt: Attempt, grading: Grading) -> list[EvidenceResult]:
    """One result a statement: the outcome of the attempt, with items asked and right."""
    asked: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    items = items_by_key(attempt)
    for mark in grading.items:
        if mark.get("void"):
            continue
        for alignment in items[mark["key"]].get("alignments", []):
            statement = (alignment["release"], alignment["identifier"])
            asked[statement] += 1
            right[statement] += bool(mark["right"])
    return [
        EvidenceResult(
            release=release,
            identifier=identifier,
            level=attempt.assessment.evidence_level,
            passed=grading.passed,
            items_asked=count,
            items_right=right[release, identifier],
        )
        for (release, identifier), count in sorted(asked.items())
    ]
