# ruff: noqa: S608  raw SQL is what is tested here
"""Answers are kept once, in order, whatever a browser sends and however often."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404, QueryDict

from courses.assessment.models import Attempt, Response
from courses.assessment.queries import answers_in_force
from courses.assessment.refusals import AttemptClosed, BadAnswer, NotAssessed
from courses.assessment.services import save_posted_answer, save_response
from lms.accounts.models import AgencyKind
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import an_officer, on_page


def test_an_answer_sent_ten_times_is_kept_once(sitting) -> None:
    attempt = sitting.start()
    for _n in range(10):
        sitting.save(attempt, "a", "2", client_id="one")
    assert Response.objects.count() == 1


def test_the_highest_sequence_counts_not_the_last_to_arrive(sitting) -> None:
    attempt = sitting.start()
    sitting.save(attempt, "a", "2", 7)
    sitting.save(attempt, "a", "1", 3)
    sitting.save(attempt, "b", ["1", "0"], 8)
    sitting.save(attempt, "c", [2, "1", 3, 4], 9)
    assert answers_in_force(attempt) == {"a": 2, "b": [0, 1], "c": [2, 1, 3, 4]}


def test_an_answer_can_be_taken_back(sitting) -> None:
    attempt = sitting.start()
    sitting.save(attempt, "b", ["1"], 1)
    sitting.save(attempt, "b", [], 2)
    sitting.save(attempt, "a", "0", 3)
    assert answers_in_force(attempt) == {"a": 0}


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("a", "4"), ("a", -1), ("a", True), ("a", {"x": 1}), ("a", ["0"]), ("a", "é"), ("a", 1.5),
        ("b", "0"), ("b", ["9"]), ("b", [None]), ("b", ["0"] * 50), ("b", [["0"]]),
        ("c", ["0", "1", "2"]), ("c", ["0", "0", "1", "2"]), ("c", "0123"), ("c", {"0": 1}),
        ("z", "0"), (None, "0"), (["a"], "0"), ("a" * 4000, "0"), ("a\x00", "0"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_refused(sitting, item, answer) -> None:
    attempt = sitting.start()
    with pytest.raises(BadAnswer) as refusal:
        sitting.save(attempt, item, answer, client_id="one")
    assert refusal.value.messages[0].endswith(".")
    assert not Response.objects.exists()


@pytest.mark.parametrize("client_id", [None, "", "x" * 65, 5, "a b", "\ud800", "<b>", ["a"]])
def test_an_answer_needs_a_client_id(sitting, client_id) -> None:
    attempt = sitting.start()
    with pytest.raises(BadAnswer):
        save_response(
            learner=sitting.officer.learner, attempt_id=attempt.pk, item_key="a", answer="0",
            client_id=client_id, sequence=1,
        )  # fmt: skip


@pytest.mark.parametrize("sequence", [None, -1, 10**12, "1", True, 1.5])
def test_an_answer_needs_a_place_in_order(sitting, sequence) -> None:
    attempt = sitting.start()
    with pytest.raises(BadAnswer):
        sitting.save(attempt, "a", "0", sequence)


def test_other_peoples_attempts_are_not_found(sitting) -> None:
    attempt = sitting.start()
    for learner, pk in (
        (an_officer().learner, attempt.pk),
        (sitting.officer.learner, uuid.uuid4()),
    ):
        with pytest.raises(Http404):
            save_response(
                learner=learner, attempt_id=pk, item_key="a", answer="0", client_id="x", sequence=1
            )
    assert not Response.objects.exists()


def test_after_hand_in_new_answers_are_refused_and_saved_ones_acknowledged(sitting) -> None:
    attempt = sitting.start()
    sitting.save(attempt, "a", "0", client_id="known")
    sitting.hand_in(attempt)
    with pytest.raises(AttemptClosed, match="isn't counted"):
        sitting.save(attempt, "b", ["0", "1"], 2)
    assert sitting.save(attempt, "a", "0", client_id="known").client_id == "known"
    assert Response.objects.count() == 1


def test_a_posted_form_is_kept_once_and_after_all_others(sitting) -> None:
    attempt = sitting.start()
    sitting.save(attempt, "a", "3", 40)
    for _ in range(3):
        save_posted_answer(
            learner=sitting.officer.learner, attempt_id=attempt.pk, item_key="a",
            data=QueryDict(f"answer-a={on_page(attempt, 'a', '1')}"),
        )  # fmt: skip
    assert [row.sequence for row in Response.objects.all()] == [40, 41]
    places = zip(on_page(attempt, "c", ["0", "1", "2", "3"]), (2, 1, 3, 4), strict=True)
    save_posted_answer(
        learner=sitting.officer.learner, attempt_id=attempt.pk, item_key="c",
        data=QueryDict("&".join(f"answer-c-{shown}={place}" for shown, place in places)),
    )  # fmt: skip
    assert answers_in_force(attempt) == {"a": 1, "c": [2, 1, 3, 4]}


def test_whoever_became_a_judge_leaves_no_more_answers(sitting) -> None:
    attempt = sitting.start()
    sitting.officer.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    sitting.officer.save()
    with pytest.raises(NotAssessed):
        sitting.save(attempt, "a", "0")


def test_the_database_itself_refuses_after_hand_in(sitting) -> None:
    attempt = sitting.start()
    sitting.answer(attempt)
    sitting.hand_in(attempt)
    row = Response.objects.first()
    assert row is not None
    pk = attempt.pk.hex if connection.vendor == "sqlite" else str(attempt.pk)
    statements = [
        f"UPDATE courses_attempt SET submitted_at = NULL WHERE id = '{pk}'",
        f"UPDATE courses_attempt SET items = '[]' WHERE id = '{pk}'",
        f"DELETE FROM courses_attempt WHERE id = '{pk}'",
        f"UPDATE courses_response SET answer = '1' WHERE id = {row.pk}",
        f"DELETE FROM courses_response WHERE id = {row.pk}",
        "INSERT INTO courses_response (attempt_id, item_key, client_id, sequence, answer, saved_at)"
        f" VALUES ('{pk}', 'a', 'late', 99, '1', '2026-11-21 12:00:00+00:00')",
        f"UPDATE courses_grading SET passed = {'1' if connection.vendor == 'sqlite' else 'TRUE'}",
        "DELETE FROM courses_grading",
    ]
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Attempt.objects.get(pk=attempt.pk).submitted_at is not None
    assert Response.objects.count() == 3
