"""Writing evidence: the one function through which anything enters the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.api import person_of
from lms.accounts.models import Learner
from nice_framework.framework.models import Statement
from nice_framework.framework.queries import statements
from nice_framework.ledger.models import Evidence, EvidenceGrade
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
) -> list[Evidence]:
    """One row for each statement of this source. Called again, returns the rows that are there.

    What a judge learns is recorded nowhere, so for a person of the judiciary nothing is written.
    """
    results = list(results)
    _refuse_nonsense(source_key, results, grade, shown_on, expires_on)
    if _is_judicial(learner) or not results:
        return []
    paired = _statements_of(results)
    areas = areas_of(list(paired))
    rows = [
        Evidence(
            source_key=source_key,
            learner=learner,
            release_id=statement.release_id,
            statement=statement,
            area=areas.get(statement.pk),
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
    return _get_or_create(source_key, learner, rows)


def _get_or_create(source_key: str, learner: Learner, rows: list[Evidence]) -> list[Evidence]:
    """The unique constraint decides who was first; everyone then reads the same rows."""
    with transaction.atomic():
        Evidence.objects.bulk_create(rows, ignore_conflicts=True)
        stored = Evidence.objects.filter(
            source_key=source_key, statement_id__in=[row.statement_id for row in rows]
        ).select_related("statement", "area", "release")
        found = {row.statement_id: row for row in stored}
        if any(row.learner_id != learner.pk for row in found.values()):
            raise EvidenceRefused(_("This source already recorded evidence for somebody else."))
        return [found[row.statement_id] for row in rows]


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
    person = person_of(learner)
    return person is not None and person.is_judicial
