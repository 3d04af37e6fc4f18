"""Publishing freezes what learners will see, once per change."""

import pytest
from django.db import DatabaseError, transaction

from courses.catalogue.queries import current_version, version_tree
from courses.catalogue.refusals import PilotNotAllowed, PublishRefused, UndecidedCritical
from courses.catalogue.rendering import render_lesson
from courses.catalogue.services import publish_version
from courses.models import CourseVersion, LessonVersion
from tests.factories.courses import (
    PracticePointFactory,
    QuestionFactory,
    allow_pilot,
    course_page,
    lesson_page,
    module_page,
    published_course,
)

pytestmark = pytest.mark.django_db

LEGAL = {
    "type": "legal",
    "id": "22222222-2222-4222-8222-222222222222",
    "value": {
        "ref": "LR-1",
        "text": "<p>Name the power that you use.</p>",
        "question": "Which power applies?",
        "review_by": "2027-05-31",
    },
}


def test_a_version_holds_modules_lessons_and_items() -> None:
    version = published_course(modules=2, lessons=2, questions=3)
    tree = version_tree(version)
    assert [module.position for module in tree] == [1, 2]
    assert [len(module.lessons.all()) for module in tree] == [2, 2]
    assert version.minutes == 20
    items = tree[0].assessments.get().items
    assert len(items) == 3
    assert {"key", "hash", "type", "stem", "config", "critical", "alignments"} <= set(items[0])
    assert not version.pilot


def test_publishing_twice_makes_one_version() -> None:
    version = published_course()
    assert publish_version(version.course, by=None) == version
    page = version.course.get_children().first().get_children().first().specific
    page.save_revision().publish()
    assert publish_version(version.course, by=None) == version
    assert CourseVersion.objects.count() == 1


def test_a_change_makes_the_next_version_and_leaves_the_first_as_it_was() -> None:
    first = published_course()
    page = first.course.get_children().first().get_children().first().specific
    page.title = "Another title"
    page.save_revision().publish()
    second = publish_version(first.course, by=None)
    assert (first.number, second.number) == (1, 2)
    assert current_version(first.course) == second
    titles = LessonVersion.objects.filter(position=1).order_by("module__version__number")
    assert [lesson.title for lesson in titles] == ["Lesson 1", "Another title"]


def test_a_draft_changes_no_version() -> None:
    version = published_course()
    page = version.course.get_children().first().get_children().first().specific
    page.title = "Not yet public"
    page.save_revision()
    assert publish_version(version.course, by=None) == version


def test_the_database_keeps_versions_as_they_are() -> None:
    version = published_course()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CourseVersion.objects.filter(pk=version.pk).update(title="Forged")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LessonVersion.objects.all().update(body=[])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LessonVersion.objects.all()._raw_delete("default")


def test_law_that_awaits_review_is_published_as_a_pilot_only() -> None:
    course = course_page()
    lesson_page(module_page(course, QuestionFactory.create_batch(2)), body=[LEGAL])
    with pytest.raises(PilotNotAllowed, match="LR-1"):
        publish_version(course, by=None)
    allow_pilot(course)
    version = publish_version(course, by=None)
    assert version.pilot
    assert version.pilot_reasons == [
        {"kind": "legal", "ref": "LR-1", "text": "Which power applies?"}
    ]
    assert "legal review pending" in render_lesson(LessonVersion.objects.get())


def test_a_critical_question_may_not_rest_on_an_undecided_point() -> None:
    course = course_page()
    point = PracticePointFactory()
    question = QuestionFactory(critical=True, practice_point=point)
    lesson_page(module_page(course, [question]))
    allow_pilot(course)
    with pytest.raises(UndecidedCritical, match=question.key):
        publish_version(course, by=None)


def test_nor_on_a_legal_passage() -> None:
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory(critical=True, legal_ref="LR-1")]))
    allow_pilot(course)
    with pytest.raises(UndecidedCritical):
        publish_version(course, by=None)


@pytest.mark.parametrize("record", ["graded", "participation"])
def test_an_empty_course_is_refused(record: str) -> None:
    with pytest.raises(PublishRefused, match="no published module"):
        publish_version(course_page(record=record), by=None)


def test_a_participation_course_freezes_no_assessment() -> None:
    version = published_course(record="participation")
    assert version_tree(version)[0].assessments.count() == 0


def test_a_frozen_lesson_is_rendered_without_asking_the_database(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    published_course()
    lesson = LessonVersion.objects.order_by("pk").first()
    first = render_lesson(lesson)
    with django_assert_num_queries(0):
        assert render_lesson(lesson) == first
    assert 'id="b-11111111-1111-4111-8111-111111111111"' in first
