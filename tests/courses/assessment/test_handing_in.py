"""Handing in: graded on the server, sealed, and told to the ledger, once."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import timezone

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Grading
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.services import enrol
from courses.enrolment.validity import months_later
from nice_framework.api import evidence_of
from tests.courses.assessment.conftest import Sitting
from tests.factories.learning import a_course, aligned, an_item, an_officer


def sitting_with(*items: dict) -> Sitting:
    officer, version = an_officer(), a_course(items=list(items))
    enrolment = enrol(learner=officer.learner, course=version.course)
    return Sitting(officer, enrolment, AssessmentVersion.objects.get(module__version=version))


def test_all_right_is_a_pass(sitting) -> None:
    grading = sitting.whole()
    assert (grading.score, grading.passed, grading.critical_missed) == (Decimal(100), True, [])
    assert all(mark["right"] for mark in grading.items)
    assert len(grading.record_hash) == 64


def test_nothing_answered_is_a_fail_and_not_an_error(sitting) -> None:
    grading = sitting.hand_in(sitting.start())
    assert (grading.score, grading.passed, grading.critical_missed) == (0, False, ["a"])
    assert {mark["answer"] for mark in grading.items} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "score", "passed"), [(2, 80, True), (3, 70, False)])
def test_the_pass_mark_is_eighty(wrong: int, score: int, passed: bool) -> None:
    sitting = sitting_with(*(an_item(f"i{n}") for n in range(10)))
    grading = sitting.whole(wrong=tuple(f"i{n}" for n in range(wrong)))
    assert (grading.score, grading.passed) == (score, passed)


@pytest.mark.parametrize(
    ("score", "told"),
    [("0", 0), ("38.46", 38), ("79.60", 79), ("79.99", 79), ("80.00", 80), ("99.99", 99)],
)
def test_learners_are_told_the_whole_per_cent_that_was_reached(score: str, told: int) -> None:
    assert Grading(score=Decimal(score)).whole_score == told


def test_what_is_told_reaches_the_pass_mark_exactly_where_the_score_does() -> None:
    hundredths = [Decimal(n) / 100 for n in range(10_001)]
    for mark in (1, 50, 67, 80, 100):
        differ = [s for s in hundredths if (Grading(score=s).whole_score >= mark) != (s >= mark)]
        assert differ == []


@pytest.mark.django_db
def test_a_missed_critical_item_fails_whatever_the_score() -> None:
    sitting = sitting_with(an_item("must", critical=True), *(an_item(f"i{n}") for n in range(9)))
    grading = sitting.whole(wrong=("must",))
    assert (grading.score, grading.passed, grading.critical_missed) == (90, False, ["must"])


def test_a_second_hand_in_returns_the_same_grading(sitting) -> None:
    attempt = sitting.start()
    sitting.answer(attempt)
    assert sitting.hand_in(attempt) == sitting.hand_in(attempt)
    assert Grading.objects.count() == 1
    assert evidence_of(sitting.officer.learner).count() == 1


def test_nobody_hands_in_for_somebody_else(sitting) -> None:
    attempt = sitting.start()
    with pytest.raises(Http404):
        submit_attempt(learner=an_officer().learner, attempt_id=attempt.pk)
    assert not Grading.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [(), ("a", "b")])
def test_evidence_is_recorded_pass_or_fail_for_each_statement(wrong: tuple[str, ...]) -> None:
    two = [aligned("K0802"), aligned("S0607")]
    sitting = sitting_with(
        an_item("a", alignments=two), an_item("b"), an_item("c"), an_item("d", alignments=[])
    )
    grading = sitting.whole(wrong=wrong)
    rows = {row.statement.identifier: row for row in evidence_of(sitting.officer.learner)}
    assert sorted(rows) == ["K0802", "S0607"]
    row = rows["K0802"]
    today = timezone.localdate()
    assert row.source_key == f"assessment-attempt:{grading.attempt_id}"
    assert (row.passed, row.level, row.grade) == (not wrong, 2, "B")
    assert (row.items_asked, row.items_right) == (3, 3 - len(wrong))
    assert (row.shown_on, row.expires_on) == (today, months_later(today, 24))
    assert rows["S0607"].items_right == (0 if wrong else 1)
    assert isinstance(row.expires_on, date)


def test_evidence_and_grading_stand_or_fall_together(sitting, monkeypatch) -> None:
    attempt = sitting.start()
    sitting.answer(attempt)

    def broken(**_values: object) -> None:
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr("courses.assessment.handing_in.record_attempt_evidence", broken)
    with pytest.raises(RuntimeError):
        sitting.hand_in(attempt)
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert not Grading.objects.exists()
