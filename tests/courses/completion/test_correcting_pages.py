"""The pages that correct a question: shown first, applied as shown, and only by who may."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Correction, Grading
from courses.assessment.queries import grading_in_force
from courses.assessment.services import save_response, start_attempt
from courses.enrolment.services import enrol
from courses.models import AssessmentVersion, ModulePage
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.courses import published_course
from tests.factories.learning import an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> ModulePage:
    return ModulePage.objects.child_of(published_course(questions=1).course).get()


def sat(module: ModulePage, answer: str) -> Grading:
    officer = an_officer()
    enrolment = enrol(learner=officer.learner, course=module.get_parent().specific)
    assessment = AssessmentVersion.objects.select_related("module").get()
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    save_response(
        learner=officer.learner, attempt_id=attempt.pk, item_key=assessment.items[0]["key"],
        answer=answer, client_id="1", sequence=1,
    )  # fmt: skip
    return submit_attempt(learner=officer.learner, attempt_id=attempt.pk)


def test_who_changes_is_shown_before_anything_does(module) -> None:
    failed, passed = sat(module, "1"), sat(module, "0")
    item = AssessmentVersion.objects.get().items[0]
    client = signed_in("Administrators")
    listing = reverse("question-corrections", args=[module.pk])
    url = reverse("question-correct", args=[module.pk, item["key"], item["hash"]])
    assert url in client.get(listing).content.decode()
    data = {"kind": "right", "right": ["1"], "reason": "The key was wrong."}
    page = client.post(url, data)
    text = page.content.decode()
    assert "1 attempt is passed now that was not" in text
    assert "1 attempt would no longer be passed" in text
    assert failed.attempt.enrolment.learner.person.full_name in text
    assert not Correction.objects.exists()
    seen = page.context["form"]["seen"].value()
    stale = client.post(url, {**data, "seen": seen + "0"}).content.decode()
    assert "What this changes" in stale
    assert not Correction.objects.exists()
    text = client.post(url, {**data, "seen": seen}, follow=True).content.decode()
    assert "1 passed now" in text
    assert "stays passed until an administrator decides" in text
    assert grading_in_force(failed.attempt).passed
    learner = Client()
    learner.force_login(failed.attempt.enrolment.learner.person)
    told = learner.get(reverse("attempt-result", args=[failed.attempt_id])).content.decode()
    assert "This attempt was graded again" in told
    assert "other options are right" in told
    assert grading_in_force(passed.attempt).number == 1
    back = reverse("question-correction-take-back", args=[module.pk, Correction.objects.get().pk])
    client.post(back, {"reason": " "})
    assert grading_in_force(passed.attempt).number == 1
    client.post(back, {"reason": "Decided by the board."})
    assert not grading_in_force(passed.attempt).passed


def test_what_makes_no_sense_is_told_and_nobody_else_comes_in(module) -> None:
    item = AssessmentVersion.objects.get().items[0]
    url = reverse("question-correct", args=[module.pk, item["key"], item["hash"]])
    client = signed_in("Administrators")
    assert "Tick the options" in client.post(url, {"kind": "right", "reason": "x"}).content.decode()
    assert "required" in client.post(url, {"kind": "dropped"}).content.decode()
    gone = reverse("question-correct", args=[module.pk, "nothing", item["hash"]])
    assert client.get(gone).status_code == 404
    for role in ("Training officers", "Learners"):
        other = signed_in(role)
        assert other.get(url).status_code in (302, 403)
    assert not Correction.objects.exists()
