"""From hand-in to a settled mark: one reader, a second, a third, and what each leads to."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from certificates.models import Certificate
from courses.assessment.granting import grant_extra_attempt
from courses.assessment.handing_in import submit_attempt
from courses.assessment.marking.models import (
    Marking,
    PartGrading,
    SettledMark,
    WhySecond,
    WrittenAnswer,
)
from courses.assessment.marking.queries import Queue, queue_of
from courses.assessment.marking.services import give_back, take_next
from courses.assessment.models import Grading
from courses.assessment.queries import grading_in_force, states_of, used_up
from courses.assessment.refusals import AttemptClosed, CannotGrant, CannotMark, CannotStart
from courses.assessment.regrading import plan_of
from courses.assessment.services import save_response, start_attempt
from courses.completion.marking import correct_marks, mark_answer, review
from courses.completion.models import CourseCompletion
from courses.completion.regrading import correct_question, proposed
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from lms.accounts.api import Role
from lms.accounts.models import AgencyKind
from lms.notices.models import Notice
from nice_framework.api import evidence_of
from tests.courses.assessment.marking.conftest import BEST, FAIR, POOR, TEXT, open_item
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.learning import an_item

pytestmark = pytest.mark.django_db


def state(attempt: Any) -> Any:
    enrolment = Enrolment.objects.get(pk=attempt.enrolment_id)
    key = attempt.module_key
    return states_of(enrolment, {key: attempt.assessment})[key]


def test_handing_in_marks_what_the_machine_can_and_leaves_the_rest_to_people(academy) -> None:
    school = academy()
    attempt = school.sat()
    part = PartGrading.objects.get()
    assert [mark.get("awaiting", False) for mark in part.items if mark["key"] == "a"] == [False]
    assert [mark["awaiting"] for mark in part.items if mark["key"] == "o"] == [True]
    assert WrittenAnswer.objects.get().awaits == 1
    assert not Grading.objects.exists()
    assert attempt.submitted_at is not None


def test_while_it_waits_it_is_neither_passed_nor_failed(academy) -> None:
    school = academy()
    attempt = school.sat()
    standing = state(attempt)
    assert standing.waiting == attempt
    assert standing.passed is None
    assert standing.last_grading is None
    assert not evidence_of(attempt.enrolment.learner).exists()
    assert not CourseCompletion.objects.exists()
    assert not Notice.objects.filter(kind="attempt-marked").exists()
    with pytest.raises(CannotStart, match="still reading"):
        start_attempt(enrolment=attempt.enrolment, assessment=school.assessment)
    with pytest.raises(AttemptClosed):
        save_response(
            learner=attempt.enrolment.learner, attempt_id=attempt.pk, item_key="o",
            answer="More", client_id="late", sequence=9,
        )  # fmt: skip


def test_an_attempt_that_waits_is_not_used_up_and_gets_no_further_one(academy) -> None:
    school = academy()
    attempt = school.sat()
    officer = UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER])
    assert used_up(Enrolment.objects.all()) == []
    with pytest.raises(CannotGrant, match="doesn't need"):
        grant_extra_attempt(
            enrolment=attempt.enrolment, module_key=attempt.module_key, by=officer, reason="Asked."
        )


def test_handing_in_twice_queues_an_answer_once(academy) -> None:
    attempt = academy().sat()
    assert submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk) is None
    assert WrittenAnswer.objects.count() == PartGrading.objects.count() == 1


def test_an_open_question_left_empty_waits_for_nobody(academy) -> None:
    school = academy()
    person = UserFactory(agency=school.agency)
    enrolment = enrol(learner=person.learner, course=school.version.course)
    attempt = start_attempt(enrolment=enrolment, assessment=school.assessment)
    grading = submit_attempt(learner=person.learner, attempt_id=attempt.pk)
    assert grading is not None
    assert (grading.score, grading.passed) == (0, False)
    assert not WrittenAnswer.objects.exists()


def test_one_reader_is_enough_where_nothing_hangs_on_it(academy, chance) -> None:
    """Nine of ten points by the machine and the best levels: no one level changes the outcome."""
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    attempt = school.sat()
    grading = school.mark(0, BEST, comment="Clear and in order.")
    assert grading is not None
    assert (grading.score, grading.passed) == (Decimal(100), True)
    (mark,) = [mark for mark in grading.items if mark["key"] == "o"]
    assert mark["levels"] == BEST
    assert (mark["comments"], mark["readers"]) == (["Clear and in order."], 1)
    assert mark["answer"] == TEXT
    settled = SettledMark.objects.get()
    assert (settled.how, settled.levels, settled.score) == ("first", BEST, 1.0)
    learner = attempt.enrolment.learner
    (shown,) = evidence_of(learner).filter(grade="B")
    assert shown.passed
    completion = CourseCompletion.objects.get()
    assert completion.completed_at >= grading.graded_at
    assert Certificate.objects.get().source_key == f"course-completion:{completion.pk}"
    notice = Notice.objects.get(kind="attempt-marked")
    assert "passed, with 100 %" in notice.body
    assert notice.learner == learner


def test_an_answer_drawn_by_chance_is_read_by_somebody_else(academy, chance) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    school.sat()
    chance(True)
    assert school.mark(0, BEST) is None
    assert WrittenAnswer.objects.get().second == WhySecond.DRAWN
    assert take_next(by=school.examiners[0]) is None
    nothing = Queue(of_service=True)  # as at any time: it says where answers may come from
    assert queue_of(school.examiners[0]) == nothing, "nothing tells that the answer was drawn"
    grading = school.mark(1, [0, 1])
    assert grading is not None
    assert SettledMark.objects.get().levels == BEST, "the first reader's marks stand"


def test_where_one_level_decides_every_answer_is_read_again(academy, chance) -> None:
    """Right by the machine and half the points: 75 %, and one level more would be 87.5 %."""
    school = academy()
    school.sat()
    assert school.mark(0, FAIR) is None
    assert WrittenAnswer.objects.get().second == WhySecond.CLOSE
    grading = school.mark(1, FAIR)
    assert grading is not None
    assert (grading.score, grading.passed) == (Decimal(75), False)
    assert Notice.objects.get(kind="attempt-marked").body.count("not passed yet") == 1
    assert not CourseCompletion.objects.exists()
    assert state(Grading.objects.get().attempt).waiting is None


@pytest.mark.parametrize(
    ("second", "third", "counts"),
    [
        ([2, 0], [2, 0], [2, 0]),  # two levels apart on one criterion, and two agree
        ([1, 1], [0, 1], [0, 1]),  # half the points apart
        ([2, 2], [1, 1], [1, 1]),
        ([2, 2], [0, 2], [0, 2]),
    ],
)
def test_readers_too_far_apart_bring_a_third_and_the_middle_counts(
    academy, chance, second, third, counts
) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    school.sat()
    chance(True)
    school.mark(0, BEST, comment="First.")
    assert school.mark(1, second, comment="Second.") is None
    assert school.waits_for() == [3]
    assert take_next(by=school.examiners[0]) is take_next(by=school.examiners[1]) is None
    grading = school.mark(2, third, comment="Third.")
    assert grading is not None
    settled = SettledMark.objects.get()
    assert (settled.how, settled.levels) == ("middle", counts)
    (mark,) = [mark for mark in grading.items if mark["key"] == "o"]
    assert mark["comments"] == ["First.", "Second.", "Third."]
    assert mark["readers"] == 3


def test_readers_near_each_other_bring_a_third_where_the_outcome_hangs_on_it(
    academy, chance
) -> None:
    """75 % by the first and 87.5 % by the second, of whom neither is far from the other."""
    school = academy()
    school.sat()
    school.mark(0, FAIR)
    assert school.mark(1, [0, 1]) is None
    assert school.waits_for() == [3]
    grading = school.mark(2, [0, 1])
    assert grading is not None
    assert (grading.score, grading.passed) == (Decimal("87.50"), True)
    assert ": passed, with 87 %." in Notice.objects.get(kind="attempt-marked").body


def test_a_critical_answer_that_is_right_for_one_reader_only_is_read_a_third_time(
    academy, chance
) -> None:
    """Three points make it right: the first gives three, the second two."""
    items = [*(an_item(f"i{n}") for n in range(9)), open_item(critical=True)]
    school = academy(items)
    school.sat()
    chance(True)
    school.mark(0, [0, 1])
    assert school.mark(1, FAIR) is None
    grading = school.mark(2, FAIR)
    assert grading is not None
    assert grading.score == 95
    assert (grading.passed, grading.critical_missed) == (False, ["o"])


def test_all_answers_of_an_attempt_are_settled_before_it_is_graded(academy, chance) -> None:
    items = [*(an_item(f"i{n}") for n in range(18)), open_item("o1"), open_item("o2")]
    school = academy(items)
    school.sat()
    assert school.mark(0, BEST) is None
    assert sorted(school.waits_for()) == [0, 1]
    assert school.mark(0, POOR) is not None
    grading = Grading.objects.get()
    assert grading.score == 95
    assert SettledMark.objects.count() == 2


def test_nobody_marks_the_own_answer_nor_one_of_another_agency(academy) -> None:
    school = academy()
    own = school.sat(roles=[Role.EXAMINER])
    learner = own.enrolment.learner.person
    stranger = UserFactory(agency=AgencyFactory(), roles=[Role.EXAMINER])
    plain = UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER, Role.ADMINISTRATOR])
    answer = WrittenAnswer.objects.get()
    for person in (learner, stranger, plain):
        assert take_next(by=person) is None
        assert queue_of(person).count == 0
        with pytest.raises(Http404):
            mark_answer(answer_id=answer.pk, by=person, levels=BEST)
    assert not Marking.objects.exists()


def test_nobody_marks_in_a_course_that_is_still_ahead_of_them(academy) -> None:
    school = academy()
    school.sat()
    enrol(learner=school.examiners[0].learner, course=school.version.course)
    assert take_next(by=school.examiners[0]) is None
    assert queue_of(school.examiners[0]).not_for_you == 1
    assert take_next(by=school.examiners[1]) is not None


def test_an_agency_with_fewer_than_three_examiners_is_told_so(academy) -> None:
    school = academy(examiners=2)
    assert queue_of(school.examiners[0]).too_few
    UserFactory(agency=AgencyFactory(kind=AgencyKind.MINISTRY), roles=[Role.EXAMINER])
    assert queue_of(school.examiners[0]).too_few
    above = AgencyFactory()
    school.agency.parent = above
    school.agency.save()
    UserFactory(agency=above, roles=[Role.EXAMINER])
    examiner = type(school.examiners[0]).objects.get(pk=school.examiners[0].pk)
    assert not queue_of(examiner).too_few


def test_an_agency_above_marks_for_its_units(academy) -> None:
    school = academy()
    school.sat(agency=AgencyFactory(parent=school.agency))
    assert take_next(by=school.examiners[0]) is not None


def test_no_examiner_sees_the_answer_of_somebody_who_became_a_judge(academy) -> None:
    school = academy()
    attempt = school.sat()
    held = take_next(by=school.examiners[0])
    bench = AgencyFactory(kind=AgencyKind.JUDICIARY)
    person = attempt.enrolment.learner.person
    person.agency = bench
    person.save()
    of_the_bench = UserFactory(agency=bench, roles=[Role.EXAMINER])
    for examiner in (*school.examiners, of_the_bench):
        assert queue_of(examiner).count == queue_of(examiner).not_for_you == 0
        assert take_next(by=examiner) is None
        with pytest.raises(Http404):
            mark_answer(answer_id=held.pk, by=examiner, levels=BEST)


@pytest.mark.parametrize(
    "levels", [[], [0], [0, 0, 0], [3, 0], [-1, 0], ["0", 0], [True, 0], [None, 0], [0.0, 0]]
)
def test_marks_that_are_not_of_the_rubric_are_refused_and_the_answer_stays(academy, levels) -> None:
    school = academy()
    school.sat()
    with pytest.raises(CannotMark):
        school.mark(0, levels)
    assert not Marking.objects.exists()
    assert take_next(by=school.examiners[0]) is not None


def test_a_comment_of_any_size_and_kind_is_kept_or_refused_in_words(academy, chance) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    school.sat()
    with pytest.raises(CannotMark, match="1500 characters"):
        school.mark(0, BEST, comment="x" * 1501)
    school.mark(0, BEST, comment=" <script>\x00\r\nquestion=1 ")
    assert Marking.objects.get().comment == "<script>\nquestion=1"


def test_the_same_marks_sent_twice_are_kept_once(academy, chance) -> None:
    school = academy()
    school.sat()
    answer = take_next(by=school.examiners[0])
    mark_answer(answer_id=answer.pk, by=school.examiners[0], levels=FAIR)
    with pytest.raises(CannotMark, match="already"):
        mark_answer(answer_id=answer.pk, by=school.examiners[0], levels=BEST)
    assert Marking.objects.get().levels == FAIR


def test_an_answer_in_one_pair_of_hands_is_in_no_other(academy, later) -> None:
    school = academy()
    school.sat()
    mine, other = school.examiners[:2]
    answer = take_next(by=mine)
    assert take_next(by=mine) == answer
    assert take_next(by=other) is None
    assert (queue_of(other).count, queue_of(other).being_read) == (1, 1)
    assert queue_of(mine).held == answer.pk
    with pytest.raises(CannotMark, match="somebody else reads it"):
        mark_answer(answer_id=answer.pk, by=other, levels=BEST)
    give_back(answer_id=answer.pk, by=other)
    assert take_next(by=other) is None
    give_back(answer_id=answer.pk, by=mine)
    assert take_next(by=other) == answer
    later(46)
    assert take_next(by=mine) == answer


def test_marks_that_come_after_the_lease_count_while_nobody_else_has_the_answer(
    academy, later, chance
) -> None:
    school = academy()
    school.sat()
    answer = take_next(by=school.examiners[0])
    later(46)
    mark_answer(answer_id=answer.pk, by=school.examiners[0], levels=FAIR)
    assert Marking.objects.count() == 1


def test_the_oldest_answer_comes_first(academy) -> None:
    school = academy()
    first, _second = school.sat(), school.sat()
    assert take_next(by=school.examiners[0]).attempt_id == first.pk
    assert take_next(by=school.examiners[1]).attempt_id == _second.pk


def test_ones_own_marks_are_corrected_by_a_further_row_with_a_reason(academy, chance) -> None:
    school = academy()
    school.sat()
    school.mark(0, FAIR)
    before = Marking.objects.get()
    change = {"by": school.examiners[0], "levels": BEST, "comment": "Better than I saw."}
    with pytest.raises(CannotMark, match="Say why"):
        correct_marks(marking_id=before.pk, reason=" ", **change)
    with pytest.raises(Http404):
        correct_marks(
            marking_id=before.pk, reason="Not mine.", **{**change, "by": school.examiners[1]}
        )
    correct_marks(marking_id=before.pk, reason="I overlooked a line.", **change)
    after = before.replaced_by
    assert (after.levels, after.reading, after.reason) == (BEST, 1, "I overlooked a line.")
    with pytest.raises(Http404):
        correct_marks(marking_id=before.pk, reason="Once more.", **change)
    assert school.mark(1, BEST) is not None
    assert SettledMark.objects.get().levels == BEST
    with pytest.raises(Http404):
        correct_marks(marking_id=after.pk, reason="Too late.", **change)


def test_markings_and_what_was_settled_are_sealed(academy, chance) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    school.sat()
    school.mark(0, BEST)
    for rows, change in (
        (Marking.objects, {"levels": POOR}),
        (SettledMark.objects, {"score": 0.0}),
        (PartGrading.objects, {"items": []}),
        (WrittenAnswer.objects, {"item_key": "other"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.all()._raw_delete(rows.db)


def test_a_question_credited_to_all_needs_no_marks_any_more(academy) -> None:
    """The attempt that waited for nothing else is graded at once, and told."""
    school = academy()
    attempt = school.sat()
    correction = proposed(
        module_key=attempt.module_key, item_key="o", item_hash="0" * 64, kind="credited", right=[]
    )
    correct_question(correction=correction, by=school.examiners[0], reason="Unclear.")
    grading = grading_in_force(attempt)
    assert (grading.score, grading.passed) == (100, True)
    assert take_next(by=school.examiners[0]) is None
    assert Notice.objects.filter(kind="attempt-marked").count() == 1
    assert CourseCompletion.objects.count() == 1


def test_a_correction_made_while_an_attempt_waits_counts_when_it_is_graded(academy, chance) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(9)), open_item()])
    attempt = school.answered(right=False)
    submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk)
    for n in range(9):
        correction = proposed(
            module_key=attempt.module_key, item_key=f"i{n}", item_hash="0" * 64, kind="credited",
            right=[],
        )  # fmt: skip
        assert plan_of(correction).counts["same"] == 0
        correct_question(correction=correction, by=school.examiners[0], reason="Unclear.")
    assert school.mark(0, BEST).score == 100


def test_regrading_keeps_the_marks_that_people_gave(academy, chance) -> None:
    school = academy([*(an_item(f"i{n}") for n in range(8)), open_item("o1"), open_item("o2")])
    attempt = school.sat()
    school.mark(0, BEST)
    school.mark(0, FAIR)
    before = grading_in_force(attempt)
    correction = proposed(
        module_key=attempt.module_key, item_key="i0", item_hash="0" * 64, kind="dropped", right=[]
    )
    correct_question(correction=correction, by=school.examiners[0], reason="Unclear.")
    after = grading_in_force(attempt)
    assert after.number == 2
    assert [m for m in after.items if "levels" in m] == [m for m in before.items if "levels" in m]
    assert Marking.objects.count() == SettledMark.objects.count() == 2


@pytest.fixture
def graded_fair(academy, chance) -> Any:
    """75 % by two readers: not passed."""
    school = academy()
    school.sat()
    for n in range(2):
        school.mark(n, FAIR, comment="Fair.")
    return school


def change(**more: Any) -> dict[str, Any]:
    values = {"levels": BEST, "comment": "It is all there.", "reason": "Appeal."}
    return {"answer_id": WrittenAnswer.objects.get().pk, **values, **more}


def test_a_review_after_grading_is_a_further_mark_and_a_further_grading(graded_fair) -> None:
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    learner = graded_fair.officers[0].learner
    assert not evidence_of(learner).filter(grade="B", passed=True).exists()
    found = review(by=administrator, **change())
    assert (found.before.score, found.after.score, found.after.number) == (75, 100, 2)
    assert SettledMark.objects.get(number=2).how == "review"
    assert SettledMark.objects.get(number=1).levels == FAIR
    assert CourseCompletion.objects.count() == 1
    assert evidence_of(learner).filter(grade="B", passed=True).exists()
    assert "Appeal." in Notice.objects.get(kind="regraded").body
    (mark,) = [mark for mark in found.after.items if mark["key"] == "o"]
    assert (mark["levels"], mark["comments"]) == (BEST, ["It is all there."])
    with pytest.raises(CannotMark, match="marks that stand"):
        review(by=administrator, **change())


def test_a_pass_is_lost_by_a_review_only_where_that_is_said(graded_fair) -> None:
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    review(by=administrator, **change())
    with pytest.raises(CannotMark, match="pass would be lost"):
        review(by=administrator, **change(levels=POOR))
    assert Grading.objects.count() == 2
    found = review(by=administrator, **change(levels=POOR, take_pass_back=True))
    assert found.pass_lost
    assert CourseCompletion.objects.count() == 1, "a completion is a fact of its own"


def test_a_review_needs_an_administrator_a_reason_and_marks_of_the_rubric(graded_fair) -> None:
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    both = graded_fair.examiners[0]
    both.groups.add(*administrator.groups.all())
    for person in (graded_fair.examiners[1], graded_fair.officers[0], both):
        with pytest.raises(Http404):
            review(by=type(person).objects.get(pk=person.pk), **change())
    with pytest.raises(CannotMark, match="Say why"):
        review(by=administrator, **change(reason="  "))
    with pytest.raises(CannotMark):
        review(by=administrator, **change(levels=[0]))
    assert Grading.objects.count() == SettledMark.objects.count() == 1


def test_nothing_is_reviewed_of_somebody_who_became_a_judge(graded_fair) -> None:
    person = graded_fair.officers[0]
    person.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    person.save()
    with pytest.raises(Http404):
        review(by=UserFactory(roles=[Role.ADMINISTRATOR]), **change())
