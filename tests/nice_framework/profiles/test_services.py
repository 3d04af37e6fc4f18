"""Who holds which role: one primary at a time, from and to, never contradicting itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from lms.accounts.models import AgencyKind, AuditEntry
from nice_framework.api import AssignmentRefused, assign_role, assignments_of, end_assignment
from nice_framework.models import RoleAssignment
from nice_framework.profiles.queries import assignments_on, without_judges
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.nice_framework import NationalProfileFactory, WorkRoleFactory

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_a_new_primary_role_ends_the_one_before() -> None:
    learner = UserFactory().learner
    first = assign_role(learner=learner, work_role=WorkRoleFactory(), starts_on=MAY)
    second = assign_role(learner=learner, profile=NationalProfileFactory(), starts_on=JUNE)
    first.refresh_from_db()
    assert (first.ends_on, second.ends_on) == (date(2026, 5, 31), None)
    assert list(assignments_of(learner)) == [second, first]
    assert list(assignments_on(date(2026, 5, 31))) == [first]
    assert list(assignments_on(JUNE)) == [second]


def test_a_secondary_role_stands_beside_the_primary() -> None:
    learner, role = UserFactory().learner, WorkRoleFactory()
    assign_role(learner=learner, profile=NationalProfileFactory(), starts_on=MAY)
    assign_role(learner=learner, work_role=role, is_primary=False, starts_on=MAY)
    assert assignments_on(JUNE).count() == 2


def test_giving_the_same_role_twice_changes_nothing() -> None:
    learner, role = UserFactory().learner, WorkRoleFactory()
    first = assign_role(learner=learner, work_role=role, starts_on=MAY)
    assert assign_role(learner=learner, work_role=role, starts_on=MAY) == first
    assert RoleAssignment.objects.count() == 1


def test_without_a_date_a_role_starts_today() -> None:
    given = assign_role(learner=UserFactory().learner, work_role=WorkRoleFactory())
    assert given.starts_on == timezone.localdate()


def test_contradictions_are_refused() -> None:
    learner, role = UserFactory().learner, WorkRoleFactory()
    with pytest.raises(AssignmentRefused, match="one of the two"):
        assign_role(learner=learner)
    with pytest.raises(AssignmentRefused, match="one of the two"):
        assign_role(learner=learner, work_role=role, profile=NationalProfileFactory())
    with pytest.raises(AssignmentRefused, match="before it starts"):
        assign_role(learner=learner, work_role=role, starts_on=JUNE, ends_on=MAY)
    given = assign_role(learner=learner, work_role=role, starts_on=JUNE)
    with pytest.raises(AssignmentRefused, match="already holds a primary role from 2026-06-01"):
        assign_role(learner=learner, work_role=WorkRoleFactory(), starts_on=MAY)
    with pytest.raises(AssignmentRefused, match="before it starts"):
        end_assignment(assignment=given, ends_on=MAY)
    assert RoleAssignment.objects.count() == 1


def test_what_a_training_officer_decides_is_audited_without_names() -> None:
    officer, person = UserFactory(), UserFactory(full_name="Marker Person")
    given = assign_role(learner=person.learner, work_role=WorkRoleFactory(), by=officer)
    end_assignment(assignment=given, ends_on=given.starts_on, by=officer)
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.action for entry in entries] == ["role-assigned", "role-ended"]
    assert {entry.subject for entry in entries} == {f"role-assignment:{given.pk}"}
    assert "Marker" not in str([entry.detail for entry in entries])


def test_a_judges_role_is_in_no_list_and_no_audit() -> None:
    judge = UserFactory(agency=AgencyFactory(kind=AgencyKind.JUDICIARY))
    erased = UserFactory()
    assign_role(learner=judge.learner, profile=NationalProfileFactory(), by=UserFactory())
    kept = assign_role(learner=erased.learner, work_role=WorkRoleFactory())
    no_agency = UserFactory(agency=None)
    other = assign_role(learner=no_agency.learner, work_role=WorkRoleFactory())
    assert not AuditEntry.objects.exists()
    assert set(without_judges(assignments_on())) == {kept, other}


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_leave_one_primary_role() -> None:
    learner, role = UserFactory().learner, WorkRoleFactory()

    def one(_: int) -> int:
        try:
            return assign_role(learner=learner, work_role=role, starts_on=MAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10 if connection.vendor == "postgresql" else 1) as pool:
        assert len(set(pool.map(one, range(10)))) == 1
