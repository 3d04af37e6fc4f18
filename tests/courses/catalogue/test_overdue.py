"""Passages on the law past their day: a report, and a message once a month."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.overdue import overdue_passages
from courses.catalogue.reminding import owe_reminder_of_law
from courses.models import LessonPage
from lms.accounts.api import Role
from lms.jobs.api import run_owed
from lms.notices.models import Notice
from tests.courses.catalogue.test_publishing import LEGAL
from tests.courses.review.people import at_desk, person
from tests.factories.courses import course_page, lesson_page, module_page

pytestmark = pytest.mark.django_db


def lesson_due(days: int) -> LessonPage:
    day = timezone.localdate() + timedelta(days=days)
    value = {**LEGAL["value"], "review_by": day.isoformat()}
    return lesson_page(module_page(course_page()), body=[{**LEGAL, "value": value}])


def test_only_what_is_past_its_day_and_published_is_listed() -> None:
    late, later = lesson_due(-1), lesson_due(-40)
    lesson_due(0)
    lesson_due(9)
    lesson_due(-3).unpublish()
    assert [(one.page, one.days) for one in overdue_passages()] == [(later, 40), (late, 1)]


def test_authors_and_legal_reviewers_hear_of_it_once_a_month() -> None:
    lesson = lesson_due(-1)
    people = [person(Role.AUTHOR, Role.LEGAL_REVIEWER), person(Role.LEGAL_REVIEWER)]
    person(Role.LEARNER)
    person(Role.AUTHOR, is_active=False)
    for _day in range(3):
        owe_reminder_of_law()
        run_owed()
    assert {notice.learner_id for notice in Notice.objects.all()} == {
        one.learner_id for one in people
    }
    assert Notice.objects.count() == 2
    body = Notice.objects.first().body
    assert lesson.title in body
    assert reverse("law-to-look-at") in body


def test_where_nothing_is_past_its_day_nobody_is_written_to() -> None:
    lesson_due(5)
    person(Role.AUTHOR)
    owe_reminder_of_law()
    run_owed()
    assert not Notice.objects.exists()


def test_the_report_is_for_those_who_can_do_something() -> None:
    lesson = lesson_due(-1)
    url = reverse("law-to-look-at")
    for role in (Role.AUTHOR, Role.LEGAL_REVIEWER, Role.ADMINISTRATOR):
        html = at_desk(person(role)).get(url).content.decode()
        assert lesson.title in html
        assert "LR-1" in html
    for role in (Role.LEARNER, Role.TRAINING_OFFICER, Role.ANALYST):
        assert at_desk(person(role)).get(url).status_code in (302, 403)
