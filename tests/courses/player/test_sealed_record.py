"""The sealed record of an attempt: everything on it, its hash checked, and only for whom it is."""

import subprocess
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, RecordPrint
from courses.assessment.queries import grading_in_force
from courses.assessment.record import differences
from courses.assessment.services import save_response, start_attempt
from courses.enrolment.services import enrol
from courses.models import AssessmentVersion
from courses.player.answered import as_answered
from lms.accounts.models import AuditEntry
from tests.factories.courses import published_course
from tests.factories.learning import a_course, an_item, an_officer

pytestmark = pytest.mark.django_db


def handed_in(version, officer, *, answer: str = "0") -> Attempt:
    assessment = AssessmentVersion.objects.select_related("module").get(module__version=version)
    enrolment = enrol(learner=officer.learner, course=version.course)
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    for n, item in enumerate(assessment.items, start=1):
        save_response(
            learner=officer.learner, attempt_id=attempt.pk, item_key=item["key"], answer=answer,
            client_id=str(n), sequence=n,
        )  # fmt: skip
    submit_attempt(learner=officer.learner, attempt_id=attempt.pk)
    attempt.refresh_from_db()
    return attempt


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(pdf: bytes, folder: Path) -> str:
    file = folder / "record.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def training_officer(agency):
    officer = an_officer(agency=agency)
    officer.groups.add(Group.objects.get(name="Training officers"))
    return officer


def test_an_own_record_says_all_and_is_whole(tmp_path) -> None:
    officer = an_officer()
    attempt = handed_in(published_course(questions=2), officer)
    assert differences(attempt, grading_in_force(attempt)) == []
    answer = client_of(officer).get(reverse("attempt-record", args=[attempt.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer.content, tmp_path)
    grading = grading_in_force(attempt)
    for said in (officer.full_name, officer.service_number, "× Leave it", "Passed", "UTC−06:00",
                 "Right.", "are those that were handed in"):  # fmt: skip
        assert said in text
    assert grading.record_hash in text.replace(" ", "")
    assert attempt.items_hash in text.replace(" ", "")


def test_until_a_pass_the_record_tells_no_marks(tmp_path) -> None:
    officer = an_officer()
    attempt = handed_in(a_course(items=[an_item("a"), an_item("b")]), officer, answer="1")
    answer = client_of(officer).get(reverse("attempt-record", args=[attempt.pk]))
    text = words(answer.content, tmp_path)
    assert "× a option 1" in text
    assert "Not right" not in text
    assert "told when the assessment is passed" in text


def test_timed_work_prints_the_day_and_no_moment(tmp_path) -> None:
    officer = an_officer()
    attempt = handed_in(a_course(items=[an_item("a")], time_limit=20), officer)
    answer = client_of(officer).get(reverse("attempt-record", args=[attempt.pk]))
    text = words(answer.content, tmp_path)
    assert "only the day is printed" in text
    assert "Begun" not in text
    assert "Received" not in text


def test_a_changed_record_is_found_out() -> None:
    attempt = handed_in(published_course(questions=2), an_officer())
    grading = grading_in_force(attempt)
    attempt.items = list(reversed(attempt.items))
    assert len(differences(attempt, grading)) == 2
    grading.record_hash = "0" * 64
    attempt.refresh_from_db()
    assert "answers are not those" in differences(attempt, grading)[0]
    attempt.items[0]["hash"] = "1" * 64
    assert "wording" in differences(attempt, grading)[-1]


def test_nobody_else_opens_it() -> None:
    attempt = handed_in(a_course(items=[an_item("a")]), an_officer())
    url = reverse("attempt-record", args=[attempt.pk])
    assert client_of(an_officer()).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_a_training_officer_prints_with_a_reason_that_is_kept(tmp_path) -> None:
    learner = an_officer()
    attempt = handed_in(a_course(items=[an_item("a")]), learner, answer="2")
    client = client_of(training_officer(learner.agency))
    url = reverse("attempt-records")
    assert learner.full_name in client.get(url).content.decode()
    assert client.post(url, {"attempt": attempt.pk, "reason": " "}).status_code == 200
    assert not RecordPrint.objects.exists()
    answer = client.post(url, {"attempt": attempt.pk, "reason": "An appeal."})
    assert "Not right" in words(answer.content, tmp_path)
    assert RecordPrint.objects.get().reason == "An appeal."
    entry = AuditEntry.objects.get(action="attempt-record-printed")
    assert entry.subject == f"attempt:{attempt.pk}"


def test_neither_another_agency_nor_oneself_nor_a_judge() -> None:
    learner = an_officer()
    attempt = handed_in(a_course(items=[an_item("a")]), learner)
    url = reverse("attempt-records")
    data = {"attempt": attempt.pk, "reason": "Curious."}
    stranger = client_of(training_officer(an_officer(agency__name="Other").agency))
    assert stranger.post(url, data).status_code == 404
    assert learner.full_name not in stranger.get(url).content.decode()
    own = learner
    own.groups.add(Group.objects.get(name="Training officers"))
    assert client_of(own).post(url, data).status_code == 404
    assert client_of(an_officer(agency=learner.agency)).get(url).status_code in (302, 403)
    attempt.enrolment.confidential = True
    attempt.enrolment.save()
    assert client_of(training_officer(learner.agency)).post(url, data).status_code == 404
    assert not RecordPrint.objects.exists()


def test_controls_become_what_they_held() -> None:
    html = as_answered(
        '<label><input type="radio" checked>A</label><label><input type="checkbox">B</label>'
        '<input type="text" value="<b>7</b>"><input type="hidden" value="secret"><select><option '
        'value="">Choose</option><option value="2" selected>Two</option></select>'
        "<textarea>My words</textarea><button>Go</button><script>x</script>"
    )
    assert '<span class="box">×</span>A' in html
    assert "&lt;b&gt;7" in html
    assert "secret" not in html
    assert "Two" in html
    assert "Choose" not in html
    assert "My words" in html
    assert "<button" not in html
