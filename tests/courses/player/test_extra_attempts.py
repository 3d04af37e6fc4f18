"""A training officer grants one more attempt, to people of the own agency only."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import ExtraAttempt
from courses.assessment.services import start_attempt
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_course, a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db
URL = "/attempts/extra/"


def used_all(officer) -> Enrolment:
    enrolment = enrol(
        learner=officer.learner, course=AssessmentVersion.objects.get().module.version.course
    )
    assessment = AssessmentVersion.objects.select_related("module").get()
    for _n in range(2):
        attempt = start_attempt(enrolment=enrolment, assessment=assessment)
        submit_attempt(learner=officer.learner, attempt_id=attempt.pk)
    return enrolment


@pytest.fixture
def agency():
    version = a_course(items=[an_item("a")])
    with_no_wait = version.modules.get()
    assert with_no_wait
    return AgencyFactory()


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch) -> None:
    monkeypatch.setattr(
        "courses.assessment.queries.AssessmentState.wait_until", property(lambda _self: None)
    )


def trainer(agency) -> Client:
    person = an_officer(agency=agency)
    person.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    client = Client()
    client.force_login(person)
    return client


def test_only_training_officers_come_in(agency) -> None:
    client = Client()
    assert client.get(URL).status_code == 302
    client.force_login(an_officer(agency=agency))
    assert client.get(URL).status_code == 403


def test_own_people_are_listed_and_nobody_else(agency) -> None:
    used_all(an_officer(agency=agency, full_name="Own Officer"))
    used_all(an_officer(full_name="Other Officer"))
    enrol(
        learner=a_judge(full_name="Planted Judge", agency__parent=agency).learner,
        course=Enrolment.objects.first().course,
    )
    page = trainer(agency).get(URL).content.decode()
    assert "Own Officer" in page
    assert "Other Officer" not in page
    assert "Planted Judge" not in page


def test_granting_once(agency) -> None:
    officer = an_officer(agency=agency)
    enrolment = used_all(officer)
    client = trainer(agency)
    module = enrolment.version.modules.get().key
    data = {"enrolment": enrolment.pk, "module": module, "reason": "Was on duty."}
    assert "One more attempt is granted" in client.post(URL, data, follow=True).content.decode()
    assert "doesn&#x27;t need" in client.post(URL, data, follow=True).content.decode()
    assert ExtraAttempt.objects.count() == 1
    assert "Nobody needs one now" in client.get(URL).content.decode()


def test_nonsense_and_other_agencies_are_refused(agency) -> None:
    other = used_all(an_officer())
    client = trainer(agency)
    module = other.version.modules.get().key
    data = {"enrolment": other.pk, "module": module, "reason": "x"}
    assert client.post(URL, data).status_code == 404
    assert client.post(URL, {"enrolment": "x", "module": "y", "reason": ""}).status_code == 200
    assert not ExtraAttempt.objects.exists()
