"""Smallest valid content: a catalogue, a course with modules, lessons and questions."""

from typing import Any

import factory
from wagtail.models import Page, Site

from courses.catalogue.models import (
    AssessmentItem,
    CourseIndexPage,
    CoursePage,
    LessonPage,
    ModulePage,
)
from courses.catalogue.services import decide_pilot, publish_version
from courses.models import CourseVersion
from courses.questions.models import PracticePoint, Question
from courses.questions.question_types import question_type

TEXT = {"type": "text", "id": "11111111-1111-4111-8111-111111111111", "value": "<p>Read me.</p>"}
CHOICES = {
    "options": [
        {"text": "Leave it", "right": True, "feedback": "Right. Off stays off."},
        {"text": "Start it", "right": False, "feedback": "Starting it changes it."},
        {"text": "Charge it", "right": False, "feedback": "Charging may start it."},
    ]
}


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    key = factory.Sequence(lambda n: f"question-{n}")
    type_key = "single"
    stem = factory.Sequence(lambda n: f"What do you do with device {n}?")
    config = factory.LazyAttribute(
        lambda o: CHOICES if o.type_key == "single" else question_type(o.type_key).sample
    )
    explanation = "Off stays off."


class PracticePointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticePoint
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"PP-{n + 1}")
    point = "Whether a running computer is kept on"
    views = [{"view": "Keep it on", "source": "A guide"}, {"view": "Cut", "source": "Another"}]
    decides = "PITCU"


def catalogue() -> CourseIndexPage:
    """The catalogue's root under the site's root."""
    found = CourseIndexPage.objects.first()
    if found:
        return found
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root")
    index = root.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=index, is_default_site=True)
    return index


def course_page(**fields: Any) -> CoursePage:
    number = CoursePage.objects.count() + 1
    values = {
        "title": f"Course {number}",
        "slug": f"course-{number}",
        "code": f"C-{number}",
        "summary": "What it is about.",
        "audience": "Officers.",
        "outcomes": ["Protect evidence."],
        **fields,
    }
    return _published(catalogue().add_child(instance=CoursePage(**values)))


def module_page(
    course: CoursePage, questions: list[Question] | None = None, **fields: Any
) -> ModulePage:
    number = course.get_children_count() + 1
    values = {
        "title": f"Module {number}",
        "slug": f"module-{number}",
        "code": f"1.{number}",
        "objectives": ["Decide."],
        **fields,
    }
    page = _published(course.add_child(instance=ModulePage(**values)))
    for position, question in enumerate(questions or []):
        AssessmentItem.objects.create(page=page, question=question, sort_order=position)
    return page


def lesson_page(module: ModulePage, **fields: Any) -> LessonPage:
    number = module.get_children_count() + 1
    values = {
        "title": f"Lesson {number}",
        "slug": f"lesson-{number}",
        "minutes": 5,
        "body": [TEXT],
        **fields,
    }
    return _published(module.add_child(instance=LessonPage(**values)))


def published_course(
    *, modules: int = 1, lessons: int = 2, questions: int = 5, **fields: Any
) -> CourseVersion:
    """A course with everything in it, and its first version."""
    course = course_page(**fields)
    graded = course.record == "graded"
    for _module in range(modules):
        bank = QuestionFactory.create_batch(questions) if graded else []
        module = module_page(course, bank)
        for _lesson in range(lessons):
            lesson_page(module)
    return publish_version(course, by=None)


def allow_pilot(course: CoursePage) -> None:
    decide_pilot(course=course, allowed=True, reason="The law is being settled.", by=None)


def _published(page: Any) -> Any:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
