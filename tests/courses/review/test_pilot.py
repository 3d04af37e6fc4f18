"""A course leaves the pilot when a legal reviewer approved the very words, and not before."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from courses.catalogue.refusals import PilotNotAllowed, UndecidedCritical
from courses.catalogue.services import publish_version
from courses.enrolment.services import enrol
from courses.models import CoursePage, LessonPage, LessonVersion, Question
from courses.questions.question_types import QUESTION_TYPES
from courses.review.services import Stage, record_approval
from lms.accounts.api import Role
from lms.accounts.models import User
from tests.courses.catalogue.test_publishing import LEGAL
from tests.courses.review.people import at_desk, person
from tests.factories.courses import (
    PracticePointFactory,
    QuestionFactory,
    allow_pilot,
    course_page,
    lesson_page,
    module_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer() -> User:
    return person(Role.LEGAL_REVIEWER)


def course_on_law(**question: Any) -> tuple[CoursePage, LessonPage]:
    course = course_page()
    bank = [QuestionFactory(**question), QuestionFactory()]
    return course, lesson_page(module_page(course, bank), body=[LEGAL])


def approve(thing: Any, by: User, stage: str = Stage.LEGAL) -> None:
    record_approval(thing=thing, stage=stage, revision=thing.get_latest_revision(), by=by)


def test_an_approved_lesson_is_no_pilot_and_names_the_date(lawyer: User) -> None:
    course, lesson = course_on_law()
    with pytest.raises(PilotNotAllowed):
        publish_version(course, by=None)
    approve(lesson, lawyer)
    version = publish_version(course, by=None)
    assert not version.pilot
    frozen = LessonVersion.objects.get()
    assert frozen.legal_reviewed_on == timezone.localdate()
    enrolment = enrol(learner=person(Role.LEARNER).learner, course=version.course)
    html = at_desk(enrolment.learner.person).get(lesson_url(frozen)).content.decode()
    assert f"Legal review: {date_format(timezone.localdate(), 'j F Y')}" in html
    assert "pending" not in html


def lesson_url(lesson: LessonVersion) -> str:
    module = lesson.module
    return f"/courses/{module.version.course.slug}/{module.slug}/{lesson.slug}/"


def test_a_pilot_says_that_legal_review_is_pending() -> None:
    course, _lesson = course_on_law()
    allow_pilot(course)
    version = publish_version(course, by=None)
    enrolment = enrol(learner=person(Role.LEARNER).learner, course=version.course)
    frozen = LessonVersion.objects.get()
    html = at_desk(enrolment.learner.person).get(lesson_url(frozen)).content.decode()
    assert "Pilot: legal review pending" in html
    assert "Legal review:" not in html


def test_a_passage_edited_after_approval_is_a_pilot_again(lawyer: User) -> None:
    course, lesson = course_on_law()
    approve(lesson, lawyer)
    publish_version(course, by=None)
    lesson.body = [{**LEGAL, "value": {**LEGAL["value"], "text": "<p>Other words.</p>"}}]
    lesson.save_revision().publish()
    with pytest.raises(PilotNotAllowed):
        publish_version(course, by=None)
    lesson.body = [LEGAL]
    lesson.save_revision().publish()
    assert not publish_version(course, by=None).pilot


def test_ids_of_blocks_are_no_words(lawyer: User) -> None:
    course, lesson = course_on_law()
    approve(lesson, lawyer)
    lesson.body = [{**LEGAL, "id": "99999999-9999-4999-8999-999999999999"}]
    lesson.save_revision().publish()
    assert not publish_version(course, by=None).pilot


def test_let_through_as_a_pilot_and_a_later_word_takes_it_back(lawyer: User) -> None:
    course, lesson = course_on_law()
    approve(lesson, lawyer, Stage.PILOT)
    with pytest.raises(PilotNotAllowed):
        publish_version(course, by=None)
    approve(lesson, lawyer)
    assert not publish_version(course, by=None).pilot
    approve(lesson, lawyer, Stage.PILOT)
    with pytest.raises(PilotNotAllowed):
        publish_version(course, by=None)


def test_a_peers_approval_settles_no_law() -> None:
    course, lesson = course_on_law()
    approve(lesson, person(Role.AUTHOR), Stage.SUBJECT)
    with pytest.raises(PilotNotAllowed):
        publish_version(course, by=None)


def test_a_question_on_law_may_be_critical_once_approved(lawyer: User) -> None:
    course, lesson = course_on_law(legal_ref="LR-1")
    approve(lesson, lawyer)
    question = Question.objects.get(legal_ref="LR-1")
    question.critical = True
    with pytest.raises(ValidationError, match="cannot be critical"):
        question.full_clean()
    Question.objects.filter(pk=question.pk).update(critical=True)
    with pytest.raises(UndecidedCritical):
        publish_version(course, by=None)
    approve(question, lawyer)
    question.full_clean()
    version = publish_version(course, by=None)
    assert not version.pilot
    item = version.modules.get().assessments.get().items[0]
    assert item["legal_review"] == timezone.localdate().isoformat()
    question.stem = "Another stem?"
    with pytest.raises(ValidationError, match="cannot be critical"):
        question.full_clean()


def test_nothing_undecided_can_be_fatal() -> None:
    deadly = [kind for kind in QUESTION_TYPES if kind.can_be_fatal(kind.sample)]
    assert deadly
    for kind in deadly:
        course = course_page()
        fatal = QuestionFactory(type_key=kind.key, practice_point=PracticePointFactory())
        lesson_page(module_page(course, [fatal]))
        allow_pilot(course)
        with pytest.raises(UndecidedCritical, match=fatal.key):
            publish_version(course, by=None)


def test_a_draft_of_a_question_is_asked_of_nobody() -> None:
    course, _lesson = course_on_law()
    allow_pilot(course)
    question = Question.objects.first()
    question.unpublish()
    with pytest.raises(ValidationError, match=question.key):
        publish_version(course, by=None)
    question.stem = "A draft?"
    question.save_revision().publish()
    question.stem = "A later draft?"
    question.save_revision()
    stems = [
        item["stem"]
        for item in publish_version(course, by=None).modules.get().assessments.get().items
    ]
    assert "A draft?" in stems
    assert "A later draft?" not in stems
