"""Correcting a question: who changes is shown first, new rows are added, no pass goes by itself."""

import pytest
from django.core.exceptions import PermissionDenied

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Correction, Grading
from courses.assessment.queries import grading_in_force
from courses.assessment.regrading import plan_of
from courses.assessment.services import start_attempt
from courses.completion.regrading import (
    CannotCorrect,
    correct_question,
    proposed,
    take_passes_back,
)
from courses.enrolment.services import enrol
from courses.models import AssessmentVersion, CourseCompletion
from lms.accounts.models import AuditEntry
from lms.jobs.models import Job
from lms.jobs.runs import perform
from lms.notices.models import Notice
from nice_framework.api import evidence_of
from tests.courses.assessment.test_statistics import sat
from tests.courses.completion.conftest import finish_lessons
from tests.factories.accounts import UserFactory
from tests.factories.learning import a_course, an_item, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return a_course(items=[an_item("a"), an_item("b"), an_item("c")])


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True)


def of_a(kind: str, *right: int) -> Correction:
    key = AssessmentVersion.objects.get().module.key
    return proposed(module_key=key, item_key="a", item_hash="0" * 64, kind=kind, right=list(right))


def mark_of_a(grading: Grading) -> dict:
    return next(mark for mark in grading.items if mark["key"] == "a")


def test_another_right_option_turns_a_fail_into_a_pass(version, administrator) -> None:
    officer = an_officer()
    first = sat(version, "100", officer)
    assert not first.passed
    correction = of_a("right", 1)
    assert plan_of(correction).counts == {
        "now_passed": 1, "other_score": 0, "pass_lost": 0, "same": 0
    }  # fmt: skip
    assert (Correction.objects.count(), Grading.objects.count()) == (0, 1)
    correct_question(correction=correction, by=administrator, reason="The key was wrong.")
    second = grading_in_force(first.attempt)
    assert (second.number, second.passed, second.score) == (2, True, 100)
    assert (second.reason, second.decided_by) == ("The key was wrong.", administrator.learner_id)
    assert second.correction == correction
    assert second.record_hash == first.record_hash
    assert {row.source_key: row.passed for row in evidence_of(officer.learner)} == {
        f"assessment-attempt:{first.attempt_id}": False,
        f"assessment-attempt:{first.attempt_id}:grading-2": True,
    }
    told = Notice.objects.get(kind="regraded")
    assert "now passed, with 100 %" in told.body
    assert AuditEntry.objects.filter(action="question-corrected").count() == 1


def test_done_twice_it_changes_once(version, administrator) -> None:
    sat(version, "100")
    for _again in range(2):
        correct_question(correction=of_a("right", 1), by=administrator, reason="Wrong key.")
    perform(Job.objects.get(task="courses.regrade").pk)
    assert (Correction.objects.count(), Grading.objects.count()) == (1, 2)
    assert Notice.objects.filter(kind="regraded").count() == 1


def test_a_pass_that_would_be_lost_waits_for_an_administrator(version, administrator) -> None:
    first = sat(version, "000")
    correction = of_a("right", 1)
    plan = correct_question(correction=correction, by=administrator, reason="Wrong key.")
    assert len(plan.pass_lost) == 1
    assert Grading.objects.get() == first
    assert not Notice.objects.filter(kind="regraded").exists()
    with pytest.raises(PermissionDenied):
        take_passes_back(correction=correction, by=an_officer(), reason="No.")
    with pytest.raises(CannotCorrect):
        take_passes_back(correction=correction, by=administrator, reason=" ")
    for taken in (1, 0):
        assert taken == take_passes_back(correction=correction, by=administrator, reason="Decided.")
    assert not grading_in_force(first.attempt).passed
    assert Grading.objects.count() == 2


def test_a_dropped_question_and_a_credited_one(version, administrator) -> None:
    first = sat(version, "100")
    correct_question(correction=of_a("dropped"), by=administrator, reason="Unclear.")
    row = grading_in_force(first.attempt)
    assert (row.score, row.passed, mark_of_a(row)["void"]) == (100, True, True)
    other = sat(version, "-01")
    assert other.score == 50  # handed in after the correction: graded by it at once
    plan = correct_question(correction=of_a("credited"), by=administrator, reason="Better so.")
    assert plan.counts["other_score"] == 2
    assert str(grading_in_force(other.attempt).score) == "66.67"
    other.attempt.refresh_from_db()
    assert (row.score, Grading.objects.filter(attempt=first.attempt).count()) == (100, 3)
    assert Notice.objects.filter(kind="regraded").count() == 2  # none where the score is the same


def test_an_attempt_open_meanwhile_is_graded_by_the_correction(version, administrator) -> None:
    officer = an_officer()
    assessment = AssessmentVersion.objects.select_related("module").get()
    enrolment = enrol(learner=officer.learner, course=version.course)
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    plan = correct_question(correction=of_a("credited"), by=administrator, reason="Unclear.")
    assert plan.counts["same"] == 0
    grading = submit_attempt(learner=officer.learner, attempt_id=attempt.pk)
    assert (grading.number, mark_of_a(grading)["credited"]) == (1, True)
    assert plan_of(of_a("credited")).counts["same"] == 1


def test_completion_follows(version, administrator) -> None:
    officer = an_officer()
    grading = sat(version, "100", officer)
    enrolment = grading.attempt.enrolment
    finish_lessons(enrolment)
    assert not CourseCompletion.objects.exists()
    correct_question(correction=of_a("dropped"), by=administrator, reason="Unclear.")
    assert CourseCompletion.objects.get().enrolment == enrolment


def test_nobody_confidential_is_touched(version, administrator) -> None:
    first = sat(version, "100")
    first.attempt.enrolment.confidential = True
    first.attempt.enrolment.save()
    plan = correct_question(correction=of_a("dropped"), by=administrator, reason="Unclear.")
    assert sum(plan.counts.values()) == 0
    assert Grading.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "right"), [("right", []), ("right", [9]), ("right", [-1]), ("other", []), ("", [])]
)
def test_nonsense_is_refused(version, kind, right) -> None:
    with pytest.raises(CannotCorrect):
        of_a(kind, *right)


def test_a_reason_is_asked_for(version, administrator) -> None:
    with pytest.raises(CannotCorrect):
        correct_question(correction=of_a("dropped"), by=administrator, reason="  ")
    assert not Correction.objects.exists()
