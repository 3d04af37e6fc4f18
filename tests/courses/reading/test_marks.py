"""Bookmarks and notes: kept on any device, seen by nobody else, gone when their owner says so."""

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.reading.models import LONGEST_NOTE, Mark
from tests.courses.player.conftest import Learning, judge, learning
from tests.factories.learning import a_course, an_officer

__all__ = ["judge", "learning"]

pytestmark = pytest.mark.django_db
SECRET = "nobody else reads this 8217"


def post(course: Learning, client: Client | None = None, **data: str):
    return (client or course.client).post(course.lesson(1, "lesson-marks"), data)


def test_a_bookmark_stays_until_it_is_taken_away(learning) -> None:
    course = learning()
    course.join()
    for _twice in range(2):
        assert post(course, act="bookmark", block="block-1").status_code == 302
    assert Mark.objects.get().block == "block-1"
    other = Client()
    other.force_login(course.person)
    assert 'data-bookmarked="block-1"' in other.get(course.lesson()).content.decode()
    assert f'href="{course.lesson()}#b-block-1"' in other.get(course.url("marks")).content.decode()
    for _twice in range(2):
        post(course, act="unmark", block="block-1")
    assert not Mark.objects.exists()


def test_a_note_is_plain_text_for_the_lesson_or_a_block(learning) -> None:
    course = learning()
    course.join()
    post(course, act="note", block="", note="  <b>Ask</b> the store\r\nfirst  ")
    post(course, act="note", block="block-2", note=SECRET)
    post(course, act="bookmark", block="block-2")
    page = course.client.get(course.lesson()).content.decode()
    assert "&lt;b&gt;Ask&lt;/b&gt; the store<br>first" in page
    assert SECRET in page
    post(course, act="note", block="block-2", note="")
    assert Mark.objects.get(block="block-2").bookmarked
    post(course, act="note", block="", note=" ")
    assert Mark.objects.count() == 1


def test_every_form_carries_its_token(learning) -> None:
    course = learning()
    course.join()
    post(course, act="note", block="", note=SECRET)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(course.person)
    for url in (course.lesson(), course.url("marks"), course.url("paper"), "/display/"):
        page = careful.get(url).content.decode()
        forms = page.count('method="post"')
        assert page.count('name="csrfmiddlewaretoken"') == forms, url


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "burn", "block": "block-1"},
        {"act": "bookmark", "block": "block-99"},
        {"act": "note", "block": "block-99", "note": "x"},
        {"act": "note", "block": "block-1", "note": "typed " * LONGEST_NOTE},
        {"act": "bookmark", "block": "x" * 5000},
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(learning, data) -> None:
    course = learning()
    course.join()
    answer = post(course, **data)
    assert answer.status_code == 400
    assert data.get("note", "")[:50] in answer.content.decode()
    quick = course.client.post(
        course.lesson(1, "lesson-marks"), data, headers={"accept": "application/json"}
    )
    assert json.loads(quick.content)["error"].endswith(".")
    assert not Mark.objects.exists()


def test_marks_are_their_owners_alone(learning) -> None:
    course = learning()
    course.join()
    post(course, act="note", block="block-1", note=SECRET)
    stranger = Client()
    stranger.force_login(an_officer())
    assert post(course, stranger, act="note", block="block-1", note="").status_code == 404
    assert stranger.get(course.url("marks")).status_code == 302
    assert Client().get(course.url("marks")).status_code == 302
    colleague = learning(version=course.version)
    colleague.join()
    for page in (colleague.lesson(), colleague.url("marks")):
        assert SECRET not in colleague.client.get(page).content.decode()
    post(course, colleague.client, act="note", block="block-1", note="")
    colleague.client.post(colleague.url("marks"))
    assert Mark.objects.get().note == SECRET


def test_looking_changes_nothing_and_the_owner_deletes_all(learning) -> None:
    course, elsewhere = learning(), uuid.uuid4()
    course.join()
    post(course, act="note", block="block-1", note=SECRET)
    Mark.objects.create(learner=course.person.learner, lesson_key=elsewhere, note="another course")
    assert course.client.get(course.url("marks"), {"act": "forget"}).status_code == 200
    assert course.client.get(course.lesson(1, "lesson-marks")).status_code == 405
    assert Mark.objects.count() == 2
    course.client.post(course.url("marks"))
    assert Mark.objects.get().lesson_key == elsewhere


def test_a_place_that_a_version_lost_still_leads_to_its_lesson(learning) -> None:
    course = learning()
    course.join()
    key = course.version.modules.get().lessons.get(slug="lesson-1").key
    Mark.objects.create(learner=course.person.learner, lesson_key=key, block="gone", note="Old")
    page = course.client.get(course.url("marks")).content.decode()
    assert "A passage that has changed" in page
    assert post(course, act="note", block="gone", note="").status_code == 302
    assert not Mark.objects.exists()


def test_a_judges_note_is_the_judges(judge) -> None:
    judge.join()
    post(judge, act="note", block="block-1", note=SECRET)
    assert SECRET in judge.client.get(judge.lesson()).content.decode()
    post(judge, act="note", block="block-1", note="")
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            assert not any(SECRET in str(row) for row in cursor.fetchall()), name


def test_the_list_costs_as_much_for_many_as_for_few(learning) -> None:
    course = learning(version=a_course("long", modules=4, lessons=5))
    course.join()
    post(course, act="bookmark", block="block-1")
    with CaptureQueriesContext(connection) as few:
        course.client.get(course.url("marks"))
    for module in range(1, 5):
        for n in range(1, 6):
            url = course.lesson(n, "lesson-marks", module)
            course.client.post(url, {"act": "bookmark", "block": "block-2"})
    with CaptureQueriesContext(connection) as many:
        page = course.client.get(course.url("marks"))
    assert page.content.decode().count("#b-block-2") == 20
    assert len(many) == len(few) <= 12


def test_many_marks_in_one_lesson_are_refused_in_a_sentence(learning, monkeypatch) -> None:
    monkeypatch.setattr("courses.reading.services.MOST_MARKS", 2)
    course = learning()
    course.join()
    answers = [post(course, act="bookmark", block=f"block-{n}").status_code for n in range(3)]
    assert answers == [302, 302, 400]
