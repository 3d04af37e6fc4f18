"""Writing evidence: the one function through which anything enters the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.accounts.models import AgencyKind, Learner, User
from lms.prepared import Prepared
from nice_framework.framework.models import Statement
from nice_framework.framework.queries import statements
from nice_framework.ledger.models import Evidence, EvidenceGrade, GradeDecision
from nice_framework.profiles.queries import areas_of


class EvidenceRefused(ValidationError):
    """Evidence that makes no sense, for example a level outside 1 to 4."""


@dataclass(frozen=True, kw_only=True)
class EvidenceResult:
    """What one graded source showed for one statement.

    Name the statement by `statement_id`, or by `identifier` and `release` (a version; without
    one, the latest release).
    """

    level: int
    passed: bool
    items_asked: int = 0
    items_right: int = 0
    statement_id: int | None = None
    identifier: str = ""
    release: str | None = None


def record_evidence(
    *,
    source_key: str,
    learner: Learner,
    results: Iterable[EvidenceResult],
    grade: str,
    label: str,
    shown_on: date,
    expires_on: date | None,
) -> QuerySet[Evidence]:
    """One row for each statement of this source. Called again, the rows stay as they are.

    What a judge learns is recorded nowhere, so for a person of the judiciary nothing is written.
    """
    results = list(results)
    _refuse_nonsense(source_key, results, grade, shown_on, expires_on)
    if _is_judicial(learner) or not results:
        return Evidence.objects.none()
    paired = _statements_of(results)
    areas = areas_of(list(paired))
    rows = [
        Evidence(
            source_key=source_key,
            learner=learner,
            release_id=statement.release_id,
            statement=statement,
            area_id=areas.get(statement.pk),
            level=result.level,
            passed=result.passed,
            grade=grade,
            label=label[:200],
            items_asked=result.items_asked,
            items_right=result.items_right,
            shown_on=shown_on,
            expires_on=expires_on,
        )
        for statement, result in paired.items()
    ]
    return _written_once(source_key, learner, rows)


def decide_grade(*, source_key: str, grade: str, reason: str, by: UUID) -> GradeDecision | None:
    """Let all that a source showed count at this grade from now on; none where it showed nothing.

    The evidence itself stays as it was recorded, in its place among all other results.
    """
    if grade not in EvidenceGrade.values:
        raise EvidenceRefused(_("The grade of evidence is A, B or C."))
    if not reason.strip():
        raise EvidenceRefused(_("Say why the grade changes: it is kept."))
    if not Evidence.objects.filter(source_key=source_key).exists():
        return None
    return GradeDecision.objects.create(
        source_key=source_key, grade=grade, reason=reason.strip()[:500], decided_by=by
    )


def _written_once(source_key: str, learner: Learner, rows: list[Evidence]) -> QuerySet[Evidence]:
    """The unique constraint decides who was first; everyone then reads the same rows."""
    with transaction.atomic(savepoint=False):
        Evidence.objects.bulk_create(rows, ignore_conflicts=True)
        stored = Evidence.objects.filter(
            source_key=source_key, statement_id__in=[row.statement_id for row in rows]
        ).order_by("pk")
        if stored.exclude(learner=learner).exists():
            raise EvidenceRefused(_("This source already recorded evidence for somebody else."))
    return stored


def _statements_of(results: list[EvidenceResult]) -> dict[Statement, EvidenceResult]:
    by_id = Statement.objects.in_bulk([r.statement_id for r in results if r.statement_id])
    named: dict[tuple[str | None, str], Statement] = {}
    for release in {r.release for r in results if not r.statement_id}:
        wanted = [r.identifier for r in results if not r.statement_id and r.release == release]
        named |= {(release, row.identifier): row for row in statements(wanted, release)}
    paired: dict[Statement, EvidenceResult] = {}
    for result in results:
        key = result.statement_id
        statement = by_id.get(key) if key else named[result.release, result.identifier]
        if statement is None:
            raise EvidenceRefused(_("There is no statement with this number."))
        if paired.setdefault(statement, result) != result:
            raise EvidenceRefused(_("One source gave two results for the same statement."))
    return paired


def _refuse_nonsense(
    source_key: str,
    results: list[EvidenceResult],
    grade: str,
    shown_on: date,
    expires_on: date | None,
) -> None:
    if not source_key:
        raise EvidenceRefused(_("Evidence names the source that it comes from."))
    if grade not in EvidenceGrade.values:
        raise EvidenceRefused(_("The grade of evidence is A, B or C."))
    if any(result.level not in range(1, 5) for result in results):
        raise EvidenceRefused(_("The level of evidence is 1, 2, 3 or 4."))
    if any(not 0 <= result.items_right <= result.items_asked for result in results):
        raise EvidenceRefused(_("No more items can be right than were asked."))
    if expires_on is not None and expires_on < shown_on:
        raise EvidenceRefused(_("Evidence cannot expire before it was shown."))


def _is_judicial(learner: Learner) -> bool:
    return JUDGE.first(learner=learner.pk) is not None


JUDGE = Prepared(
    lambda learner: User.objects.filter(agency__kind=AgencyKind.JUDICIARY, learner=learner),
    learner=Learner._meta.pk,
)
