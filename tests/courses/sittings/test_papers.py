"""Numbered papers: drawn, handed out, accounted for, keyed twice, settled, and then an attempt."""

from typing import Any

import pytest

from courses.assessment.asking import type_of
from courses.assessment.models import Attempt, Grading, Response
from courses.assessment.record import differences
from courses.assessment.refusals import CannotStart
from courses.assessment.services import start_attempt
from courses.assessment.sittings.holding import decide_hold
from courses.assessment.sittings.invigilating import close_sitting, note_irregularity
from courses.assessment.sittings.keying import differences_of, key_paper, settle
from courses.assessment.sittings.models import Fate, PaperForm
from courses.assessment.sittings.paper import (
    draw_papers,
    fitting,
    leave_unused,
    note_fate,
    why_not_on_paper,
)
from courses.assessment.sittings.queries import papers_of
from courses.assessment.sittings.refusals import NotYours, SittingRefused
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from nice_framework.api import evidence_of
from tests.courses.sittings.conftest import Room, a_room
from tests.factories.learning import an_item, an_officer, right_answer

pytestmark = pytest.mark.django_db


def an_assessment() -> AssessmentVersion:
    return AssessmentVersion.objects.select_related("module__version").get()


def papers(room: Room, count: int = 3) -> list[PaperForm]:
    room.plan()
    draw_papers(sitting=room.sitting, by=room.trainer, assessment=an_assessment(), count=count)
    return list(PaperForm.objects.order_by("number"))


def keyed(form: PaperForm, **changed: Any) -> dict[str, dict[str, Any]]:
    items = {item["key"]: item for item in form.assessment.items}
    right = {one["key"]: {"answer": as_kept(items[one["key"]])} for one in form.items}
    return right | changed


def as_kept(item: dict[str, Any]) -> Any:
    kind = type_of(item)
    assert kind is not None
    return kind.normalise(item["config"], right_answer(item))


def collected(room: Room, learner: int = 0) -> PaperForm:
    """A paper that was written on, of a closed sitting."""
    form = papers(room)[0]
    room.open()
    one = room.learners[learner]
    room.check(one)
    by = room.invigilator
    note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=room.invitation(one))
    note_fate(form=form, by=by, fate=Fate.COLLECTED)
    leave_unused(sitting=room.sitting, by=by)
    close_sitting(sitting=room.sitting, by=by)
    return PaperForm.objects.get(pk=form.pk)


def test_papers_are_numbered_on_and_each_is_a_form_of_its_own() -> None:
    room = a_room(items=[an_item(f"i{n}") for n in range(30)], blueprint=[{"count": 10}])
    papers(room)
    draw_papers(sitting=room.sitting, by=room.invigilator, assessment=an_assessment(), count=2)
    forms = list(PaperForm.objects.all())
    assert [one.number for one in forms] == [1, 2, 3, 4, 5]
    assert len({one.items_hash for one in forms}) == 5
    assert {len(one.items) for one in forms} == {10}


def test_what_does_not_work_on_paper_is_left_out_or_said() -> None:
    odd = an_item("odd", "scene", config={})
    room = a_room(items=[*(an_item(f"i{n}") for n in range(5)), odd], blueprint=[{"count": 4}])
    room.plan()
    assert why_not_on_paper(an_assessment()) == []
    for _n in range(5):
        draw_papers(sitting=room.sitting, by=room.trainer, assessment=an_assessment(), count=1)
    asked = {item["key"] for form in PaperForm.objects.all() for item in form.items}
    assert "odd" not in asked
    a_room(slug="all", items=[an_item("a"), odd])
    whole = AssessmentVersion.objects.latest("pk")
    assert "1 of them do not work on paper" in why_not_on_paper(whole)[0]
    must = a_room(
        slug="must", items=[an_item("a"), odd | {"critical": True}], blueprint=[{"count": 1}]
    )
    must.plan()
    with pytest.raises(SittingRefused, match="can't be taken on paper") as refusal:
        draw_papers(
            sitting=must.sitting, by=must.trainer, count=1,
            assessment=AssessmentVersion.objects.latest("pk"),
        )  # fmt: skip
    assert "odd must be asked" in " ".join(refusal.value.messages)


def test_a_paper_goes_to_one_checked_person_who_then_needs_no_code(room: Room) -> None:
    form, second, _third = papers(room)
    room.open()
    first, other = (room.invitation(one) for one in room.learners[:2])
    by = room.invigilator
    with pytest.raises(SittingRefused, match="who this is"):
        note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=first)
    for one in room.learners[:2]:
        room.check(one)
    note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=first)
    with pytest.raises(SittingRefused, match="Somebody else has this paper"):
        note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=other)
    with pytest.raises(SittingRefused, match="has a paper already"):
        note_fate(form=second, by=by, fate=Fate.HANDED_OUT, invitation=first)
    with pytest.raises(CannotStart, match="numbered paper"):
        room.start(room.learners[0])
    room.start(room.learners[1])
    with pytest.raises(SittingRefused, match="begun on a device"):
        note_fate(form=second, by=by, fate=Fate.HANDED_OUT, invitation=other)


def test_no_numbered_paper_disappears(room: Room) -> None:
    form, second, third = papers(room)
    room.open()
    room.check(room.learners[0])
    by, mine = room.invigilator, room.invitation(room.learners[0])
    note_fate(form=form, by=by, fate=Fate.HANDED_OUT, invitation=mine)
    with pytest.raises(SittingRefused) as refusal:
        close_sitting(sitting=room.sitting, by=by)
    for paper in papers_of(room.sitting):
        assert paper.label in refusal.value.messages[0]
    with pytest.raises(SittingRefused, match="what happened"):
        note_fate(form=form, by=by, fate=Fate.SPOILED)
    note_fate(form=form, by=by, fate=Fate.SPOILED, note="Coffee.")
    note_fate(form=second, by=by, fate=Fate.HANDED_OUT, invitation=mine)
    note_fate(form=second, by=by, fate=Fate.MISSING, note="Not on the desk.")
    note_fate(form=third, by=by, fate=Fate.UNUSED)
    with pytest.raises(SittingRefused, match="Unused"):
        note_fate(form=third, by=by, fate=Fate.COLLECTED)
    close_sitting(sitting=room.sitting, by=by)
    note_fate(form=second, by=by, fate=Fate.COLLECTED)
    assert [one.fate for one in papers_of(room.sitting)] == [
        Fate.SPOILED, Fate.COLLECTED, Fate.UNUSED,
    ]  # fmt: skip


def test_two_equal_readings_are_an_attempt_like_any_other(room: Room) -> None:
    form = collected(room)
    learner = room.learners[0].learner
    key_paper(form=form, by=room.trainer, answers=keyed(form))
    assert not Attempt.objects.exists()
    key_paper(form=form, by=room.invigilator, answers=keyed(form))
    attempt = Attempt.objects.get()
    grading = Grading.objects.get()
    assert grading.passed
    assert (attempt.started_at, attempt.submitted_at) == (
        form.sitting.opened_at, form.sitting.closed_at,
    )  # fmt: skip
    assert attempt.paper == form
    # The factory's questions have no true hash of their wording; form and answers have.
    assert all("wording" in one for one in differences(attempt, grading))
    assert {one.grade for one in evidence_of(learner)} == {"A"}
    with pytest.raises(SittingRefused, match="counts already"):
        key_paper(form=form, by=an_officer(agency=room.agency, roles=["Training officers"]),
                  answers={})  # fmt: skip


def test_nobody_keys_twice_nor_the_own_paper_nor_as_a_stranger(room: Room) -> None:
    form = collected(room)
    key_paper(form=form, by=room.trainer, answers=keyed(form))
    with pytest.raises(SittingRefused, match="Somebody else keys"):
        key_paper(form=form, by=room.trainer, answers=keyed(form))
    for stranger in (room.learners[0], an_officer(roles=["Training officers"])):
        with pytest.raises(NotYours):
            key_paper(form=form, by=stranger, answers=keyed(form))


def test_what_differs_is_settled_with_the_paper_in_hand_before_it_counts(room: Room) -> None:
    form = collected(room)
    key_paper(form=form, by=room.trainer, answers=keyed(form, a={"answer": 3}))
    second = keyed(form)
    del second["b"]
    key_paper(form=form, by=room.invigilator, answers=second)
    assert {one.key for one in differences_of(form)} == {"a", "b"}
    assert not Grading.objects.exists()
    right = keyed(form)
    with pytest.raises(SittingRefused, match="in hand"):
        settle(form=form, by=room.trainer, answers=right, paper_in_hand=False)
    settle(form=form, by=room.trainer, answers=right, paper_in_hand=True)
    assert Grading.objects.get().score == 100
    assert form.entries.count() == 3
    with pytest.raises(SittingRefused):
        settle(form=form, by=room.trainer, answers=right, paper_in_hand=True)


def test_papers_are_keyed_after_the_sitting_and_only_when_collected(room: Room) -> None:
    form, second, _third = papers(room)
    with pytest.raises(SittingRefused, match="collected"):
        key_paper(form=form, by=room.trainer, answers={})
    room.open()
    room.check(room.learners[0])
    by, mine = room.invigilator, room.invitation(room.learners[0])
    note_fate(form=second, by=by, fate=Fate.HANDED_OUT, invitation=mine)
    note_fate(form=second, by=by, fate=Fate.COLLECTED)
    with pytest.raises(SittingRefused, match="isn't closed"):
        key_paper(form=second, by=room.trainer, answers={})


def test_an_attempt_open_elsewhere_does_not_lose_the_paper(room: Room) -> None:
    form = collected(room)
    enrolment = Enrolment.objects.get(learner=room.learners[0].learner)
    start_attempt(enrolment=enrolment, assessment=an_assessment())
    for by in (room.trainer, room.invigilator):
        key_paper(form=form, by=by, answers=keyed(form))
    assert Attempt.objects.filter(paper=form, number=2).exists()
    assert Response.objects.filter(attempt__paper=form).count() == 3


def test_a_paper_whose_grade_is_held_counts_as_b_from_the_start(room: Room) -> None:
    form = collected(room)
    note = note_irregularity(
        sitting=room.fresh(), by=room.invigilator, text="Two desks too close.", done="Moved."
    )
    decide_hold(
        irregularity=note, invitation=room.invitation(room.learners[0]), by=room.trainer,
        held=True, reason="Could see.",
    )  # fmt: skip
    for by in (room.trainer, room.invigilator):
        key_paper(form=form, by=by, answers=keyed(form))
    assert {one.grade for one in evidence_of(room.learners[0].learner)} == {"B"}


def test_papers_with_fewest_questions_seen_are_offered_first() -> None:
    room = a_room(items=[an_item(f"i{n}") for n in range(20)], blueprint=[{"count": 5}])
    forms = papers(room)
    seen = {item["key"] for item in forms[0].items}
    assert fitting(forms, [seen])[-1] == forms[0]
