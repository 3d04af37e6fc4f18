"""A question whose type the site no longer has: its record opens, and it counts for nothing new."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from courses.assessment.grading import graded
from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, Grading
from courses.assessment.refusals import AwaitsMarking
from courses.questions import question_types
from tests.factories.learning import an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def forget(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Take a type out of the program, as a later release may."""

    def forget(key: str) -> None:
        left = tuple(kind for kind in question_types.QUESTION_TYPES if kind.key != key)
        monkeypatch.setattr(question_types, "QUESTION_TYPES", left)

    return forget


def test_a_sealed_attempt_still_shows_its_record(learning: Any, forget: Any) -> None:
    learner = learning()
    learner.join()
    learner.finish_lessons()
    attempt = learner.start()
    learner.answer_all(attempt)
    learner.hand_in(attempt)
    forget("ordering")
    html = learner.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert "What about c?" in html
    assert "kept as it was recorded" in html
    assert "Because of c." in html
    assert Grading.objects.get(attempt=attempt).score == 100


def test_an_open_attempt_goes_on_without_it(learning: Any, forget: Any) -> None:
    learner = learning(items=[an_item("a"), an_item("c", "ordering", critical=True)])
    learner.join()
    learner.finish_lessons()
    attempt = learner.start()
    forget("ordering")
    html = learner.client.get(reverse("attempt", args=[attempt.pk])).content.decode()
    assert "answered any more" in html
    body = {"client_id": "x", "sequence": 1, "item": "c", "answer": ["0", "1", "2", "3"]}
    answer = learner.send(attempt, body)
    assert answer.status_code == 400
    assert "doesn't count" in answer.json()["error"]
    shown = next(one["shown"] for one in attempt.items if one["key"] == "a")
    body = {"client_id": "y", "sequence": 2, "item": "a", "answer": str(shown.index(0))}
    assert learner.send(attempt, body).status_code == 200
    learner.hand_in(attempt)
    grading = Grading.objects.get(attempt=attempt)
    assert grading.passed
    assert grading.score == 100
    result = learner.client.get(reverse("attempt-result", args=[attempt.pk])).content.decode()
    assert "was not counted" in result
    assert "1 of 1 right" in result


def test_an_attempt_begins_without_it(learning: Any, forget: Any) -> None:
    learner = learning()
    learner.join()
    learner.finish_lessons()
    forget("ordering")
    attempt = learner.start()
    assert Attempt.objects.get().pk == attempt.pk
    page = learner.client.get(reverse("attempt", args=[attempt.pk]))
    assert page.status_code == 200


def test_what_a_person_must_mark_is_never_graded_as_nothing(learning: Any) -> None:
    """It waits, whatever the machine marked; nobody's grading can be made without the marks."""
    kind = question_types.question_type("open")
    learner = learning(items=[an_item("a"), an_item("o", config=kind.sample, type="open")])
    learner.join()
    learner.finish_lessons()
    attempt = learner.start()
    body = {"client_id": "x", "sequence": 1, "item": "o", "answer": {"text": "I look first."}}
    assert learner.send(attempt, body).status_code == 200
    assert submit_attempt(learner=learner.person.learner, attempt_id=attempt.pk) is None
    attempt.refresh_from_db()
    assert attempt.responses.get().answer == "I look first."
    assert not Grading.objects.exists()
    with pytest.raises(AwaitsMarking, match="waits for a person"):
        graded(attempt)
