"""How sure: kept with the answer, scored only where the assessment says so, by a proper rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.certainty import CERTAIN, FAIRLY_SURE, GUESSING, STEPS, points
from courses.assessment.models import Response
from courses.assessment.refusals import BadAnswer
from courses.assessment.services import save_response
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.services import enrol
from tests.courses.assessment.conftest import Sitting
from tests.factories.learning import a_course, an_item, an_officer


def sitting_of(certainty: str, *items: dict) -> Sitting:
    version, officer = a_course(items=list(items), certainty=certainty), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    return Sitting(officer, enrolment, AssessmentVersion.objects.get(module__version=version))


def say(sitting: Sitting, attempt, key: str, answer: str, certainty: object, n: int = 1) -> None:
    save_response(
        learner=sitting.officer.learner, attempt_id=attempt.pk, item_key=key, answer=answer,
        client_id=f"{key}-{n}", sequence=n, certainty=certainty,
    )  # fmt: skip


@given(st.floats(0, 1))
def test_saying_what_one_believes_pays_best(p: float) -> None:
    """Whoever is right with probability p expects most from the step that fits it."""
    expected = {step: points(p, step) for step in STEPS}
    honest = GUESSING if p < 2 / 3 else FAIRLY_SURE if p < 4 / 5 else CERTAIN
    assert expected[honest] >= max(expected.values()) - 1e-9


@given(st.floats(0, 1), st.sampled_from([None, 1, 2, 3]))
def test_points_lie_between_the_rules_ends(score: float, step: int | None) -> None:
    assert -6 <= points(score, step) <= 3
    assert points(score, None) == points(score, GUESSING)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "score"),
    [((3, 3), 100), ((2, 2), "66.67"), ((1, 1), "33.33"), ((None, 3), "66.67")],
)
def test_right_answers_earn_by_how_sure_they_were(said, score) -> None:
    sitting = sitting_of("score", an_item("a"), an_item("b"))
    attempt = sitting.start()
    for key, step in zip("ab", said, strict=True):
        say(sitting, attempt, key, "0", step)
    grading = sitting.hand_in(attempt)
    assert grading.score == Decimal(score)
    assert [mark["score"] for mark in grading.items] == [1, 1]


@pytest.mark.django_db
def test_sure_and_wrong_costs_six() -> None:
    sitting = sitting_of("score", *(an_item(f"i{n}") for n in range(4)))
    attempt = sitting.start()
    for n in range(3):
        say(sitting, attempt, f"i{n}", "0", 3)
    say(sitting, attempt, "i3", "1", 3)
    assert sitting.hand_in(attempt).score == 25


@pytest.mark.django_db
def test_the_score_never_goes_below_nothing() -> None:
    sitting = sitting_of("score", an_item("a"))
    attempt = sitting.start()
    say(sitting, attempt, "a", "1", 3)
    assert sitting.hand_in(attempt).score == 0


@pytest.mark.django_db
def test_asked_and_not_scored_it_changes_nothing() -> None:
    sitting = sitting_of("ask", an_item("a"), an_item("b"))
    attempt = sitting.start()
    say(sitting, attempt, "a", "0", 1)
    say(sitting, attempt, "b", "1", "3")
    grading = sitting.hand_in(attempt)
    assert grading.score == 50
    assert {mark["key"]: mark["certainty"] for mark in grading.items} == {"a": 1, "b": 3}


@pytest.mark.django_db
def test_a_question_may_ask_alone_and_others_keep_nothing() -> None:
    sitting = sitting_of("off", an_item("a", ask_certainty=True), an_item("b"))
    attempt = sitting.start()
    say(sitting, attempt, "a", "0", 2)
    say(sitting, attempt, "b", "0", 3)
    kept = dict(Response.objects.values_list("item_key", "certainty"))
    assert kept == {"a": 2, "b": None}


@pytest.mark.django_db
@pytest.mark.parametrize("certainty", [0, 4, "4", True, 1.5, "sure", [1], {"a": 1}, -1, "²"])
def test_what_is_no_step_is_refused(certainty) -> None:
    sitting = sitting_of("ask", an_item("a"))
    attempt = sitting.start()
    with pytest.raises(BadAnswer, match="three steps"):
        say(sitting, attempt, "a", "0", certainty)
    assert not Response.objects.exists()


@pytest.mark.django_db
def test_changing_ones_mind_about_how_sure_counts() -> None:
    sitting = sitting_of("ask", an_item("a"))
    attempt = sitting.start()
    say(sitting, attempt, "a", "0", 3, 1)
    say(sitting, attempt, "a", "0", 1, 2)
    assert sitting.hand_in(attempt).items[0]["certainty"] == 1
