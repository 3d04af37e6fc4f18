"""What the editors say after a review, of what waits for one, and of what cannot be kept."""

from typing import Any

import pytest

from courses.models import LessonPage
from courses.questions.models import Question
from courses.questions.queries import Status, bank, status_of, with_status
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import edit_url, lesson_form
from tests.courses.questions.test_admin import RIGHT, WRONG, form, url
from tests.courses.review.people import at_desk, person, submit
from tests.courses.review.test_workflow import law
from tests.factories.courses import published_course

pytestmark = pytest.mark.django_db
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
JSON = {"HTTP_ACCEPT": "application/json"}


def a_lesson() -> LessonPage:
    course = published_course().course
    page = LessonPage.objects.descendant_of(course).first()
    assert page is not None
    return page


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def press(client: Any, address: str, sent: dict[str, Any]) -> str:
    return said(client.post(address, sent, follow=True))


def test_approving_a_lesson_says_approved_and_what_comes_next() -> None:
    page = a_lesson()
    author, peer, lawyer = person(Role.AUTHOR), person(Role.AUTHOR), person(Role.LEGAL_REVIEWER)
    sent = lesson_form(page, title="On the law", body=law())
    submit(author, page, title="On the law", body=law())
    told = press(at_desk(peer), edit_url(page), {**sent, **APPROVE})
    assert "is approved here. Next: Legal review." in told
    assert "updated" not in told
    told = press(at_desk(lawyer), edit_url(page), {**sent, **APPROVE})
    assert "“On the law” is approved" in told


def test_a_question_in_review_is_no_draft_in_the_list_and_its_approval_says_so() -> None:
    author, peer = person(Role.AUTHOR), person(Role.AUTHOR)
    at_desk(author).post(url("add") + "?type=single", form([RIGHT, WRONG]))
    draft = Question.objects.get()
    assert status_of(draft) == status_of(bank().get()) == Status.DRAFT
    sent = form([RIGHT, WRONG])
    at_desk(author).post(url("edit", draft.pk), {**sent, "action-submit": "1"})
    assert status_of(draft) == status_of(bank().get()) == Status.IN_REVIEW
    assert list(with_status(bank(), "in-review")) == [draft]
    assert list(with_status(bank(), "draft")) == []
    shown = at_desk(author).get(url("list"), {"status": "in-review"}).content.decode()
    assert "What do you do?" in shown
    assert "In review" in shown
    told = press(at_desk(peer), url("edit", draft.pk), {**sent, **APPROVE})
    assert "“What do you do?” is approved and published." in told
    assert status_of(Question.objects.get()) == Status.READY


def test_what_cannot_be_kept_yet_is_said_in_plain_words() -> None:
    author = at_desk(person(Role.AUTHOR))
    page = a_lesson()
    wrong = form([RIGHT, {**WRONG, "right": "on"}])
    lesson = lesson_form(page, minutes="soon")
    for address, sent in ((url("add") + "?type=single", wrong), (edit_url(page), lesson)):
        kept = author.post(address, sent, **JSON)
        assert kept.status_code == 400
        assert kept.json()["error_message"].startswith("Not kept yet: something is missing")
        shown = author.post(address, sent)
        assert "Nothing was saved yet" in said(shown)
