"""A training officer arranges time for people of the own agency; nothing else tells of it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client

from certificates.models import Certificate
from courses.assessment.granting import arrange_time
from courses.assessment.models import Accommodation, Grading
from courses.completion.models import CourseCompletion
from courses.enrolment.services import enrol
from lms.accounts.models import AuditEntry
from nice_framework.api import evidence_of
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_course, a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db
URL = "/attempts/time/"


@pytest.fixture
def agency():
    return AgencyFactory()


def trainer(agency, role: str = "Training officers") -> Client:
    person = an_officer(agency=agency, service_number="TO-1")
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    client = Client()
    client.force_login(person)
    return client


def test_only_training_officers_come_in(agency) -> None:
    client = Client()
    assert client.get(URL).status_code == 302
    client.force_login(an_officer(agency=agency))
    assert client.get(URL).status_code == 403
    assert client.post(URL).status_code == 403


def test_time_is_arranged_changed_and_ended(agency) -> None:
    version, officer = a_course(time_limit=20), an_officer(agency=agency, service_number="OF-9")
    enrol(learner=officer.learner, course=version.course)
    client = trainer(agency)
    assert "Nothing is arranged" in client.get(URL).content.decode()
    data = {"service_number": " of-9 ", "time": "50", "reason": "Agreed on 3 March."}
    page = client.post(URL, data, follow=True).content.decode()
    assert "It is arranged" in page
    assert "50 % more time" in page
    assert officer.full_name in page
    assert "No limit" in client.post(URL, data | {"time": "no-limit"}, follow=True).content.decode()
    page = client.post(URL, data | {"time": "0"}, follow=True).content.decode()
    assert "Nothing is arranged" in page
    assert Accommodation.objects.count() == 3


def test_a_judge_and_a_stranger_are_as_unknown_as_nobody(agency) -> None:
    version = a_course(time_limit=20)
    judge = a_judge(agency__parent=agency, service_number="J-1")
    stranger = an_officer(service_number="S-1")
    for person in (judge, stranger):
        enrol(learner=person.learner, course=version.course)
    client = trainer(agency)
    for number in ("J-1", "S-1", "NOBODY"):
        page = client.post(URL, {"service_number": number, "time": "50", "reason": "x"})
        assert "Nobody of your agency" in page.content.decode()
    assert not Accommodation.objects.exists()


@pytest.mark.parametrize(
    "data", [{"time": "7"}, {"time": ""}, {"reason": ""}, {"reason": "x" * 300}]
)
def test_nonsense_is_refused(agency, data) -> None:
    officer = an_officer(agency=agency, service_number="OF-9")
    enrol(learner=officer.learner, course=a_course().course)
    sent = {"service_number": "OF-9", "time": "25", "reason": "x"} | data
    assert trainer(agency).post(URL, sent).status_code == 200
    assert not Accommodation.objects.exists()


def test_no_record_report_or_certificate_tells_of_it(learning, agency) -> None:
    """Two learners, alike but for an arrangement, leave records alike but for their keys."""
    items = [an_item(f"i{n}") for n in range(3)]
    first = learning(an_officer(agency=agency), items=items, time_limit=20)
    second = learning(an_officer(agency=agency), first.version)
    by = an_officer(agency=agency)
    by.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    reason = "Arrangementmark"
    traces = []
    for course in (first, second):
        course.join()
        if course is second:
            arrange_time(learner=second.person.learner, by=by, reason=reason, extra_percent=77)
        course.finish_lessons()
        attempt = course.start()
        course.answer_all(attempt)
        result = course.hand_in(attempt)
        page = course.client.get(result.url).content.decode()
        assert reason not in page
        assert "arrange" not in page
        learner = course.person.learner
        traces.append(
            [
                told(Grading.objects.get(attempt=attempt)),
                told(CourseCompletion.objects.get(enrolment__learner=learner)),
                told(Certificate.objects.get(learner=learner)),
                *(told(row) for row in evidence_of(learner)),
            ]
        )
    assert traces[0] == traces[1]
    audit = " ".join(f"{one.subject} {one.detail}" for one in AuditEntry.objects.all())
    for secret in (reason, "77", str(second.person.learner.pk)):
        assert secret not in audit
    administrator = trainer(agency, "Administrators")
    for url in ("/admin/reports/", "/admin/", "/home/", "/"):
        answer = administrator.get(url, follow=True).content.decode()
        assert reason not in answer


OWN = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|BZ[-A-Z0-9]+|Person \d+")


def told(row: Model) -> str:
    """What a row says, but for its own keys, names, numbers and moments."""
    left = {"id", "items", "number", "code", "holder_name", "record_hash"}
    values = {
        field.name: field.value_from_object(row)
        for field in row._meta.fields
        if field.name not in left and not field.name.endswith("_at")
    }
    return OWN.sub("", str(values))
