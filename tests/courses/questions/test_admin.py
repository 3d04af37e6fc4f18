"""The question bank: choose a type, fill its form, keep the history; old types stay readable."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.test.utils.form_data import nested_form_data

from courses.questions.models import Question
from courses.questions.question_types import QUESTION_TYPES, QuestionType, question_type
from lms.accounts.api import Role
from tests.factories.accounts import UserFactory
from tests.factories.courses import PracticePointFactory, QuestionFactory, published_course
from tests.factories.files import image
from tests.factories.nice_framework import StatementFactory

pytestmark = pytest.mark.django_db
EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_courses_question:{name}", args=args)


@pytest.fixture
def author() -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=Role.AUTHOR))
    client = Client()
    client.force_login(user)
    return client


def form(options: list[dict[str, str]], **changes: Any) -> dict[str, Any]:
    listed = {"options-count": str(len(options))}
    for at, option in enumerate(options):
        listed |= {
            f"options-{at}-{name}": value
            for name, value in (
                ("deleted", ""),
                ("order", str(at)),
                ("type", ""),
                ("id", ""),
            )
        }
        listed |= {f"options-{at}-value-{name}": value for name, value in option.items()}
    return nested_form_data(
        {
            "stem": "What do you do?",
            "config": listed,
            "explanation": "Off stays off.",
            "difficulty": "2",
            "alignments": EMPTY,
            "roles": EMPTY,
            **changes,
        }
    )


RIGHT = {"text": "Leave it", "right": "on", "feedback": "Right."}
WRONG = {"text": "Start it", "feedback": "It changes."}


def test_adding_starts_by_choosing_the_type(author: Client) -> None:
    html = author.get(url("add")).content.decode()
    assert "?type=ordering" in html
    assert "<form" not in html.split("What kind of question?")[1]
    html = author.get(url("add") + "?type=ordering").content.decode()
    assert "block-field" in html
    assert "?type=ordering" in html


def test_a_question_is_made_with_its_alignment_and_a_revision(author: Client) -> None:
    statement = StatementFactory(identifier="K9001")
    aligned = {**EMPTY, "TOTAL_FORMS": 1, "0-statement": statement.pk, "0-ORDER": 1, "0-id": ""}
    answer = author.post(url("add") + "?type=single", form([RIGHT, WRONG], alignments=aligned))
    assert answer.status_code == 302
    question = Question.objects.get()
    assert question.type_key == "single"
    assert [option["right"] for option in question.config["options"]] == [True, False]
    assert question.alignments.get().statement == statement
    assert question.revisions.count() == 1


def test_what_is_wrong_is_said_and_nothing_is_saved(author: Client) -> None:
    answer = author.post(url("add") + "?type=single", form([RIGHT, {**WRONG, "right": "on"}]))
    assert "exactly one option" in answer.content.decode()
    assert author.post(url("add"), form([RIGHT, WRONG])).status_code == 200
    assert not Question.objects.exists()


def test_a_critical_question_on_an_open_point_is_refused(author: Client) -> None:
    point = PracticePointFactory()
    sent = form([RIGHT, WRONG], critical="on", practice_point=point.pk)
    answer = author.post(url("add") + "?type=single", sent)
    assert "cannot be critical" in answer.content.decode()


def test_the_type_of_a_question_stays(author: Client) -> None:
    question = QuestionFactory()
    sent = form([RIGHT, WRONG], type_key="ordering", stem="Another stem?")
    assert author.post(url("edit", question.pk), sent).status_code == 302
    question.refresh_from_db()
    draft = question.get_latest_revision_as_object()
    assert (draft.type_key, draft.stem) == ("single", "Another stem?")
    assert author.get(url("history", question.pk)).status_code == 200


def test_the_list_says_type_statements_and_use(
    author: Client, django_assert_max_num_queries: Any
) -> None:
    published_course(questions=5)
    author.get(url("list"))
    with django_assert_max_num_queries(30):
        html = author.get(url("list")).content.decode()
    assert html.count("Single choice") >= 5
    assert "Module 1" in html


def test_a_question_whose_type_is_gone_opens_read_only(author: Client) -> None:
    question = QuestionFactory()
    Question.objects.update(type_key="riddle")
    answer = author.get(url("edit", question.pk))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "riddle" in html
    assert question.stem in html
    assert author.post(url("edit", question.pk), form([RIGHT, WRONG])).status_code == 409
    assert "gone" in author.get(url("list")).content.decode()


def test_an_author_reads_practice_points_at_most(author: Client) -> None:
    point = PracticePointFactory()
    edit = reverse("wagtailsnippets_courses_practicepoint:edit", args=[point.pk])
    assert author.get(edit).status_code in (302, 403)


def test_types_are_offered_in_groups_with_how_they_score(author: Client) -> None:
    html = author.get(url("add")).content.decode()
    for kind in QUESTION_TYPES:
        assert f"?type={kind.key}" in html
        assert str(kind.scoring)
        assert str(escape(kind.scoring)) in html


def test_a_new_question_is_previewed_as_asked_and_told(author: Client) -> None:
    preview = url("preview_on_add")
    assert author.post(preview, form([RIGHT, WRONG])).status_code == 404
    answer = author.post(f"{preview}?type=single", form([RIGHT, WRONG]))
    assert answer.json() == {"is_valid": True, "is_available": True}
    seen = author.get(f"{preview}?type=single")
    html = seen.content.decode()
    assert "In the assessment" in html
    assert html.count("Start it") == 2
    assert "It changes." in html.split("After hand-in")[1]
    assert seen["X-Frame-Options"] == "SAMEORIGIN"
    assert not Question.objects.exists()


def test_a_question_is_previewed_while_it_is_edited(author: Client) -> None:
    question = QuestionFactory()
    preview = url("preview_on_edit", question.pk)
    author.post(preview, form([RIGHT, WRONG], stem="Another stem?"))
    assert "Another stem?" in author.get(preview).content.decode()
    question.refresh_from_db()
    assert question.stem != "Another stem?"


def test_a_question_about_an_uploaded_picture_is_previewed_with_its_places() -> None:
    kind = question_type("hotspot")
    config = {**kind.sample, "figure": "", "image": image().pk}
    question = QuestionFactory(type_key="hotspot", config=config)
    html = question.make_preview_request().content.decode()
    assert html.count("<img src=") == 2
    assert html.count('class="marker-region') == len(kind.sample["regions"])


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.key)
def test_every_type_has_an_editor_and_a_preview(author: Client, kind: QuestionType) -> None:
    assert author.get(f"{url('add')}?type={kind.key}").status_code == 200
    question = QuestionFactory(type_key=kind.key, config=kind.clean(kind.sample))
    assert author.get(url("edit", question.pk)).status_code == 200
    html = question.make_preview_request().content.decode()
    assert "In the assessment" in html
    assert question.explanation in html.split("After hand-in")[1]
