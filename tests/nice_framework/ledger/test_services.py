"""Recording evidence: complete, repeatable, safe at once from many sides, never about a judge."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from lms.accounts.models import AgencyKind, Learner
from nice_framework.api import EvidenceRefused, EvidenceResult, UnknownIdentifier, record_evidence
from nice_framework.ledger.models import Evidence
from nice_framework.ledger.queries import valid_evidence
from nice_framework.models import NationalAreaStatement, Statement
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.nice_framework import NationalAreaFactory, ReleaseFactory, StatementFactory

SHOWN = date(2026, 11, 2)


def record(learner: Learner, *results: EvidenceResult, **changes: Any) -> QuerySet[Evidence]:
    values: dict[str, Any] = {
        "source_key": "assessment-attempt:1",
        "grade": "B",
        "label": "First responder, module 1.1",
        "shown_on": SHOWN,
        "expires_on": date(2028, 11, 2),
    }
    return record_evidence(learner=learner, results=results, **(values | changes))


@pytest.fixture
def statement(db: None) -> Statement:
    row = StatementFactory(identifier="K0802")
    NationalAreaStatement.objects.create(area=NationalAreaFactory(code="B"), statement=row)
    return row


def test_each_aligned_statement_gets_one_row(statement: Statement) -> None:
    learner = UserFactory().learner
    other = StatementFactory(identifier="K0803")
    rows = record(
        learner,
        EvidenceResult(identifier="K0802", level=2, passed=True, items_asked=4, items_right=3),
        EvidenceResult(statement_id=other.pk, level=2, passed=False, items_asked=2),
    )
    assert [row.statement_id for row in rows] == [statement.pk, other.pk]
    first, second = rows
    assert (first.area.code, first.level, first.passed, first.grade) == ("B", 2, True, "B")
    assert (first.items_asked, first.items_right) == (4, 3)
    assert (first.shown_on, first.expires_on) == (SHOWN, date(2028, 11, 2))
    assert (second.area, second.passed) == (None, False)


def test_recording_twice_adds_and_changes_nothing(statement: Statement) -> None:
    learner = UserFactory().learner
    result = EvidenceResult(identifier="K0802", level=2, passed=True)
    first = record(learner, result)
    again = record(learner, EvidenceResult(identifier="K0802", level=3, passed=False))
    assert [row.pk for row in again] == [row.pk for row in first]
    assert Evidence.objects.get().level == 2


def test_one_statement_counts_separately_in_two_releases(statement: Statement) -> None:
    older = StatementFactory(identifier="K0802", release=ReleaseFactory(version="2.1.0"))
    learner = UserFactory().learner
    rows = record(
        learner,
        EvidenceResult(identifier="K0802", level=2, passed=True),
        EvidenceResult(identifier="K0802", release="2.1.0", level=2, passed=True),
    )
    assert [row.statement_id for row in rows] == [statement.pk, older.pk]
    assert rows[1].area.code == "B", "an identifier keeps its area across releases"


def test_nothing_is_recorded_about_a_judge(statement: Statement) -> None:
    judge = UserFactory(agency=AgencyFactory(kind=AgencyKind.JUDICIARY))
    assert not record(judge.learner, EvidenceResult(identifier="K0802", level=2, passed=True))
    assert not Evidence.objects.exists()


def test_an_erased_person_keeps_their_evidence(statement: Statement) -> None:
    learner = Learner.objects.create()
    assert len(record(learner, EvidenceResult(identifier="K0802", level=2, passed=True))) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source_key": ""}, "names the source"),
        ({"grade": "D"}, "A, B or C"),
        ({"expires_on": date(2026, 11, 1)}, "cannot expire before"),
    ],
)
def test_nonsense_is_refused(statement: Statement, changes: dict, sentence: str) -> None:
    result = EvidenceResult(identifier="K0802", level=2, passed=True)
    with pytest.raises(EvidenceRefused, match=sentence):
        record(UserFactory().learner, result, **changes)


@pytest.mark.parametrize(
    "result",
    [
        EvidenceResult(identifier="K0802", level=0, passed=True),
        EvidenceResult(identifier="K0802", level=5, passed=True),
        EvidenceResult(identifier="K0802", level=2, passed=True, items_asked=1, items_right=2),
        EvidenceResult(statement_id=999_999, level=2, passed=True),
    ],
)
def test_a_nonsensical_result_is_refused(statement: Statement, result: EvidenceResult) -> None:
    with pytest.raises(EvidenceRefused):
        record(UserFactory().learner, result)
    assert not Evidence.objects.exists()


def test_an_unknown_statement_and_two_results_for_one_are_refused(statement: Statement) -> None:
    learner = UserFactory().learner
    with pytest.raises(UnknownIdentifier, match="K9999"):
        record(learner, EvidenceResult(identifier="K9999", level=2, passed=True))
    with pytest.raises(EvidenceRefused, match="two results"):
        record(
            learner,
            EvidenceResult(identifier="K0802", level=2, passed=True),
            EvidenceResult(statement_id=statement.pk, level=2, passed=False),
        )


def test_one_source_belongs_to_one_person(statement: Statement) -> None:
    result = EvidenceResult(identifier="K0802", level=2, passed=True)
    record(UserFactory().learner, result)
    with pytest.raises(EvidenceRefused, match="somebody else"):
        record(UserFactory().learner, result)


def test_the_ledger_is_append_only(statement: Statement) -> None:
    (row,) = record(UserFactory().learner, EvidenceResult(identifier="K0802", level=2, passed=True))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(passed=False)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()


def test_evidence_counts_until_the_day_it_expires(statement: Statement) -> None:
    user = UserFactory()
    record(user.learner, EvidenceResult(identifier="K0802", level=2, passed=True))
    counts = {
        day: valid_evidence(day).count()
        for day in (date(2026, 11, 1), SHOWN, date(2028, 11, 1), date(2028, 11, 2))
    }
    assert list(counts.values()) == [0, 1, 1, 0]
    user.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    user.save()
    assert valid_evidence(SHOWN).count() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_one_set() -> None:
    identifiers = [StatementFactory().identifier for _ in range(5)]
    learner = UserFactory().learner
    results = [EvidenceResult(identifier=each, level=2, passed=True) for each in identifiers]

    def one(_: int) -> list[int]:
        try:
            with transaction.atomic():
                return [row.pk for row in record(learner, *results)]
        finally:
            connection.close()

    threads = 20 if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(one, range(20)))
    assert len({tuple(answer) for answer in answers}) == 1
    assert Evidence.objects.count() == 5
