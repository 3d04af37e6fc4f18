"""Planning, opening, checking, starting with the code, noting, closing, and what it counts as."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from courses.assessment.granting import arrange_time, set_dates
from courses.assessment.handing_in import close_attempt, submit_attempt
from courses.assessment.models import Attempt
from courses.assessment.refusals import CannotStart
from courses.assessment.services import start_attempt
from courses.assessment.sittings.holding import decide_hold
from courses.assessment.sittings.invigilating import (
    check_identity,
    close_sitting,
    end_for_one,
    new_code,
    note_irregularity,
    open_sitting,
)
from courses.assessment.sittings.models import Invitation, WrongCode
from courses.assessment.sittings.queries import grade_of, seats_of
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.assessment.sittings.scheduling import call_off, change, invite
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from lms.accounts.api import Role
from lms.notices.models import Notice
from nice_framework.api import decided_grades, evidence_of
from tests.courses.sittings.conftest import Room, a_room
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db


def test_everybody_invited_is_told_where_and_when(room: Room) -> None:
    room.plan()
    assert Invitation.objects.count() == 3
    notice = Notice.objects.get(learner=room.learners[0].learner)
    assert "Training room 2" in notice.body


def test_each_thing_that_cant_be_gets_a_sentence_and_nothing_is_written(room: Room) -> None:
    stranger = an_officer()
    enrol(learner=stranger.learner, course=room.version.course)
    judge = a_judge()
    typed = f"{stranger.service_number}, {judge.service_number} NOBODY"
    with pytest.raises(SittingRefused) as refusal:
        room.plan(learners=typed, room=" \0 ", starts_at=timezone.now() - timedelta(hours=1))
    said = " ".join(refusal.value.messages)
    for number in (stranger.service_number, judge.service_number, "NOBODY"):
        assert f"{number}: nobody of your agency who takes this course" in said
    assert "past" in said
    assert "room" in said
    assert not Invitation.objects.exists()


def test_whoever_invigilates_never_sits_it(room: Room) -> None:
    enrol(learner=room.invigilator.learner, course=room.version.course)
    with pytest.raises(SittingRefused, match="invigilates"):
        room.plan(learners=room.invigilator.service_number)
    sitting = room.plan()
    with pytest.raises(SittingRefused, match="is invited to sit it"):
        change(
            sitting=sitting, by=room.trainer, room="3", starts_at=sitting.starts_at,
            invigilator=room.learners[0].service_number, reason="Ill.",
        )  # fmt: skip


def test_only_a_training_officer_of_the_agency_plans_and_changes_it(room: Room) -> None:
    with pytest.raises(NotYours):
        room.plan(by=room.learners[0])
    sitting = room.plan()
    other = an_officer(agency=AgencyFactory(), roles=[Role.TRAINING_OFFICER])
    with pytest.raises(NotYours):
        invite(sitting=sitting, by=other, learners="x")
    with pytest.raises(NotYours):
        call_off(sitting=sitting, by=room.invigilator, reason="No.")
    with pytest.raises(NotYours):
        open_sitting(sitting=sitting, by=room.trainer)


def test_it_opens_near_its_time_and_not_days_before(room: Room) -> None:
    room.plan(starts_at=timezone.now() + timedelta(days=2))
    with pytest.raises(SittingRefused, match="an hour before"):
        room.open()


def test_no_attempt_starts_without_opening_check_and_code(room: Room) -> None:
    learner = room.learners[0]
    room.plan()
    with pytest.raises(CannotStart, match="isn't open"):
        room.start(learner, "")
    room.open()
    with pytest.raises(CannotStart, match="who you are"):
        room.start(learner)
    room.check(learner)
    with pytest.raises(CannotStart, match="isn't the code"):
        room.start(learner, "AAAAAA")
    attempt = room.start(learner, f" {room.sitting.code[:3].lower()} {room.sitting.code[3:]} ")
    assert attempt.invitation == room.invitation(learner)
    assert room.start(learner, "").pk == attempt.pk


def test_somebody_not_invited_finds_nothing(room: Room) -> None:
    room.plan()
    room.open()
    with pytest.raises(Http404):
        room.start(an_officer())


def test_five_wrong_codes_are_enough_until_there_is_a_new_one(room: Room) -> None:
    learner = room.learners[0]
    room.plan()
    room.open()
    room.check(learner)
    for _n in range(5):
        with pytest.raises(CannotStart, match="isn't the code"):
            room.start(learner, "WRONG")
    with pytest.raises(CannotStart, match="Too many"):
        room.start(learner)
    assert WrongCode.objects.count() == 5
    before = room.fresh().code
    new_code(sitting=room.sitting, by=room.invigilator)
    with pytest.raises(CannotStart):
        room.start(learner, before)
    assert room.start(learner)


def test_a_code_is_worth_nothing_after_half_a_day_or_the_close(room: Room, later) -> None:
    room.plan()
    room.open()
    room.check(room.learners[0])
    room.check(room.learners[1])
    later(12 * 60 + 1)
    with pytest.raises(CannotStart, match="isn't open"):
        room.start(room.learners[0])
    code = room.sitting.code
    close_sitting(sitting=room.sitting, by=room.invigilator)
    assert room.fresh().code == ""
    for typed in ("", code):
        with pytest.raises(CannotStart, match="isn't open"):
            room.start(room.learners[1], typed)


def test_a_result_of_the_sitting_is_evidence_of_grade_a_and_others_stay_b(room: Room) -> None:
    room.plan()
    room.open()
    attempt = room.whole(room.learners[0])
    assert {one.grade for one in evidence_of(room.learners[0].learner)} == {"A"}
    assert grade_of(attempt) == "A"
    enrolment = Enrolment.objects.get(learner=room.learners[1].learner)
    alone = start_attempt(
        enrolment=enrolment, assessment=AssessmentVersion.objects.select_related("module").get()
    )
    submit_attempt(learner=room.learners[1].learner, attempt_id=alone.pk)
    assert {one.grade for one in evidence_of(room.learners[1].learner)} == {"B"}


def test_passing_alone_does_not_keep_anybody_from_the_sitting_and_costs_no_attempt(
    room: Room,
) -> None:
    learner = room.learners[0]
    enrolment = Enrolment.objects.get(learner=learner.learner)
    assessment = AssessmentVersion.objects.select_related("module").get()
    alone = start_attempt(enrolment=enrolment, assessment=assessment)
    room.answer(alone)
    submit_attempt(learner=learner.learner, attempt_id=alone.pk)
    room.plan()
    room.open()
    assert room.whole(learner).number == 2
    assert {one.grade for one in evidence_of(learner.learner)} == {"A", "B"}
    with pytest.raises(SittingRefused, match="has passed it in an invigilated sitting"):
        room.plan(learners=learner.service_number)


def test_a_failed_sitting_leaves_the_attempts_alone_as_many_as_before(room: Room, later) -> None:
    learner = room.learners[0]
    room.plan()
    room.open()
    room.check(learner)
    attempt = room.start(learner)
    submit_attempt(learner=learner.learner, attempt_id=attempt.pk)
    with pytest.raises(CannotStart, match="handed in"):
        room.start(learner)
    enrolment = Enrolment.objects.get(learner=learner.learner)
    assessment = AssessmentVersion.objects.select_related("module").get()
    with pytest.raises(CannotStart, match="try again from"):
        start_attempt(enrolment=enrolment, assessment=assessment)
    later(31)
    for _n in range(2):
        one = start_attempt(enrolment=enrolment, assessment=assessment)
        submit_attempt(learner=learner.learner, attempt_id=one.pk)
        later(31)
    with pytest.raises(CannotStart, match="all your attempts"):
        start_attempt(enrolment=enrolment, assessment=assessment)


def test_work_begun_elsewhere_is_handed_in_first(room: Room) -> None:
    learner = room.learners[0]
    enrolment = Enrolment.objects.get(learner=learner.learner)
    start_attempt(
        enrolment=enrolment, assessment=AssessmentVersion.objects.select_related("module").get()
    )
    room.plan()
    room.open()
    room.check(learner)
    with pytest.raises(CannotStart, match="outside of the sitting"):
        room.start(learner)


def test_dates_of_the_assessment_hold_in_the_room_too(room: Room) -> None:
    room.plan()
    room.open()
    room.check(room.learners[0])
    set_dates(
        module_key=room.sitting.module_key, by=an_officer(), reason="Storm.",
        opens_at=timezone.now() + timedelta(days=1), closes_at=None,
    )  # fmt: skip
    with pytest.raises(CannotStart, match="opens on"):
        room.start(room.learners[0])
    with pytest.raises(SittingRefused, match="opens on"):
        room.plan()


def test_each_goes_on_until_the_own_end_and_the_room_waits_for_the_last(later) -> None:
    room = a_room(2, time_limit=30)
    first, second = room.learners
    arrange_time(learner=second.learner, by=room.trainer, reason="Agreed.", extra_percent=100)
    room.plan()
    room.open()
    for one in room.learners:
        room.check(one)
        room.start(one)
    ends = {seat.name: seat.may_go_on_until for seat in seats_of(room.sitting)}
    assert ends[second.full_name] - ends[first.full_name] > timedelta(minutes=29)
    later(33)
    close_attempt(attempt_id=Attempt.objects.get(enrolment__learner=first.learner).pk)
    with pytest.raises(SittingRefused, match="still working") as refusal:
        close_sitting(sitting=room.sitting, by=room.invigilator)
    assert second.full_name not in refusal.value.messages[0]
    later(30)
    assert close_sitting(sitting=room.sitting, by=room.invigilator).closed_at


def test_whoever_leaves_without_handing_in_is_ended_with_a_note(room: Room, later) -> None:
    room.plan()
    room.open()
    room.check(room.learners[0])
    attempt = room.start(room.learners[0])
    invitation = room.invitation(room.learners[0])
    end_for_one(invitation=invitation, by=room.invigilator, reason="Called to duty.")
    attempt.refresh_from_db()
    assert attempt.ends_at is not None
    assert attempt.submitted_at is None, "what is on its way still counts for the grace"
    later(3)
    assert close_attempt(attempt_id=attempt.pk)
    assert invitation.irregularities.get().text == "Called to duty."


def test_a_check_is_taken_back_only_before_the_start_and_both_rows_stay(room: Room) -> None:
    learner = room.learners[0]
    room.plan()
    room.open()
    room.check(learner)
    invitation = room.invitation(learner)
    check_identity(
        invitation=invitation, by=room.invigilator, document="", confirmed=False, note="Wrong card."
    )
    with pytest.raises(CannotStart, match="who you are"):
        room.start(learner)
    room.check(learner)
    room.check(learner)
    assert invitation.checks.count() == 3
    room.start(learner)
    with pytest.raises(SittingRefused, match="has begun"):
        check_identity(
            invitation=invitation, by=room.invigilator, document="", confirmed=False, note="No."
        )


def test_notes_are_never_changed(room: Room) -> None:
    room.plan()
    room.open()
    note = note_irregularity(
        sitting=room.sitting, by=room.invigilator, text="Power cut.", done="Waited."
    )
    for act in (lambda: type(note).objects.update(text="x"), lambda: note.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(SittingRefused) as refusal:
        note_irregularity(
            sitting=room.sitting, by=room.invigilator, text=" ", done="",
            happened_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    assert len(refusal.value.messages) == 3


def test_an_irregularity_takes_the_higher_grade_by_somebody_elses_decision(room: Room) -> None:
    room.plan()
    room.open()
    attempt = room.whole(room.learners[0])
    invitation = room.invitation(room.learners[0])
    note = note_irregularity(
        sitting=room.sitting, by=room.invigilator, invitation=invitation, text="A phone.",
        done="Taken away.",
    )  # fmt: skip
    decide = {"irregularity": note, "invitation": invitation, "held": True, "reason": "Used it."}
    with pytest.raises(NotYours):
        decide_hold(by=room.invigilator, **decide)
    with pytest.raises(SittingRefused):
        decide_hold(by=room.trainer, **(decide | {"reason": " "}))
    decide_hold(by=room.trainer, **decide)
    with pytest.raises(SittingRefused, match="already"):
        decide_hold(by=room.trainer, **decide)
    assert grade_of(attempt) == "B"
    source = f"assessment-attempt:{attempt.pk}"
    assert decided_grades() == {source: "B"}
    assert {one.grade for one in evidence_of(room.learners[0].learner)} == {"A"}, "as recorded"
    decide_hold(by=room.trainer, **(decide | {"held": False, "reason": "It was a calculator."}))
    assert decided_grades() == {source: "A"}
    told = Notice.objects.filter(key__startswith="sitting-hold:")
    assert told.count() == 2


def test_an_officer_who_invigilates_does_not_decide(room: Room) -> None:
    room.plan(invigilator=room.trainer.service_number)
    room.invigilator = room.trainer
    room.open()
    room.whole(room.learners[0])
    note = note_irregularity(sitting=room.sitting, by=room.trainer, text="Noise.", done="Quiet.")
    with pytest.raises(NotYours, match="Somebody else"):
        decide_hold(
            irregularity=note, invitation=room.invitation(room.learners[0]), by=room.trainer,
            held=True, reason="No.",
        )  # fmt: skip


def test_a_hold_decided_before_hand_in_is_recorded_as_b_at_once(room: Room) -> None:
    room.plan()
    room.open()
    room.check(room.learners[0])
    attempt = room.start(room.learners[0])
    note = note_irregularity(
        sitting=room.sitting, by=room.invigilator, text="Answers on a wall.", done="Covered."
    )
    decide_hold(
        irregularity=note, invitation=room.invitation(room.learners[0]), by=room.trainer,
        held=True, reason="In sight.",
    )  # fmt: skip
    submit_attempt(learner=room.learners[0].learner, attempt_id=attempt.pk)
    assert {one.grade for one in evidence_of(room.learners[0].learner)} == {"B"}


def test_a_closed_sitting_changes_no_more(room: Room) -> None:
    room.plan()
    room.open()
    close_sitting(sitting=room.sitting, by=room.invigilator)
    with pytest.raises(SittingRefused, match="closed"):
        room.open()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(room.sitting).objects.update(room="Elsewhere")


def test_whoever_became_a_judge_is_named_to_nobody_and_starts_nothing(room: Room) -> None:
    learner = room.learners[0]
    room.plan()
    room.open()
    room.check(learner)
    learner.agency = AgencyFactory(kind="judiciary")
    learner.save()
    names = {seat.name for seat in seats_of(room.sitting)}
    assert learner.full_name not in names
    with pytest.raises(Exception, match="participation"):
        room.start(learner)


def test_seats_take_as_many_queries_for_many_as_for_few(django_assert_max_num_queries) -> None:
    few, many = a_room(1, slug="few"), a_room(9, slug="many", items=[an_item("a")])
    for room in (few, many):
        room.plan()
        with django_assert_max_num_queries(12):
            seats_of(room.sitting)
