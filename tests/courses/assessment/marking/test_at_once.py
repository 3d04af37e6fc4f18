"""Examiners at the same moment: an answer in one pair of hands, an attempt graded once."""

from typing import Any

import pytest

from certificates.models import Certificate
from courses.assessment.handing_in import submit_attempt
from courses.assessment.marking import rules
from courses.assessment.marking.models import Marking, SettledMark, WrittenAnswer
from courses.assessment.marking.services import take_next
from courses.assessment.models import Grading
from courses.assessment.refusals import CannotMark
from courses.completion.marking import mark_answer
from courses.completion.models import CourseCompletion
from courses.completion.regrading import correct_question, proposed
from lms.notices.models import Notice
from nice_framework.api import evidence_of
from tests.courses.assessment.marking.conftest import BEST, open_item
from tests.courses.completion.test_at_once import all_at_once
from tests.factories.learning import an_item

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules._chance, "random", lambda: 0.999)


def enough(*items: dict[str, Any]) -> list[dict[str, Any]]:
    """So many questions beside them that no one level decides."""
    return [*(an_item(f"i{n}") for n in range(18)), *items]


def test_twenty_examiners_take_ten_answers_and_nobody_the_same(academy) -> None:
    school = academy(enough(open_item()), examiners=20)
    for _n in range(10):
        school.sat()
    taken = all_at_once(lambda n: take_next(by=school.examiners[n]))
    got = [one.pk for one in taken if one is not None]
    assert len(got) == len(set(got)) == 10
    holders = set(WrittenAnswer.objects.values_list("claimed_by", flat=True))
    assert len(holders) == 10


def test_one_examiner_in_twenty_tabs_holds_one_answer(academy) -> None:
    school = academy(enough(open_item()))
    first = school.sat()
    taken = all_at_once(lambda _n: take_next(by=school.examiners[0]))
    assert {one.attempt_id for one in taken} == {first.pk}


def test_the_last_two_answers_finished_at_once_make_one_outcome(academy) -> None:
    school = academy(enough(open_item("o1"), open_item("o2")), examiners=2)
    attempt = school.sat()
    held = [take_next(by=one) for one in school.examiners]

    def act(n: int) -> Any:
        return mark_answer(answer_id=held[n % 2].pk, by=school.examiners[n % 2], levels=BEST)

    done = all_at_once(act)
    gradings = [one for one in done if isinstance(one, Grading)]
    assert gradings == [Grading.objects.get()]
    assert sum(isinstance(one, CannotMark) for one in done) == 18
    assert Marking.objects.count() == SettledMark.objects.count() == 2
    assert CourseCompletion.objects.count() == Certificate.objects.count() == 1
    assert Notice.objects.filter(kind="attempt-marked").count() == 1
    assert evidence_of(attempt.enrolment.learner).filter(grade="B").count() == 1


def test_twenty_hand_ins_queue_an_answer_once(academy) -> None:
    school = academy(enough(open_item()))
    attempt = school.answered()
    done = all_at_once(
        lambda _n: submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk)
    )
    assert set(done) == {None}
    assert WrittenAnswer.objects.count() == 1


def test_marking_races_a_correction_of_the_question(academy) -> None:
    school = academy(enough(open_item()), examiners=2)
    attempt = school.sat()
    held = take_next(by=school.examiners[0])

    def act(n: int) -> Any:
        if n:
            return mark_answer(answer_id=held.pk, by=school.examiners[0], levels=[2, 2])
        correction = proposed(
            module_key=attempt.module_key, item_key="o", item_hash="0" * 64, kind="credited",
            right=[],
        )  # fmt: skip
        return correct_question(correction=correction, by=school.examiners[1], reason="Unclear.")

    all_at_once(act, 2)
    newest = Grading.objects.order_by("-number").first()
    assert newest.score == 100
    assert Notice.objects.filter(kind="attempt-marked").count() == 1
    assert CourseCompletion.objects.count() == 1
