"""Writing role assignments: who holds which work role or national profile, from and to."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.api import audit, person_of
from lms.accounts.models import Learner
from nice_framework.framework.models import WorkRole
from nice_framework.profiles.models import NationalProfile, RoleAssignment


class AssignmentRefused(ValidationError):
    """An assignment that contradicts itself or one that is there."""


def assign_role(
    *,
    learner: Learner,
    work_role: WorkRole | None = None,
    profile: NationalProfile | None = None,
    is_primary: bool = True,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Any = None,
) -> RoleAssignment:
    """Give a person a work role or a profile. Called twice with the same values, changes nothing.

    A new primary assignment ends the open one on the day before it starts; a person has one
    primary assignment at a time.
    """
    starts_on = starts_on or timezone.localdate()
    if (work_role is None) == (profile is None):
        raise AssignmentRefused(_("Choose a work role or a national profile, one of the two."))
    if ends_on is not None and ends_on < starts_on:
        raise AssignmentRefused(_("An assignment cannot end before it starts."))
    held = {"learner": learner, "work_role": work_role, "profile": profile}
    with transaction.atomic():
        # The learner's row is the queue: two people assigning at once take turns.
        Learner.objects.select_for_update().get(pk=learner.pk)
        same = RoleAssignment.objects.filter(
            **held, is_primary=is_primary, starts_on=starts_on, ends_on=ends_on
        ).first()
        if same is not None:
            return same
        if is_primary and ends_on is None:
            _end_open_primary(learner=learner, before=starts_on)
        assignment = RoleAssignment.objects.create(
            **held, is_primary=is_primary, starts_on=starts_on, ends_on=ends_on
        )
        _audit(by, "role-assigned", assignment)
        return assignment


def end_assignment(*, assignment: RoleAssignment, ends_on: date, by: Any = None) -> RoleAssignment:
    """The last day on which the person holds the role. It stays on record."""
    if ends_on < assignment.starts_on:
        raise AssignmentRefused(_("An assignment cannot end before it starts."))
    with transaction.atomic():
        assignment.ends_on = ends_on
        assignment.save(update_fields=["ends_on"])
        _audit(by, "role-ended", assignment)
    return assignment


def _audit(by: Any, action: str, assignment: RoleAssignment) -> None:
    """What one person decided about another. Nothing is noted about the judiciary."""
    person = person_of(assignment.learner)
    if by is not None and not (person and person.is_judicial):
        audit(actor=by, action=action, subject=f"role-assignment:{assignment.pk}")


def _end_open_primary(*, learner: Learner, before: date) -> None:
    held = RoleAssignment.objects.filter(learner=learner, is_primary=True, ends_on__isnull=True)
    for assignment in held:
        if assignment.starts_on >= before:
            raise AssignmentRefused(
                _(
                    "This person already holds a primary role from %(day)s. End that one first, "
                    "or choose a later first day."
                )
                % {"day": assignment.starts_on.isoformat()}
            )
        end_assignment(assignment=assignment, ends_on=before - timedelta(days=1))
