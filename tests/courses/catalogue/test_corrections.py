"""A small correction changes words; whatever a record rests on takes a new version."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from courses.catalogue.queries import current_version
from courses.catalogue.refusals import NotSmall
from courses.catalogue.services import publish_version
from courses.models import (
    AssessmentItem,
    CoursePage,
    CourseVersion,
    Enrolment,
    LessonPage,
    ModulePage,
    VersionMove,
)
from lms.accounts.api import Role
from lms.accounts.models import AgencyKind
from lms.jobs.api import run_owed
from tests.courses.catalogue.test_admin import course_form, edit_url, signed_in
from tests.courses.review.people import person
from tests.factories.accounts import AgencyFactory
from tests.factories.courses import (
    CHOICES,
    TEXT,
    QuestionFactory,
    allow_pilot,
    lesson_page,
    published_course,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> CourseVersion:
    return published_course(lessons=2, questions=2)


def module_of(course: CoursePage) -> ModulePage:
    return course.get_children().first().specific


def lesson_of(course: CoursePage) -> LessonPage:
    return module_of(course).get_children().first().specific


def publish(page: Any) -> None:
    page.save_revision().publish()


def correct_a_word(course: CoursePage) -> None:
    lesson = lesson_of(course)
    lesson.body = [{**TEXT, "value": "<p>Read me well.</p>"}]
    publish(lesson)


def correct_a_stem(course: CoursePage) -> None:
    question = module_of(course).items.first().question
    question.stem = "What do you do with this device?"
    question.config = copy.deepcopy(CHOICES)
    question.config["options"][0]["feedback"] = "Right. It stays off."
    question.save()


def turn_an_answer(course: CoursePage) -> None:
    question = module_of(course).items.first().question
    question.config = copy.deepcopy(CHOICES)
    for at, option in enumerate(question.config["options"]):
        option["right"] = at == 1
    question.save()


def make_critical(course: CoursePage) -> None:
    question = module_of(course).items.first().question
    question.critical = True
    question.save()


def add_a_lesson(course: CoursePage) -> None:
    lesson_page(module_of(course))


def take_out_a_lesson(course: CoursePage) -> None:
    lesson_of(course).unpublish()


def add_a_block(course: CoursePage) -> None:
    lesson = lesson_of(course)
    lesson.body = [TEXT, {**TEXT, "id": "22222222-2222-4222-8222-222222222222"}]
    publish(lesson)


def raise_the_pass_mark(course: CoursePage) -> None:
    module = module_of(course)
    module.pass_mark = 90
    publish(module)


def move_an_address(course: CoursePage) -> None:
    lesson = lesson_of(course)
    lesson.slug = "elsewhere"
    publish(lesson)


def take_longer(course: CoursePage) -> None:
    lesson = lesson_of(course)
    lesson.minutes += 30
    publish(lesson)


def rename_the_course(course: CoursePage) -> None:
    course.title = "Another course"
    course.save()


def open_the_law(course: CoursePage) -> None:
    allow_pilot(course)
    question = module_of(course).items.first().question
    question.legal_ref = "LR-1"
    question.save()


SMALL = [correct_a_word, correct_a_stem]
LARGER = [
    turn_an_answer,
    make_critical,
    add_a_lesson,
    take_out_a_lesson,
    add_a_block,
    raise_the_pass_mark,
    move_an_address,
    take_longer,
    rename_the_course,
    open_the_law,
]


@pytest.mark.parametrize("change", SMALL)
def test_words_are_a_small_correction(
    version: CourseVersion, change: Callable[[CoursePage], None]
) -> None:
    change(version.course)
    corrected = publish_version(version.course, by=None, reason="A typing error.", small=True)
    assert (corrected.number, corrected.correction, corrected.label) == (1, 1, "1.1")
    assert corrected.reason == "A typing error."
    assert current_version(version.course) == corrected


@pytest.mark.parametrize("change", LARGER)
def test_more_than_words_is_not(
    version: CourseVersion, change: Callable[[CoursePage], None]
) -> None:
    change(version.course)
    with pytest.raises(NotSmall) as refusal:
        publish_version(version.course, by=None, small=True)
    assert len(refusal.value.messages) > 1
    assert publish_version(version.course, by=None).label == "2"


def test_steps_in_another_order_are_no_words() -> None:
    """The order is what is right, and nothing in the config but the order says so."""
    version = published_course(lessons=1, questions=1)
    module = module_of(version.course)
    steps = QuestionFactory(type_key="ordering")
    module.items.add(AssessmentItem(question=steps))
    publish(module)
    publish_version(version.course, by=None)
    steps.config["options"].reverse()
    steps.save()
    with pytest.raises(NotSmall):
        publish_version(version.course, by=None, small=True)
    steps.config["options"].reverse()
    steps.config["options"][0]["text"] = "Make the whole scene safe"
    steps.save()
    assert publish_version(version.course, by=None, small=True).label == "2.1"


def test_numbers_go_on_from_either(version: CourseVersion) -> None:
    labels = []
    for at, small in enumerate((True, True, False, True)):
        lesson = lesson_of(version.course)
        lesson.body = [{**TEXT, "value": f"<p>Words {at}.</p>"}]
        publish(lesson)
        labels.append(publish_version(version.course, by=None, small=small).label)
    assert labels == ["1.1", "1.2", "2", "2.1"]


def in_course(version: CourseVersion, **fields: Any) -> Enrolment:
    return Enrolment.objects.create(
        learner=person(Role.LEARNER, **fields).learner,
        course=version.course,
        version=version,
        confidential=fields.get("agency") is not None,
    )


def test_learners_in_mid_course_follow_a_correction_once_and_a_judge_unnoted(
    version: CourseVersion,
) -> None:
    officer = in_course(version)
    judge = in_course(version, agency=AgencyFactory(kind=AgencyKind.JUDICIARY))
    correct_a_word(version.course)
    corrected = publish_version(version.course, by=None, small=True, reason="A word.")
    run_owed()
    for enrolment in (officer, judge):
        enrolment.refresh_from_db()
        assert enrolment.version == corrected
    move = VersionMove.objects.get()
    assert (move.enrolment, move.from_version, move.decided_by) == (officer, version, None)
    run_owed()
    assert VersionMove.objects.count() == 1


def test_nobody_follows_a_new_version(version: CourseVersion) -> None:
    officer = in_course(version)
    correct_a_word(version.course)
    publish_version(version.course, by=None)
    run_owed()
    officer.refresh_from_db()
    assert officer.version == version


def publish_url(course: CoursePage) -> str:
    return reverse("course-publish", args=[course.pk])


def test_publishing_asks_which_it_is_and_why(version: CourseVersion) -> None:
    client = signed_in(Role.AUTHOR)
    correct_a_word(version.course)
    sent = course_form(version.course, summary="Other words.", **{"action-publish": "1"})
    answer = client.post(edit_url(version.course), sent, follow=True)
    html = answer.content.decode()
    assert "A small correction" in html
    assert "version 1.1" in html
    assert CourseVersion.objects.count() == 1
    assert client.post(publish_url(version.course), {"kind": "small"}).status_code == 200
    assert CourseVersion.objects.count() == 1
    client.post(publish_url(version.course), {"kind": "small", "reason": "A typing error."})
    made = current_version(version.course)
    assert (made.label, made.about["summary"]) == ("1.1", "Other words.")
    assert made.created_by is not None
    html = client.get(edit_url(version.course)).content.decode()
    assert "A typing error." in html


def test_the_page_offers_no_small_correction_where_more_changed(version: CourseVersion) -> None:
    client = signed_in(Role.AUTHOR)
    turn_an_answer(version.course)
    html = client.get(publish_url(version.course)).content.decode()
    assert "Why it cannot be a small correction" in html
    assert 'value="small"' not in html
    client.post(publish_url(version.course), {"kind": "small", "reason": "Forged."})
    assert CourseVersion.objects.count() == 1
    client.post(publish_url(version.course), {"kind": "new", "reason": "The law changed."})
    assert current_version(version.course).label == "2"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.LEGAL_REVIEWER, Role.TRAINING_OFFICER])
def test_others_publish_nothing(version: CourseVersion, role: str) -> None:
    correct_a_word(version.course)
    sent = {"kind": "new", "reason": "Forged."}
    assert signed_in(role).post(publish_url(version.course), sent).status_code in (302, 403)
    assert CourseVersion.objects.count() == 1


def test_a_question_used_elsewhere_is_not_touched_by_a_draft(version: CourseVersion) -> None:
    question = QuestionFactory()
    question.stem = "A draft"
    question.save_revision()
    assert publish_version(version.course, by=None) == version
