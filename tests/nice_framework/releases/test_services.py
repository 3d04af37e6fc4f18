"""Making a month's snapshot: what it counts, that it is made once, and who is not in it."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lms.jobs.api import run_owed
from nice_framework.models import SkillsGapSnapshot, SnapshotBasis, SnapshotCell
from nice_framework.releases.policy import Policy
from nice_framework.releases.population import count_on
from nice_framework.releases.services import (
    SnapshotRefused,
    count_snapshot,
    make_snapshot,
    store_snapshot,
)
from nice_framework.tasks import snapshot as monthly

from .conftest import Country

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THIS_MONTH = TODAY.replace(day=1)
LAST_MONTH = (THIS_MONTH - timedelta(days=1)).replace(day=1)


def cell(snapshot: SkillsGapSnapshot, place: str, measure: str) -> tuple[int | None, str]:
    table, row, column, area = place.split("/")
    found = SnapshotCell.objects.get(
        snapshot=snapshot, table=table, row=row, column=column, area=area, measure=measure
    )
    return found.value, found.conf_status


def test_a_worked_example_by_hand(country: Country) -> None:
    """41 officers, 27 of them with a pass in A at level 2; the other 14 have failed or nothing."""
    country.people(27, passed="A")
    for officer in country.people(4):
        country.show(officer.learner, "A", passed=False)
    country.people(10)
    snapshot = make_snapshot()
    place = "profile-by-agency-kind/BZ-FR/police/A"
    assert cell(snapshot, place, "needed") == (40, "F")  # 41
    assert cell(snapshot, place, "evidenced") == (25, "F")  # 27
    assert cell(snapshot, place, "gap") == (15, "F")  # 14
    assert cell(snapshot, "region/central//A", "needed") == (40, "F")
    assert cell(snapshot, "region/all//A", "evidenced") == (25, "F")
    # Nobody can show B, which says something about each of the 41.
    assert cell(snapshot, place.replace("/A", "/B"), "evidenced") == (None, "C")
    assert cell(snapshot, "profile-by-agency-kind/BZ-FR/utility/A", "needed") == (None, "C")
    assert snapshot.settings["work_role_level"] == 2
    assert snapshot.as_of == TODAY


def test_what_a_work_role_does_not_list_is_marked_not_asked(country: Country) -> None:
    country.people(12, "IN-WRL-002", kind="ministry", passed="B")
    snapshot = make_snapshot()
    row = "category-by-agency-kind/IN/ministry"
    found = SnapshotCell.objects.filter(snapshot=snapshot, row="IN", column="ministry", area="A")
    assert {(one.value, one.conf_status, one.obs_status) for one in found} == {(None, "F", "M")}
    assert not SnapshotBasis.objects.filter(cell__in=found).exists()
    assert cell(snapshot, f"{row}/B", "needed") == (10, "F")


def counted(country: Country) -> dict[str, set[str]]:
    """Areas with evidence by row, of a country with one counted person per row."""
    people = count_on(TODAY, Policy()).people
    return {person.row: set(person.evidenced) for person in people}


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"level": 2}, {"A"}),
        ({"level": 1}, set()),
        ({"level": 3}, {"A"}),
        ({"level": 2, "grade": "C"}, set()),
        ({"level": 2, "shown_on": TODAY - timedelta(days=1200)}, set()),
        ({"level": 2, "expires_on": TODAY - timedelta(days=1)}, set()),
        ({"level": 2, "passed": False}, set()),
    ],
)
def test_which_evidence_counts(country: Country, evidence: dict, expected: set[str]) -> None:
    [officer] = country.people(1)
    country.show(officer.learner, "A", **evidence)
    assert counted(country) == {"BZ-FR": expected}


def test_evidence_of_a_withdrawn_statement_does_not_count(country: Country) -> None:
    country.people(1, passed="A")
    statement = country.statements["A"]
    statement.withdrawn_in = statement.release
    statement.save()
    assert counted(country) == {"BZ-FR": set()}


def test_a_second_role_that_needs_more_sets_the_level(country: Country) -> None:
    [prosecutor] = country.people(1, "BZ-PROS", kind="prosecution", passed="A", level=1)
    assert counted(country) == {"BZ-PROS": {"A"}}
    country.hold(prosecutor.learner, "BZ-FR", is_primary=False)
    assert counted(country) == {"BZ-PROS": set()}


def test_a_person_counts_once_under_the_role_held_on_the_day(country: Country) -> None:
    [officer] = country.people(0) or country.people(1)
    held = officer.learner.role_assignments.get()
    held.ends_on = TODAY - timedelta(days=10)
    held.save()
    country.hold(officer.learner, "IN-WRL-002", starts_on=TODAY - timedelta(days=9))
    assert counted(country) == {"IN": set()}
    before = count_on(TODAY - timedelta(days=20), Policy()).people
    assert [person.row for person in before] == ["BZ-FR"]


def test_whoever_has_no_agency_or_is_erased_is_left_out(country: Country) -> None:
    first, second, third = country.people(3)
    first.agency = None
    first.save()
    second.district = None
    second.save()
    third.delete()
    count = count_on(TODAY, Policy())
    assert (count.people, count.left_out) == ([], 3)
    snapshot = make_snapshot()
    assert cell(snapshot, "quality/left-out//", "people") == (None, "C")


def test_judges_are_counted_nowhere(country: Country) -> None:
    """Forced in by every door: the judicial agency, the judicial profile, a forged ledger."""
    country.people(30, passed="A")
    country.people(12)
    without = make_snapshot(month=LAST_MONTH)
    SkillsGapSnapshot.objects.count()
    plain = count_on(TODAY, Policy())
    country.people(20, "BZ-JUD", kind="judiciary", passed="AB")
    country.people(20, "BZ-FR", kind="judiciary", passed="AB")
    country.people(20, "BZ-JUD", kind="ministry", passed="AB")
    country.people(20, "IN-WRL-002", kind="judiciary", district="toledo", passed="B")
    for officer in country.people(15, kind="utility", passed="AB"):
        country.hold(officer.learner, "BZ-JUD", is_primary=False)
    for erased in country.people(15, "BZ-JUD", kind="judiciary", passed="AB"):
        erased.delete()
    assert count_on(TODAY, Policy()) == plain
    cells = SnapshotCell.objects.filter(snapshot=make_snapshot())
    assert not cells.filter(column="judiciary").exists()
    assert not cells.filter(row="BZ-JUD").exists()
    assert "BZ-JUD" not in str(make_snapshot().labels)
    assert without.quality == make_snapshot().quality


def test_officers_on_patrol_are_in_no_row_of_the_professionals(country: Country) -> None:
    country.people(30, "BZ-FR", passed="B")
    people = count_on(TODAY, Policy()).people
    assert {person.table for person in people} == {"profile-by-agency-kind"}
    rows = SnapshotCell.objects.filter(snapshot=make_snapshot(), value__isnull=False)
    assert not rows.filter(table="category-by-agency-kind").exists()


# Once


def test_a_month_is_made_once(country: Country) -> None:
    country.people(15, passed="A")
    first = make_snapshot()
    country.people(40)
    assert make_snapshot() == first
    assert store_snapshot(figures=count_snapshot(month=THIS_MONTH)) == first
    assert SkillsGapSnapshot.objects.count() == 1
    assert cell(first, "profile-by-agency-kind/BZ-FR/all/A", "needed") == (15, "F")


def test_a_snapshot_cannot_be_changed(country: Country) -> None:
    snapshot = make_snapshot()
    for model in (SkillsGapSnapshot, SnapshotCell, SnapshotBasis):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        SnapshotCell.objects.filter(snapshot=snapshot).update(value=1)


def test_a_month_that_has_not_begun_or_lies_before_another_is_refused(country: Country) -> None:
    with pytest.raises(SnapshotRefused):
        make_snapshot(month=date(TODAY.year + 1, 1, 1))
    make_snapshot()
    with pytest.raises(SnapshotRefused):
        make_snapshot(month=LAST_MONTH)


def test_a_past_month_stands_for_its_last_day(country: Country) -> None:
    last_day = THIS_MONTH - timedelta(days=1)
    country.people(30, passed="A", shown_on=last_day)
    country.people(30, passed="A", shown_on=THIS_MONTH)
    before = make_snapshot(month=LAST_MONTH)
    assert before.as_of == last_day
    place = "profile-by-agency-kind/BZ-FR/police/A"
    assert cell(before, place, "evidenced") == (30, "F")
    now = make_snapshot()
    # All 60 have it: that nobody lacks it is not said.
    assert cell(now, place, "needed") == (60, "F")
    assert cell(now, place, "evidenced") == (None, "C")


def test_figures_hold_still_until_ten_people_have_moved(country: Country) -> None:
    country.people(20, passed="A")
    country.people(22)
    place = "profile-by-agency-kind/BZ-FR/police/A"
    before = make_snapshot(month=LAST_MONTH)
    country.people(9, passed="A", shown_on=THIS_MONTH)
    now = make_snapshot()
    assert cell(before, place, "needed") == cell(now, place, "needed") == (40, "F")
    assert cell(now, place, "evidenced") == (20, "F")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_store_one(country: Country) -> None:
    country.people(12)
    found: list[object] = []

    def make() -> None:
        try:
            found.append(make_snapshot().pk)
        finally:
            connection.close()

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert SkillsGapSnapshot.objects.count() == 1


def test_the_task_owes_the_month_that_has_ended(country: Country) -> None:
    country.people(12)
    monthly()
    monthly()
    assert run_owed() == 1
    assert [one.month for one in SkillsGapSnapshot.objects.all()] == [LAST_MONTH]
    monthly()
    assert run_owed() == 0


def test_the_command_says_what_it_made(country: Country, capsys: pytest.CaptureFixture) -> None:
    call_command("make_snapshot", month=f"{LAST_MONTH:%Y-%m}")
    call_command("make_snapshot")
    assert f"Skills gap {THIS_MONTH:%Y-%m}, as at {TODAY}" in capsys.readouterr().out
    with pytest.raises(CommandError, match="year and month"):
        call_command("make_snapshot", month="soon")
