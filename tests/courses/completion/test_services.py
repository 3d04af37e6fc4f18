"""One completion with all its consequences, or none at all."""

import pytest
from django.core.management import call_command

from certificates.api import certificates_of
from courses.assessment.models import Attempt, Grading, Response
from courses.completion.models import CourseCompletion
from courses.completion.queries import readiness
from courses.completion.services import complete_if_ready
from courses.enrolment.services import enrol
from lms.accounts.models import AuditEntry
from nice_framework.api import evidence_of
from tests.courses.completion.conftest import finish_lessons, pass_assessments
from tests.factories.learning import a_course, a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_named_lesson_by_lesson() -> None:
    version = a_course(modules=2, items=[an_item("a")])
    enrolment = enrol(learner=an_officer().learner, course=version.course)
    missing = readiness(enrolment).missing
    assert [one.words for one in missing] == [
        "Finish the lesson “Lesson 1.1”",
        "Finish the lesson “Lesson 1.2”",
        "Pass the assessment of “Module 1”",
        "Finish the lesson “Lesson 2.1”",
        "Finish the lesson “Lesson 2.2”",
        "Pass the assessment of “Module 2”",
    ]
    finish_lessons(enrolment)
    assert [one.kind for one in readiness(enrolment).missing] == ["assessment"] * 2
    assert complete_if_ready(enrolment) is None
    pass_assessments(enrolment)
    assert readiness(enrolment).missing == []
    assert complete_if_ready(enrolment) is not None


def test_a_completion_keeps_rule_version_and_pass_marks(ready) -> None:
    completion = complete_if_ready(ready())
    assert completion is not None
    assert completion.record == "graded"
    assert completion.rule["rule"] == "all-lessons-and-assessments"
    assert completion.rule["version"] == "1"
    met = completion.rule["modules"][0]["assessment"]
    assert (met["score"], met["pass_mark"]) == ("100.00", 80)


def test_the_certificate_says_what_it_is_worth(ready) -> None:
    enrolment = ready()
    completion = complete_if_ready(enrolment)
    certificate = certificates_of(enrolment.learner).get()
    assert certificate.source_key == f"course-completion:{completion.pk}"
    wording = certificate.wording
    assert wording["worth"].startswith("Knowledge completed (unsupervised)")
    assert wording["hours"] == "1½ hours"
    assert wording["pilot_line"] == ""
    assert wording["alignments"][0]["identifier"] == "K0803"
    assert certificate.holder.name == enrolment.learner.person.full_name
    assert (certificate.expires_on.year - certificate.issued_on.year) == 2


def test_a_pilot_says_so(ready) -> None:
    enrolment = ready(pilot=True)
    complete_if_ready(enrolment)
    assert "pilot" in certificates_of(enrolment.learner).get().wording["pilot_line"]


def test_attendance_is_evidence_of_grade_c(ready) -> None:
    enrolment = ready()
    completion = complete_if_ready(enrolment)
    grades = {row.source_key.split(":")[0]: row.grade for row in evidence_of(enrolment.learner)}
    assert grades == {"assessment-attempt": "B", "course-completion": "C"}
    row = evidence_of(enrolment.learner).get(grade="C")
    assert row.source_key == f"course-completion:{completion.pk}"


def test_completing_again_changes_nothing(ready) -> None:
    enrolment = ready()
    first = complete_if_ready(enrolment)
    counts = (certificates_of(enrolment.learner).count(), evidence_of(enrolment.learner).count())
    assert complete_if_ready(enrolment) == first
    assert (
        certificates_of(enrolment.learner).count(),
        evidence_of(enrolment.learner).count(),
    ) == counts


@pytest.mark.parametrize("record", ["graded", "participation"])
def test_a_judge_completes_by_finishing_lessons_and_leaves_nothing_else(ready, record) -> None:
    enrolment = ready(who=a_judge, record=record)
    completion = complete_if_ready(enrolment)
    assert completion.record == "participation"
    certificate = certificates_of(enrolment.learner).get()
    assert certificate.confidential
    assert certificate.wording["worth"].startswith("Attended.")
    assert certificate.wording["alignments"] == []
    for model in (Attempt, Response, Grading, AuditEntry):
        assert not model.objects.exists()
    assert not evidence_of(enrolment.learner).exists()
    assert "assessment" not in str(completion.rule)


def test_if_the_certificate_fails_nothing_is_completed(ready, monkeypatch) -> None:
    enrolment = ready()

    def broken(**_values: object) -> None:
        raise RuntimeError("no certificate today")

    monkeypatch.setattr("courses.completion.services.issue", broken)
    with pytest.raises(RuntimeError):
        complete_if_ready(enrolment)
    assert not CourseCompletion.objects.exists()
    assert not evidence_of(enrolment.learner).filter(grade="C").exists()


def test_reconciling_completes_what_is_ready_and_repairs_what_lacks(
    ready, monkeypatch, capsys
) -> None:
    whole = ready()
    complete_if_ready(whole)
    with monkeypatch.context() as patch:
        patch.setattr("courses.completion.services.issue", lambda **_values: None)
        patch.setattr("courses.completion.services.record_evidence", lambda **_values: None)
        lacking = ready(a_course("second", items=[an_item("a")]))
        complete_if_ready(lacking)
    assert not certificates_of(lacking.learner).exists()
    forgotten = ready(a_course("third", items=[an_item("a")]))
    begun = enrol(learner=an_officer().learner, course=whole.course)
    call_command("reconcile_completions")
    assert "1 completed, 1 given" in capsys.readouterr().out
    for enrolment in (whole, lacking, forgotten):
        assert certificates_of(enrolment.learner).count() == 1
        assert evidence_of(enrolment.learner).filter(grade="C").count() == 1
    assert not certificates_of(begun.learner).exists()
    call_command("reconcile_completions")
    assert "0 completed, 0 given" in capsys.readouterr().out
