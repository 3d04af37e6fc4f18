"""A lesson holds a question to try out: chosen by an author, or named in a file; frozen with it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import streamfield

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.freezing import freeze
from courses.catalogue.queries import current_version
from courses.catalogue.refusals import PublishRefused, UndecidedCritical
from courses.catalogue.rendering import render_lesson
from courses.catalogue.services import publish_version
from courses.models import CoursePage, LessonPage, Question
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import lesson_form, signed_in
from tests.courses.catalogue.test_loading import change, folder, load
from tests.factories.courses import (
    QuestionFactory,
    course_page,
    lesson_page,
    module_page,
    published_course,
)

pytestmark = pytest.mark.django_db
__all__ = ["folder"]

BLOCK = "22222222-2222-4222-8222-222222222222"
PRACTICE = """
::: practice
title: Try it
question: t-1.1-90
minutes: 4
:::

::: summary"""
QUESTIONS = """
- key: t-1.1-90
  type: single
  stem: What would you do?
  options:
    - {text: Wait, right: true, feedback: Right.}
    - {text: Run, right: false, feedback: Nobody runs.}
"""


def a_practice(question: Question | None, **more: Any) -> dict[str, Any]:
    value = {"title": "Try it", "question": question.key if question else "gone", "intro": ""}
    return {"type": "practice", "id": BLOCK, "value": {**value, "minutes": 4, **more}}


def a_lesson(question: Question | None, **more: Any) -> LessonPage:
    course = course_page(**more)
    bank = QuestionFactory.create_batch(1) if course.record == "graded" else []
    return lesson_page(module_page(course, bank), body=[a_practice(question)])


def course_of(page: LessonPage) -> CoursePage:
    return CoursePage.objects.ancestor_of(page).get()


@pytest.mark.parametrize("record", ["graded", "participation"])
def test_the_question_is_frozen_with_the_lesson(record: str) -> None:
    question = QuestionFactory(stem="What now?")
    version = publish_version(course_of(a_lesson(question, record=record)), by=None)
    lesson = version.modules.get().lessons.get()
    item = lesson.enclosed["questions"][question.key]
    assert (item["stem"], item["config"]) == ("What now?", question.config)
    Question.objects.update(stem="Something else?")
    with CaptureQueriesContext(connection) as queries:
        html = render_lesson(lesson)
    assert not [one for one in queries if "courses_question" in one["sql"]]
    assert f'href="practice/{BLOCK}/"' in html
    assert "Practice: Single choice" in html
    assert "feedback" not in html


def test_a_changed_question_is_a_changed_lesson() -> None:
    question = QuestionFactory()
    course = course_of(a_lesson(question))
    first = publish_version(course, by=None)
    Question.objects.filter(pk=question.pk).update(stem="Another?")
    assert publish_version(course, by=None).number == first.number + 1


def test_lessons_without_practice_are_frozen_as_ever() -> None:
    version = published_course()
    assert set(version.modules.get().lessons.first().enclosed) == {"figures", "points"}


def test_a_question_that_is_not_there_or_cannot_be_asked_stops_publishing() -> None:
    with pytest.raises(PublishRefused, match="gone"):
        publish_version(course_of(a_lesson(None)), by=None)
    question = QuestionFactory()
    course = course_of(a_lesson(question))
    Question.objects.filter(pk=question.pk).update(type_key="telepathy")
    with pytest.raises(PublishRefused, match=question.key):
        publish_version(course, by=None)


def test_law_and_practice_that_are_open_count_in_a_practice_too() -> None:
    question = QuestionFactory(legal_ref="LR-4")
    course = course_of(a_lesson(question))
    assert [one["ref"] for one in freeze(course).pilot_reasons] == ["LR-4"]
    Question.objects.filter(pk=question.pk).update(critical=True)
    with pytest.raises(UndecidedCritical, match=question.key):
        publish_version(course, by=None)


def test_an_author_chooses_the_question_in_the_editor() -> None:
    question = QuestionFactory()
    page = lesson_page(module_page(course_page()))
    author = signed_in(Role.AUTHOR)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    value = {"title": "Try it", "question": str(question.pk), "intro": "", "minutes": "4"}
    form = lesson_form(page, body=streamfield([("practice", value)]))
    assert author.post(url, form).status_code == 302
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.body.get_prep_value()[0]["value"]["question"] == question.key
    assert question.stem in author.get(url).content.decode()
    block = LessonBlocks().child_blocks["practice"].child_blocks["question"]
    for nothing in ("", "gone"):
        with pytest.raises(ValidationError):
            block.clean(nothing)


def test_the_bank_knows_which_lessons_use_a_question() -> None:
    question = QuestionFactory()
    page = a_lesson(question)
    found = ReferenceIndex.get_references_to(question)
    assert [str(page.pk)] == list(found.values_list("object_id", flat=True))


def test_the_preview_leads_nowhere() -> None:
    block = LessonBlocks().child_blocks["practice"]
    html = block.render(
        block.to_python(a_practice(None)["value"]), context={"level": 2, "linked": False}
    )
    assert "href" not in html


def test_a_file_names_the_question_by_its_key(folder: Path) -> None:
    change(folder, "short/1.1-first/01-live-or-dead.md", "\n::: summary", PRACTICE)
    (folder / "short/1.1-first/practice.yaml").write_text(QUESTIONS, encoding="utf-8")
    load(folder)
    module = current_version(CoursePage.objects.get()).modules.get()
    lesson = module.lessons.get()
    assert lesson.enclosed["questions"]["t-1.1-90"]["stem"] == "What would you do?"
    assert [item["key"] for item in module.assessments.get().items] == ["t-1.1-01"]
    assert next(b for b in lesson.body if b["type"] == "practice")["value"]["minutes"] == 4
    told = load(folder)
    assert "published as version" not in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("t-1.1-90", "t-9", "There is no question t-9"),
        ("minutes: 4", "minutes: soon", "Write a whole number"),
        ("minutes: 4", "minutes: 900", "not complete"),
        ("title: Try it\n", "", "title is missing"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(
    folder: Path, old: str, new: str, said: str
) -> None:
    (folder / "short/1.1-first/practice.yaml").write_text(QUESTIONS, encoding="utf-8")
    text = PRACTICE.replace(old, new)
    change(folder, "short/1.1-first/01-live-or-dead.md", "\n::: summary", text)
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert said in str(refusal.value)
    assert not CoursePage.objects.exists()
