"""What changed between two revisions of a question reads as people read it, not as JSON."""

import copy

import pytest
from django.urls import reverse

from lms.accounts.api import Role
from tests.courses.review.people import at_desk, person
from tests.factories.courses import CHOICES, QuestionFactory

pytestmark = pytest.mark.django_db


def test_two_revisions_are_compared_line_by_line() -> None:
    question = QuestionFactory()
    first = question.save_revision()
    question.config = copy.deepcopy(CHOICES)
    question.config["options"][1]["feedback"] = "Starting it <b>writes</b> to it."
    second = question.save_revision()
    url = reverse(
        "wagtailsnippets_courses_question:revisions_compare",
        args=[question.pk, first.pk, second.pk],
    )
    html = at_desk(person(Role.AUTHOR)).get(url).content.decode()
    assert "Options 2, Feedback" in html
    assert "Single choice:" in html
    assert "Config:" not in html
    assert 'class="addition"' in html
    assert "&lt;b&gt;" in html
    assert "{&#x27;options" not in html
    assert "&quot;options" not in html
    assert html.count("<p><strong>") >= 9
