"""Contents beside a lesson: what is read, where one is, and how long the module takes yet."""

import json
from typing import Any

import pytest

from courses.catalogue.models import LessonVersion
from courses.player.contents import Section, minutes_left, sections_of
from courses.player.outline import outline_of
from courses.reading.labels import places_in
from lms.accounts.sealing import seals_lifted

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "heading", "id": "h1", "value": {"text": "First", "level": "2"}},
    {"type": "text", "id": "t1", "value": "<p>One</p>"},
    {"type": "heading", "id": "h2", "value": {"text": "Part", "level": "3"}},
    {"type": "text", "id": "t2", "value": "<p>Two</p>"},
    {"type": "heading", "id": "h3", "value": {"text": "Last", "level": "2"}},
]


@pytest.fixture
def course(learning: Any) -> Any:
    course = learning()
    with seals_lifted():
        LessonVersion.objects.filter(slug="lesson-1").update(body=BODY)
    course.enrolment = course.join()
    return course


def report(course: Any, block: str) -> None:
    body = json.dumps({"block": block})
    course.client.post(course.lesson(1, "lesson-progress"), body, content_type="application/json")


def states(course: Any) -> list[str]:
    outline = outline_of(course.version, course.slug, course.enrolment)
    sections: list[Section] = sections_of(outline.lessons[0], places_in(BODY))
    return [one.state for one in sections]


def left(course: Any) -> int:
    outline = outline_of(course.version, course.slug, course.enrolment)
    return minutes_left(outline.modules[0], outline.lessons[0], places_in(BODY))


def test_sections_and_minutes_follow_the_reader(course: Any) -> None:
    # A module of 30 minutes: two lessons of 10, and 10 for the assessment.
    assert states(course) == ["not-started"] * 3
    assert left(course) == 30
    report(course, "t1")
    assert states(course) == ["in-progress", "not-started", "not-started"]
    report(course, "t2")
    assert states(course) == ["done", "in-progress", "not-started"]
    assert left(course) == 24
    page = course.client.get(course.lesson()).content.decode()
    assert "About 24 minutes left in this module" in page
    assert 'href="#b-h2"' in page
    course.client.post(course.lesson(1, "lesson-done"))
    assert states(course) == ["done"] * 3
    assert left(course) == 20
    course.client.post(course.lesson(2, "lesson-done"))
    assert left(course) == 10
    module = course.client.get(course.url("module", "module-1")).content.decode()
    assert "About 10 minutes left" in module


def test_where_nothing_is_assessed_no_time_is_left_for_it(judge: Any) -> None:
    enrolment = judge.join()
    outline = outline_of(judge.version, judge.slug, enrolment)
    assert minutes_left(outline.modules[0]) == 20
    judge.finish_lessons()
    page = judge.client.get(judge.lesson()).content.decode()
    assert "left in this module" not in page
