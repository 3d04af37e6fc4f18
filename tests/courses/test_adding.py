"""What an author adds is there once, whatever is sent twice and in whatever order."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from courses.models import AddedOnce, LessonPage, ModulePage, Question
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import lesson_form
from tests.courses.questions.test_admin import EMPTY, RIGHT, WRONG, form
from tests.factories.accounts import UserFactory
from tests.factories.courses import course_page, module_page
from tests.factories.nice_framework import StatementFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/courses/question/add/?type=single"
JSON = {"HTTP_ACCEPT": "application/json"}
SUBMIT = {"action-submit": "1"}


@pytest.fixture
def author() -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=Role.AUTHOR))
    client = Client()
    client.force_login(user)
    return client


def rendered_key(client: Client, url: str) -> str:
    """The key in the form of an add page, as a browser finds it."""
    found = re.search(r'name="form_key" value="([0-9a-f-]{36})"', client.get(url).content.decode())
    assert found is not None
    return found[1]


def question(key: str, **changes: Any) -> dict[str, Any]:
    return {**form([RIGHT, WRONG], **changes), "form_key": key}


def test_each_add_form_has_a_key_of_its_own(author: Client) -> None:
    assert rendered_key(author, ADD) != rendered_key(author, ADD)


def test_submit_after_an_autosave_that_was_on_its_way_makes_one_question(author: Client) -> None:
    key = rendered_key(author, ADD)
    aligned = {
        **EMPTY,
        "TOTAL_FORMS": 1,
        "0-statement": StatementFactory(identifier="K9001").pk,
        "0-ORDER": 1,
        "0-id": "",
    }
    kept = author.post(ADD, question(key, stem="What do", alignments=aligned), **JSON)
    assert kept.json()["success"]
    sent = author.post(ADD, {**question(key, alignments=aligned), **SUBMIT})
    assert sent.status_code == 302
    made = Question.objects.get()
    assert made.pk == kept.json()["pk"]
    latest = made.get_latest_revision_as_object()
    assert latest.stem == "What do you do?"
    assert latest.alignments.count() == made.alignments.count() == 1
    assert made.workflow_in_progress


def test_an_autosave_that_arrives_after_submit_changes_nothing(author: Client) -> None:
    key = rendered_key(author, ADD)
    author.post(ADD, {**question(key), **SUBMIT})
    late = author.post(ADD, question(key, stem="What do"), **JSON)
    assert late.status_code == 400
    assert late.json()["error_code"] == "invalid_revision"
    made = Question.objects.get()
    assert made.get_latest_revision_as_object().stem == "What do you do?"
    assert made.revisions.count() == 1


def test_an_autosave_whose_answer_was_lost_is_taken_up_again(author: Client) -> None:
    key = rendered_key(author, ADD)
    first = author.post(ADD, question(key, stem="What do"), **JSON).json()
    again = author.post(ADD, question(key, stem="What do you"), **JSON).json()
    assert (again["pk"], again["url"]) == (first["pk"], first["url"])
    assert again["hydrate_url"] == first["hydrate_url"]
    assert Question.objects.get().get_latest_revision_as_object().stem == "What do you"


def test_a_form_sent_twice_makes_one_question(author: Client) -> None:
    key = rendered_key(author, ADD)
    twice = [author.post(ADD, {**question(key), **SUBMIT}) for _ in range(2)]
    assert [answer.status_code for answer in twice] == [302, 302]
    made = Question.objects.get()
    assert made.revisions.count() == 1
    assert made.workflow_states.count() == 1


def test_a_form_changed_and_sent_again_changes_the_question(author: Client) -> None:
    key = rendered_key(author, ADD)
    author.post(ADD, question(key))
    author.post(ADD, question(key, stem="And now?"))
    assert Question.objects.get().get_latest_revision_as_object().stem == "And now?"


def test_what_is_locked_by_its_review_is_shown_again_not_lost(author: Client) -> None:
    key = rendered_key(author, ADD)
    author.post(ADD, {**question(key), **SUBMIT})
    again = author.post(ADD, {**question(key, stem="And now?"), **SUBMIT})
    assert again.status_code == 200
    assert "And now?" in again.content.decode()
    assert Question.objects.get().workflow_states.count() == 1


def test_a_refused_form_leaves_its_key_free(author: Client) -> None:
    key = rendered_key(author, ADD)
    wrong = question(key)
    wrong |= {"config-options-1-value-right": "on"}
    assert author.post(ADD, wrong).status_code == 200
    assert not AddedOnce.objects.exists()
    assert author.post(ADD, question(key)).status_code == 302
    assert Question.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 5000, "1; drop table", "\x00"])
def test_a_key_that_is_none_is_let_pass(author: Client, key: str) -> None:
    assert author.post(ADD, question(key)).status_code == 302
    assert Question.objects.count() == 1


def test_somebody_elses_key_opens_nothing(author: Client) -> None:
    key = rendered_key(author, ADD)
    author.post(ADD, question(key))
    other = UserFactory()
    other.groups.add(Group.objects.get(name=Role.AUTHOR))
    client = Client()
    client.force_login(other)
    client.post(ADD, question(key, stem="Mine"))
    stems = {made.get_latest_revision_as_object().stem for made in Question.objects.all()}
    assert stems == {"What do you do?", "Mine"}


def test_a_question_that_was_deleted_is_made_anew(author: Client) -> None:
    key = rendered_key(author, ADD)
    author.post(ADD, question(key))
    Question.objects.all().delete()
    assert author.post(ADD, question(key)).status_code == 302
    assert Question.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_five_sendings_at_once_make_one_question(author: Client) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL to name a PostgreSQL")
    key = rendered_key(author, ADD)

    def send(number: int) -> int:
        client = Client()
        client.cookies = author.cookies
        try:
            return client.post(ADD, question(key, stem=f"What do you do, {number}?")).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(send, range(5))) == {302}
    assert Question.objects.get().revisions.count() == 5


class Lessons:
    """A lesson's add page in some module."""

    def __init__(self) -> None:
        module = module_page(course_page())
        self.module = ModulePage.objects.get(pk=module.pk)
        self.url = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
        self.draft = LessonPage(title="Off stays off", slug="off", minutes=5, objectives=[])

    def sent(self, key: str, **changes: Any) -> dict[str, Any]:
        return {**lesson_form(self.draft, **changes), "form_key": key}


def test_a_lesson_submitted_after_its_autosave_is_one_lesson(author: Client) -> None:
    lessons = Lessons()
    key = rendered_key(author, lessons.url)
    kept = author.post(lessons.url, lessons.sent(key, title="Off"), **JSON)
    assert kept.json()["success"]
    late = lessons.sent(key, slug="off-2") | SUBMIT
    assert author.post(lessons.url, late).status_code == 302
    lesson = LessonPage.objects.child_of(lessons.module).get()
    assert lesson.pk == kept.json()["pk"]
    assert lesson.get_latest_revision_as_object().title == "Off stays off"
    assert lesson.workflow_in_progress
    late_save = author.post(lessons.url, lessons.sent(key, title="Off"), **JSON)
    assert late_save.json()["error_code"] == "invalid_revision"


def test_a_lesson_sent_twice_is_one_lesson(author: Client) -> None:
    lessons = Lessons()
    key = rendered_key(author, lessons.url)
    sent = lessons.sent(key) | SUBMIT
    for _ in range(2):
        assert author.post(lessons.url, sent).status_code == 302
    lesson = LessonPage.objects.child_of(lessons.module).get()
    assert lesson.workflow_states.count() == 1


def test_who_may_not_add_pages_adds_none_by_a_key(client: Client) -> None:
    lessons = Lessons()
    client.force_login(UserFactory())
    assert client.post(lessons.url, lessons.sent(str(uuid4()))).status_code in (302, 403)
    assert not LessonPage.objects.child_of(lessons.module).exists()
    assert not AddedOnce.objects.exists()
