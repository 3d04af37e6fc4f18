"""What a process keeps of a lesson: never another version, language or person, nor a preview."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.api import enrol
from courses.models import CourseVersion, Enrolment, LessonPage
from courses.player.shown import lesson_shown
from tests.courses.player.conftest import Learning
from tests.factories.courses import TEXT, published_course
from tests.factories.learning import an_officer

ROOT = Path(__file__).resolve().parents[3]
CORRECT = """
from courses.catalogue.services import publish_version
from courses.models import CourseVersion, LessonPage
from lms.jobs.api import run_owed
lesson = LessonPage.objects.order_by("pk").first()
lesson.body = [{**lesson.body.raw_data[0], "value": "<p>Read me well.</p>"}]
lesson.save_revision().publish()
publish_version(CourseVersion.objects.get().course, by=None, small=True, reason="A word.")
run_owed()
"""


def address(version: CourseVersion) -> str:
    module = version.modules.order_by("position").first()
    assert module is not None
    lesson = module.lessons.order_by("position").first()
    assert lesson is not None
    return reverse("lesson", args=[version.course.slug, module.slug, lesson.slug])


def somebody_in(version: CourseVersion) -> Client:
    officer, client = an_officer(), Client()
    enrol(learner=officer.learner, course=version.course)
    client.force_login(officer)
    return client


def this_database() -> str:
    """The test's own, as another process names it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = quote(settings["USER"]), quote(settings["PASSWORD"])
    return f"postgres://{user}:{password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_correction_made_by_another_process_shows_at_once(tmp_path: Path) -> None:
    version = published_course(lessons=2, questions=2)
    reader, url = somebody_in(version), address(version)
    before = reader.get(url).content.decode()
    assert "Read me well." not in before
    assert reader.get(url).status_code == 200
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.base",
        "DATABASE_URL": this_database(),
        "LMS_VAR": str(tmp_path),
        "CELERY_BROKER_URL": "filesystem://",
    }
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", CORRECT]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert Enrolment.objects.get().version.label == "1.1"
    assert "Read me well." in reader.get(url).content.decode()


@pytest.mark.django_db
def test_two_people_on_two_versions_each_read_their_own() -> None:
    version = published_course(lessons=2, questions=2)
    earlier, url = somebody_in(version), address(version)
    assert earlier.get(url).status_code == 200
    lesson = LessonPage.objects.order_by("pk").first()
    assert lesson is not None
    lesson.body = [{**TEXT, "value": "<p>Read me another way.</p>"}]
    lesson.save_revision().publish()
    assert "another way" not in earlier.get(url).content.decode(), "a draft is nobody's"
    from courses.catalogue.services import publish_version

    publish_version(version.course, by=None)
    later = somebody_in(version)
    for _again in range(2):
        assert "another way" in later.get(url).content.decode()
        assert "another way" not in earlier.get(url).content.decode()


def test_what_one_person_did_is_on_nobody_elses_page(learning: Any) -> None:
    first: Learning = learning()
    first.join()
    url = first.lesson()
    first.client.get(url)
    first.client.post(first.lesson(1, "lesson-done"))
    first.client.post(first.lesson(1, "lesson-marks"), {"act": "note", "note": "Mine alone"})
    second: Learning = learning(version=first.version)
    second.join()
    assert "Mine alone" in first.client.get(url).content.decode()
    page = second.client.get(url).content.decode()
    assert "Mine alone" not in page
    assert "You have finished this lesson" not in page
    assert first.person.full_name not in page


def test_each_language_is_kept_by_itself(learning: Any) -> None:
    version = learning().version
    english = lesson_shown(version.pk, "module-1", "lesson-1")
    assert lesson_shown(version.pk, "module-1", "lesson-1") is english
    with translation.override("es"):
        assert lesson_shown(version.pk, "module-1", "lesson-1") is not english


def test_an_address_that_is_no_lesson_is_not_kept(learning: Any) -> None:
    version = learning().version
    assert lesson_shown(version.pk, "module-1", "made-up") is None
    with CaptureQueriesContext(connection) as queries:
        assert lesson_shown(version.pk, "module-1", "made-up") is None
    assert len(queries) == 1


MOST = {"course": 8, "lesson": 8, "attempt": 6, "home": 9, "answer": 6, "hand-in": 22}


def test_the_pages_people_wait_for_ask_few_queries(learning: Any) -> None:
    course: Learning = learning()
    course.join()
    attempt = course.start()
    course.answer_all(attempt)
    answer = {"client_id": "z", "sequence": 90, "item": "a", "answer": "0"}

    def ask(kind: str) -> Any:
        if kind == "answer":
            return course.send(attempt, answer)
        if kind == "hand-in":
            return course.hand_in(attempt)
        urls = {
            "course": course.url("course"),
            "lesson": course.lesson(),
            "attempt": reverse("attempt", args=[attempt.pk]),
            "home": "/",
        }
        return course.client.get(urls[kind])

    for kind, most in MOST.items():
        if kind != "hand-in":
            ask(kind)
        with CaptureQueriesContext(connection) as queries:
            assert ask(kind).status_code in (200, 302)
        assert len(queries) <= most, (kind, [query["sql"][:100] for query in queries])
