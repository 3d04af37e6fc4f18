"""What a course covers of a role or profile: taught, assessed, neither, and where."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.coverage import coverage_of
from courses.catalogue.queries import current_version
from courses.catalogue.services import publish_version
from courses.models import CoursePage, CourseRole, LessonAlignment
from courses.questions.models import QuestionAlignment
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import edit_url, signed_in
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
from tests.factories.nice_framework import NationalProfileFactory, StatementFactory, WorkRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    """A role of four statements: one taught, one assessed, one both, one neither."""
    taught, assessed, both, neither = StatementFactory.create_batch(4)
    role = WorkRoleFactory()
    role.statements.set([taught, assessed, both, neither])
    page = course_page()
    CourseRole.objects.create(page=page, work_role=role)
    question = QuestionFactory()
    for statement in (assessed, both):
        QuestionAlignment.objects.create(question=question, statement=statement)
    lesson = lesson_page(module_page(page, [question]))
    for statement in (taught, both):
        LessonAlignment.objects.create(page=lesson, statement=statement)
    return page


def test_each_statement_is_taught_assessed_both_or_neither(course: CoursePage) -> None:
    (one,) = coverage_of(course)
    assert sorted(statement.state for statement in one.statements) == [
        "assessed", "both", "neither", "taught",
    ]  # fmt: skip
    assert (one.taught, one.assessed, one.neither) == (2, 2, 1)
    both = next(statement for statement in one.statements if statement.state == "both")
    assert (both.taught, both.assessed) == (["Lesson 1"], ["Module 1"])


def test_a_profile_is_named_national_and_its_release_is_shown(course: CoursePage) -> None:
    profile = NationalProfileFactory()
    profile.statements.set([StatementFactory()])
    CourseRole.objects.create(page=course, profile=profile, sort_order=2)
    (second,) = [one for one in coverage_of(course) if one.national]
    assert (second.national, second.code, second.neither) == (True, profile.code, 1)
    assert second.release == str(profile.release)


def test_a_participation_course_assesses_nothing(course: CoursePage) -> None:
    CoursePage.objects.filter(pk=course.pk).update(record="participation")
    (one,) = coverage_of(CoursePage.objects.get(pk=course.pk))
    assert (one.taught, one.assessed) == (2, 0)


def test_unpublished_lessons_teach_nothing(course: CoursePage) -> None:
    for page in course.get_descendants().specific():
        page.unpublish()
    (one,) = coverage_of(course)
    assert one.neither == 4


def rows_of(page: str) -> int:
    return len(re.findall(r'<th scope="row">[KST]\d+</th>', page))


def test_the_editor_and_the_report_show_it(course: CoursePage) -> None:
    client = signed_in(Role.AUTHOR)
    panel = client.get(edit_url(course)).content.decode()
    assert "of 4 statements, 2 are taught, 2 assessed, 1 neither." in panel
    url = reverse("course-coverage", args=[course.pk])
    assert url in panel
    everything = client.get(url).content.decode()
    assert rows_of(everything) == 4
    gaps = client.get(f"{url}?show=neither").content.decode()
    assert rows_of(gaps) == 1
    assert rows_of(client.get(f"{url}?show=<script>").content.decode()) == 4


def test_learners_do_not_see_the_report(course: CoursePage) -> None:
    url = reverse("course-coverage", args=[course.pk])
    assert signed_in(Role.LEARNER).get(url).status_code in (302, 403)


def test_the_public_page_says_it_as_it_was_when_published(course: CoursePage) -> None:
    version = publish_version(course, by=None)
    LessonAlignment.objects.all().delete()
    page = Client().get(reverse("course", args=[course.slug])).content.decode()
    assert "teaches 2 of 4 statements and tests 2" in page
    assert current_version(course) == version


def test_what_the_framework_changes_makes_no_version(course: CoursePage) -> None:
    first = publish_version(course, by=None)
    course.roles.first().work_role.statements.add(StatementFactory())
    assert publish_version(course, by=None) == first


def test_coverage_asks_few_queries(
    course: CoursePage, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(8):
        coverage_of(course)
