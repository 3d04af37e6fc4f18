"""Enrolling once, on the current version, and confidentially where it must be."""

from datetime import date

import pytest

from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import visible_to_officers
from courses.enrolment.services import EnrolmentClosed, enrol
from courses.enrolment.validity import months_later
from lms.accounts.models import AgencyKind, AuditEntry
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_course, a_judge, an_officer

pytestmark = pytest.mark.django_db


def test_enrolling_twice_is_one_enrolment_on_the_version_begun() -> None:
    version, officer = a_course(), an_officer()
    first = enrol(learner=officer.learner, course=version.course, due_on=date(2026, 12, 1))
    CourseVersion.objects.create(
        course=version.course,
        number=2,
        title="Newer",
        code="X",
        record="graded",
        minutes=1,
        validity_months=1,
        content_hash="2" * 64,
    )
    again = enrol(learner=officer.learner, course=version.course)
    assert again == first
    assert again.version == version
    assert again.due_on == date(2026, 12, 1)
    other = enrol(learner=an_officer().learner, course=version.course)
    assert other.version.number == 2


def test_a_course_without_a_version_or_off_the_list_is_closed() -> None:
    version, officer = a_course(), an_officer()
    version.course.live = False
    with pytest.raises(EnrolmentClosed, match="isn't open"):
        enrol(learner=officer.learner, course=version.course)
    bare = a_course("bare").course
    bare.slug = "unpublished"
    bare.pk = None
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("who", "record", "confidential"),
    [
        (an_officer, "graded", False),
        (an_officer, "participation", True),
        (a_judge, "graded", True),
        (a_judge, "participation", True),
    ],
)
def test_judges_and_participation_are_confidential(who, record, confidential) -> None:
    version = a_course(record=record)
    assert enrol(learner=who().learner, course=version.course).confidential is confidential


def test_enrolling_somebody_else_is_audited_but_never_about_a_judge() -> None:
    version, trainer = a_course(), an_officer()
    enrol(learner=an_officer().learner, course=version.course, by=trainer)
    enrol(learner=a_judge().learner, course=version.course, by=trainer)
    enrol(learner=trainer.learner, course=version.course, by=trainer)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["enrolled"]


def test_whoever_becomes_a_judge_is_confidential_from_then_on() -> None:
    version, officer = a_course(), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    officer.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    officer.save()
    assert enrol(learner=officer.learner, course=version.course).confidential
    assert not visible_to_officers(officer.agency).exists()
    enrolment.refresh_from_db()
    assert enrolment.confidential


def test_training_officers_see_their_agency_and_its_units_only() -> None:
    version = a_course()
    police = AgencyFactory()
    unit = AgencyFactory(parent=police)
    inside = enrol(learner=an_officer(agency=unit).learner, course=version.course)
    enrol(learner=an_officer().learner, course=version.course)
    enrol(learner=a_judge(agency__parent=police).learner, course=version.course)
    assert list(visible_to_officers(police)) == [inside]


def test_months_are_whole_and_end_with_the_month() -> None:
    assert months_later(date(2026, 11, 21), 24) == date(2028, 11, 21)
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
