"""Reading: saved as it happens, resumed at the same block, light enough for a phone."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.api import certificates_of
from courses.progress.models import LessonProgress
from tests.factories.learning import a_course, an_officer


def report(course, block: object, n: int = 1, client: Client | None = None):
    return (client or course.client).post(
        course.lesson(n, "lesson-progress"),
        json.dumps({"block": block}),
        content_type="application/json",
    )


def test_a_lesson_resumes_on_another_device_at_the_same_block(learning) -> None:
    course = learning()
    course.join()
    assert report(course, "block-2").json() == {"saved": True}
    other = Client()
    other.force_login(course.person)
    page = other.get(course.lesson()).content.decode()
    assert 'data-resume="block-2"' in page
    assert 'href="#b-block-2"' in page
    assert "Continue where you were" in page
    home = other.get(course.url("course")).content.decode()
    assert f'href="{course.lesson()}#b-block-2"' in home


def test_the_first_block_is_no_place_to_resume(learning) -> None:
    course = learning()
    course.join()
    report(course, "block-0")
    assert "data-resume" not in course.client.get(course.lesson()).content.decode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400), ("[]", 400), ("{}", 400), ("null", 400), ("\xff", 400), ('{"block": 5}', 400),
        ('{"block": null}', 400), ('{"block": "block-99"}', 400), ('{"block": ["block-1"]}', 400),
        ("[" * 900, 400), ('{"block": "' + "x" * 2000 + '"}', 413),
        ('{"block": "blöck\\u0000"}', 400),
    ],
)  # fmt: skip
def test_a_report_that_makes_no_sense_is_refused_in_a_sentence(learning, body, status) -> None:
    course = learning()
    course.join()
    answer = course.client.post(
        course.lesson(1, "lesson-progress"), body.encode("latin-1"), content_type="application/json"
    )
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert not LessonProgress.objects.exists()


def test_reports_about_a_course_one_is_not_in_are_not_found(learning) -> None:
    course = learning()
    course.join()
    stranger = Client()
    stranger.force_login(an_officer())
    assert report(course, "block-1", client=stranger).status_code == 404
    assert report(course, "block-1", client=Client()).status_code == 302
    assert not LessonProgress.objects.exists()


def test_finishing_goes_on_and_at_the_end_to_the_assessment(learning) -> None:
    course = learning(modules=2)
    course.join()
    assert course.client.post(course.lesson(1, "lesson-done")).url == course.lesson(2)
    assert LessonProgress.objects.count() == 2
    assert course.client.post(course.lesson(2, "lesson-done")).url == course.url(
        "assessment", "module-1"
    )
    assert course.client.post(course.lesson(1, "lesson-done", 2)).url == course.lesson(2, module=2)


def test_a_late_report_does_not_take_the_learner_back(learning) -> None:
    course = learning()
    course.join()
    course.client.post(course.lesson(1, "lesson-done"))
    assert report(course, "block-1").status_code == 200
    page = course.client.get(course.url("course")).content.decode()
    assert f'href="{course.lesson(2)}"' in page
    assert "#b-block-1" not in page


def test_a_lesson_costs_at_most_twelve_queries_and_a_save_five(learning) -> None:
    course = learning(version=a_course("large", modules=8, lessons=6))
    course.join()
    report(course, "block-1")
    course.client.get(course.lesson())
    with CaptureQueriesContext(connection) as queries:
        assert course.client.get(course.lesson()).status_code == 200
    assert len(queries) <= 12, [query["sql"][:120] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        assert report(course, "block-2").status_code == 200
    assert len(queries) <= 5
    course.client.get(course.lesson(2))
    with CaptureQueriesContext(connection) as queries:
        assert report(course, "block-2", 2).status_code == 200
    assert len(queries) <= 5


def test_a_judge_completes_by_reading_and_leaves_progress_and_participation_only(judge) -> None:
    judge.join()
    page = judge.client.get(judge.url("course")).content.decode()
    assert "Nothing is scored" in page
    judge.finish_lessons()
    page = judge.client.get(judge.url("course")).content.decode()
    assert "You completed this course" in page
    certificate = certificates_of(judge.person.learner).get()
    assert certificate.confidential
    stored = {
        model
        for model in connection.introspection.table_names()
        if model in ("courses_attempt", "courses_response", "nice_framework_evidence")
        and _count(model)
    }
    assert stored == set()


def test_a_judge_in_a_graded_course_is_asked_nothing(learning) -> None:
    from tests.factories.learning import a_judge

    course = learning(a_judge())
    course.join()
    page = course.client.get(course.url("course")).content.decode()
    assert "assessment" not in page.lower()
    for act in (course.client.get, course.client.post):
        assert act(course.url("assessment", "module-1")).url == course.url("course")
    course.finish_lessons()
    assert "You completed this course" in course.client.get(course.url("course")).content.decode()
    assert _count("courses_attempt") == 0


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def test_scripts_and_styles_of_the_player_are_there() -> None:
    for name in (
        "courses/js/question-pager.js",
        "courses/css/attempt.css",
        "lms/js/answer-keeper.js",
    ):
        assert finders.find(name)
