"""A held grade through a whole skills-gap month: sat, closed, noted, decided, published.

The published figures count grades A and B alike. So each month is looked at twice: by the rule in
force, and by one under which only invigilated evidence counts, which shows the grade itself.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.assessment.sittings.holding import decide_hold
from courses.assessment.sittings.invigilating import close_sitting, note_irregularity
from courses.assessment.sittings.models import Irregularity
from lms.accounts.models import User
from nice_framework.api import assign_role, evidence_of, make_snapshot, published
from nice_framework.estimation import standing
from nice_framework.models import NationalAreaStatement, RequiredLevel
from tests.courses.sittings.conftest import Room, a_room
from tests.factories.accounts import DistrictFactory
from tests.factories.learning import a_statement, an_item, an_officer
from tests.factories.nice_framework import NationalAreaFactory, NationalProfileFactory

pytestmark = pytest.mark.django_db
SAT, HELD, OTHERS = 20, 10, 11


@pytest.fixture
def only_invigilated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "SKILL_GRADES", frozenset("A"))


def a_station() -> Room:
    """Thirty-one officers who need one area; twenty of them sat it under supervision."""
    area = NationalAreaFactory(code="A")
    NationalAreaStatement.objects.create(area=area, statement=a_statement("K0802"))
    profile = NationalProfileFactory(code="BZ-FR")
    RequiredLevel.objects.create(profile=profile, area=area, level=2)
    room = a_room(SAT, items=[an_item("a")])
    district = DistrictFactory()
    everybody = room.learners + [an_officer(agency=room.agency) for _n in range(OTHERS)]
    for one in everybody:
        User.objects.filter(pk=one.pk).update(district=district)
        assign_role(learner=one.learner, profile=profile, starts_on=date(2020, 1, 1))
    room.plan()
    room.open()
    for one in room.learners:
        room.whole(one)
    return room


def an_irregularity(room: Room) -> Irregularity:
    return note_irregularity(
        sitting=room.sitting, by=room.invigilator, text="Answers on a wall.", done="Covered."
    )


def decide(room: Room, note: Irregularity, *, held: bool) -> None:
    for one in room.learners[:HELD]:
        decide_hold(
            irregularity=note, invitation=room.invitation(one), by=room.trainer, held=held,
            reason="Sat within sight of it." if held else "The wall can't be read from there.",
        )  # fmt: skip


def figures() -> dict[str, int | None]:
    """This month's, made and read as anybody reads them."""
    make_snapshot()
    month = published().values
    place = ("profile-by-agency-kind", "BZ-FR", "all", "A")
    return {
        one.measure: one.value
        for one in month
        if (one.table, one.row, one.column, one.area) == place
    }


def next_month(later: Callable[[int], Any]) -> None:
    today = timezone.localdate()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    later((first - today).days * 24 * 60)


def three_months(later: Callable[[int], Any]) -> list[dict[str, int | None]]:
    """Closed properly, with a note that nobody decided on yet; held for ten; given back to them."""
    room = a_station()
    note = an_irregularity(room)
    close_sitting(sitting=room.sitting, by=room.invigilator)
    found = [figures()]
    for held in (True, False):
        next_month(later)
        decide(room, note, held=held)
        found.append(figures())
    for one in room.learners:
        assert {row.grade for row in evidence_of(one.learner)} == {"A"}, "as recorded"
    return found


@pytest.mark.usefixtures("only_invigilated")
def test_a_month_counts_a_sitting_at_the_grade_that_was_decided_last(later: Any) -> None:
    closed, held, given_back = three_months(later)
    assert closed == {"needed": 30, "evidenced": 20, "gap": 10}
    assert held == {"needed": 30, "evidenced": 10, "gap": 20}
    assert given_back == closed


def test_a_result_held_back_still_counts_as_unsupervised(later: Any) -> None:
    """It keeps its place: nobody loses an honest pass because of a note."""
    closed, held, given_back = three_months(later)
    assert closed == held == given_back == {"needed": 30, "evidenced": 20, "gap": 10}


@pytest.mark.usefixtures("only_invigilated")
def test_what_was_decided_before_it_closed_counts_in_its_first_month() -> None:
    room = a_station()
    decide(room, an_irregularity(room), held=True)
    close_sitting(sitting=room.sitting, by=room.invigilator)
    assert figures() == {"needed": 30, "evidenced": 10, "gap": 20}
