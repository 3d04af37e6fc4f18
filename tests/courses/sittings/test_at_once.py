"""Twenty at once on a real database: one attempt, one code, two readings, one grade."""

from typing import Any

import pytest

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, Grading
from courses.assessment.refusals import CannotStart
from courses.assessment.sittings.holding import decide_hold
from courses.assessment.sittings.invigilating import close_sitting, note_irregularity
from courses.assessment.sittings.keying import key_paper, settle
from courses.assessment.sittings.models import Fate, KeyedEntry, PaperEvent, PaperForm, WrongCode
from courses.assessment.sittings.paper import draw_papers, leave_unused, note_fate
from courses.assessment.sittings.queries import grade_of
from courses.assessment.sittings.refusals import SittingRefused
from courses.catalogue.models import AssessmentVersion
from lms.accounts.api import Role
from nice_framework.api import decided_grades, evidence_of
from tests.courses.completion.test_at_once import all_at_once
from tests.courses.sittings.conftest import Room, a_room
from tests.courses.sittings.test_papers import collected, keyed
from tests.factories.learning import an_officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def an_open_room(count: int = 3) -> Room:
    room = a_room(count)
    room.plan()
    room.open()
    for one in room.learners:
        room.check(one)
    return room


def test_twenty_starts_with_the_code_are_one_attempt() -> None:
    room = an_open_room()
    code = room.sitting.code
    begun = all_at_once(lambda _n: room.start(room.learners[0], code))
    assert {one.pk for one in begun} == {Attempt.objects.get().pk}


def test_twenty_guesses_at_once_are_five() -> None:
    room = an_open_room()
    said = all_at_once(lambda _n: room.start(room.learners[0], "WRONG"))
    assert all(isinstance(one, CannotStart) for one in said)
    assert WrongCode.objects.count() == 5


def test_nobody_starts_behind_a_close() -> None:
    room = an_open_room(10)
    code = room.sitting.code

    def act(n: int) -> Any:
        if n == 10:
            return close_sitting(sitting=room.sitting, by=room.invigilator)
        return room.start(room.learners[n], code)

    all_at_once(act, 11)
    closed = room.fresh().closed_at
    if closed is not None:
        assert not Attempt.objects.exists(), "it closes only when nobody is working"
    else:
        assert Attempt.objects.count() == 10


def test_one_paper_goes_to_one_of_many() -> None:
    room = an_open_room(10)
    assessment = AssessmentVersion.objects.select_related("module__version").get()
    draw_papers(sitting=room.sitting, by=room.trainer, assessment=assessment, count=1)
    form = PaperForm.objects.get()
    all_at_once(
        lambda n: note_fate(
            form=form, by=room.invigilator, fate=Fate.HANDED_OUT,
            invitation=room.invitation(room.learners[n]),
        ),
        10,
    )  # fmt: skip
    assert PaperEvent.objects.count() == 1


def test_papers_drawn_at_once_have_numbers_of_their_own() -> None:
    room = a_room(1)
    room.plan()
    assessment = AssessmentVersion.objects.select_related("module__version").get()
    all_at_once(
        lambda _n: draw_papers(
            sitting=room.sitting, by=room.trainer, assessment=assessment, count=2
        ),
        8,
    )
    assert sorted(PaperForm.objects.values_list("number", flat=True)) == list(range(1, 17))


def test_many_key_one_paper_at_once_and_it_counts_once() -> None:
    room = a_room(1)
    form = collected(room)
    people = [an_officer(agency=room.agency, roles=[Role.TRAINING_OFFICER]) for _n in range(10)]
    right = keyed(form)
    said = all_at_once(lambda n: key_paper(form=form, by=people[n // 2], answers=right))
    assert sum(isinstance(one, SittingRefused) for one in said) == 18
    assert KeyedEntry.objects.count() == 2
    assert len(set(KeyedEntry.objects.values_list("keyed_by", flat=True))) == 2
    assert Attempt.objects.count() == Grading.objects.count() == 1
    assert evidence_of(room.learners[0].learner).count() == 1


def test_many_settle_one_paper_at_once_and_it_counts_once() -> None:
    room = a_room(1)
    form = collected(room)
    right = keyed(form)
    key_paper(form=form, by=room.trainer, answers={})
    key_paper(form=form, by=room.invigilator, answers=right)
    all_at_once(lambda _n: settle(form=form, by=room.trainer, answers=right, paper_in_hand=True))
    assert KeyedEntry.objects.count() == 3
    assert Grading.objects.get().score == 100


def test_a_decision_on_the_grade_races_the_hand_in_and_holds() -> None:
    room = an_open_room(6)
    note = note_irregularity(
        sitting=room.sitting, by=room.invigilator, text="A phone rang.", done="Switched off."
    )
    attempts = [room.start(one) for one in room.learners]
    invitations = [room.invitation(one) for one in room.learners]

    def act(n: int) -> Any:
        at = n // 2
        if n % 2:
            return decide_hold(
                irregularity=note, invitation=invitations[at], by=room.trainer, held=True,
                reason="Looked at it.",
            )  # fmt: skip
        return submit_attempt(learner=room.learners[at].learner, attempt_id=attempts[at].pk)

    all_at_once(act, 12)
    decided = decided_grades()
    for attempt, learner in zip(attempts, room.learners, strict=True):
        recorded = evidence_of(learner.learner).get().grade
        assert grade_of(attempt) == "B"
        assert decided.get(f"assessment-attempt:{attempt.pk}", recorded) == "B"


def test_leaving_papers_unused_twice_at_once_notes_each_once() -> None:
    room = an_open_room(1)
    assessment = AssessmentVersion.objects.select_related("module__version").get()
    draw_papers(sitting=room.sitting, by=room.trainer, assessment=assessment, count=5)
    all_at_once(lambda _n: leave_unused(sitting=room.sitting, by=room.invigilator), 4)
    assert PaperEvent.objects.count() == 5
