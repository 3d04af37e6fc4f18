"""Dates are set by who may publish; counts of how sure people were name nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import AssessmentWindow
from courses.assessment.services import save_response, start_attempt
from courses.assessment.statistics.sureness import sureness_of
from courses.completion.regrading import correct_question, proposed
from courses.enrolment.models import Cohort
from courses.enrolment.services import enrol
from courses.models import AssessmentVersion, CourseVersion, ModulePage
from lms.accounts.models import AuditEntry, Learner, User
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import published_course
from tests.factories.learning import a_course, an_item, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> ModulePage:
    return ModulePage.objects.child_of(published_course(questions=3).course).get()


def test_an_administrator_sets_dates_for_a_cohort(module) -> None:
    cohort = Cohort.objects.create(course=module.get_parent().specific, name="Belmopan, May")
    client = signed_in("Administrators")
    url = reverse("assessment-in-use", args=[module.pk])
    assert "It has no dates" in client.get(url).content.decode()
    closes = timezone.localtime() + timedelta(days=3)
    data = {"cohort": cohort.pk, "closes_at": f"{closes:%Y-%m-%d %H:%M}", "reason": "The class."}
    page = client.post(url, data, follow=True).content.decode()
    assert "The dates are set" in page
    assert "Belmopan, May" in page
    row = AssessmentWindow.objects.get()
    assert abs(row.closes_at - closes) < timedelta(minutes=1)
    assert AuditEntry.objects.filter(action="assessment-dates-set").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"closes_at": "2001-01-01 10:00", "reason": "x"}, "closing date lies ahead"),
        ({"closes_at": "tomorrow", "reason": "x"}, "valid date"),
        ({"reason": " "}, "required"),
        ({"cohort": "999", "reason": "x"}, "Select a valid choice"),
    ],
)
def test_dates_that_make_no_sense_are_told(module, data, words) -> None:
    url = reverse("assessment-in-use", args=[module.pk])
    assert words in signed_in("Administrators").post(url, data).content.decode()
    assert not AssessmentWindow.objects.exists()


def test_nobody_else_comes_in(module) -> None:
    url = reverse("assessment-in-use", args=[module.pk])
    assert Client().get(url).status_code == 302
    officer = an_officer()
    officer.groups.add(Group.objects.get(name="Learners"))
    client = Client()
    client.force_login(officer)
    assert client.post(url, {"reason": "x"}).status_code in (302, 403)
    assert signed_in("Training officers").post(url, {"reason": "x"}).status_code in (302, 403)
    assert not AssessmentWindow.objects.exists()


def answered_surely(version: CourseVersion, learner: Learner, answer: int) -> None:
    assessment = AssessmentVersion.objects.select_related("module").get(module__version=version)
    enrolment = enrol(learner=learner, course=version.course)
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    for at, (item, given, sure) in enumerate((("a", answer, 3), ("b", 0, 1)), start=1):
        save_response(
            learner=learner, attempt_id=attempt.pk, item_key=item, answer=str(given),
            client_id=f"{attempt.pk}-{at}", sequence=at, certainty=sure,
        )  # fmt: skip
    submit_attempt(learner=learner, attempt_id=attempt.pk)


def test_counts_of_sureness_begin_at_thirty_learners_and_leave_judges_out(
    later: Callable[[int], None],
) -> None:
    items = [an_item("a"), an_item("b")]
    version = a_course(items=items, certainty="ask")
    key = AssessmentVersion.objects.get().module.key
    people = [an_officer() for _n in range(30)]
    for n, person in enumerate(people):
        assert sureness_of(key) == []
        answered_surely(version, person.learner, n % 2)
    later(31)
    answered_surely(version, people[1].learner, 0)  # a second sitting changes nothing
    first, second = sureness_of(key)
    assert (first.key, first.answered, first.sure_and_wrong) == ("a", 30, 15)
    assert [(said, wrong) for _words, said, wrong in second.steps] == [(30, 0), (0, 0), (0, 0)]
    User.objects.filter(pk=people[3].pk).update(agency=AgencyFactory(kind="judiciary"))
    assert sureness_of(key) == []


@pytest.mark.parametrize(
    ("kind", "told"),
    [("key", [("a", 15), ("b", 0)]), ("right", [("a", 0), ("b", 0)]), ("dropped", [("b", 0)])],
)
def test_who_was_sure_of_what_a_correction_made_right_was_not_wrong(
    kind: str, told: list[tuple[str, int]]
) -> None:
    """Fifteen were sure of the first option and fifteen of the second; then both are right."""
    version = a_course(items=[an_item("a"), an_item("b")], certainty="ask")
    key = AssessmentVersion.objects.get().module.key
    for n in range(30):
        answered_surely(version, an_officer().learner, n % 2)
    if kind != "key":
        item = next(one for one in AssessmentVersion.objects.get().items if one["key"] == "a")
        correct_question(
            correction=proposed(
                module_key=key, item_key="a", item_hash=item["hash"], kind=kind,
                right=[0, 1] if kind == "right" else [],
            ),
            by=UserFactory(is_superuser=True),
            reason="Both options say what the lesson says.",
        )  # fmt: skip
    assert [(one.key, one.sure_and_wrong) for one in sureness_of(key)] == told
