"""What was deleted stays deleted, and nobody's record is touched by deleting or moving."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from courses.models import (
    LessonPage,
    LessonVersion,
    Question,
    RemovedContent,
)
from courses.review.services import Stage, record_approval
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import signed_in
from tests.courses.review.people import at_desk, person
from tests.factories.courses import (
    QuestionFactory,
    course_page,
    lesson_page,
    module_page,
    published_course,
)

pytestmark = pytest.mark.django_db


def test_a_page_with_an_approval_is_refused_in_a_sentence() -> None:
    lesson = lesson_page(module_page(course_page()))
    record_approval(
        thing=lesson,
        stage=Stage.SUBJECT,
        revision=lesson.get_latest_revision(),
        by=person(Role.AUTHOR),
    )
    url = reverse("wagtailadmin_pages:delete", args=[lesson.pk])
    answer = signed_in(Role.ADMINISTRATOR).post(url, follow=True)
    assert "records rest on" in answer.content.decode()
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_a_question_with_an_approval_is_refused_in_a_sentence() -> None:
    question = QuestionFactory()
    question.save_revision().publish()
    record_approval(
        thing=question,
        stage=Stage.SUBJECT,
        revision=question.get_latest_revision(),
        by=person(Role.AUTHOR),
    )
    url = reverse("wagtailsnippets_courses_question:delete", args=[question.pk])
    client = signed_in(Role.ADMINISTRATOR)
    assert "a review or a decision rests on it" in client.post(url, follow=True).content.decode()
    bulk = reverse("wagtail_bulk_action", args=["courses", "question", "delete"])
    assert client.post(f"{bulk}?id={question.pk}").status_code in (200, 302)
    assert Question.objects.filter(pk=question.pk).exists()


def test_moving_a_lesson_changes_no_version() -> None:
    version = published_course(modules=2, lessons=2)
    first, second = version.course.get_children()
    lesson = first.get_children().first().specific
    lesson.slug = "moved"
    lesson.save_revision().publish()
    before = list(LessonVersion.objects.values_list("pk", "module_id", "content_hash"))
    client = signed_in(Role.ADMINISTRATOR)
    url = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, second.pk])
    assert client.post(url).status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == second.pk
    assert list(LessonVersion.objects.values_list("pk", "module_id", "content_hash")) == before


def test_a_course_with_versions_is_protected_by_the_database() -> None:
    version = published_course()
    with pytest.raises(ProtectedError), transaction.atomic():
        version.course.delete()


def test_what_was_made_by_hand_is_not_remembered() -> None:
    course_page().delete()
    assert not RemovedContent.objects.exists()


def test_deleting_in_the_admin_is_remembered_with_who_did_it() -> None:
    lesson = lesson_page(module_page(course_page()))
    LessonPage.objects.filter(pk=lesson.pk).update(source_hash="x" * 64)
    user = person(Role.ADMINISTRATOR)
    at_desk(user).post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    row = RemovedContent.objects.get()
    assert row.key == f"page:{lesson.translation_key}"
    assert row.removed_by == user.learner_id
