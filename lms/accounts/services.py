"""Writes about people: an account made or corrected, a link for a new password."""

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.accounts.auditing import audit, subject_of
from lms.accounts.models import User
from lms.accounts.permissions import sync_role_permissions
from lms.accounts.queries import agencies_managed_by, may_manage, person_named
from lms.accounts.roles import Role, has_role
from lms.jobs.api import enqueue

__all__ = ["create_person", "owe_reset_link", "sync_role_permissions", "update_person"]


@transaction.atomic
def create_person(*, person: User, roles: Iterable[str], by: User) -> User:
    """Store a new account, without a password: the first one comes by slip or by mail."""
    _refuse_beyond_reach(person, by)
    person.set_unusable_password()
    person.save()
    _set_roles(person, roles, by)
    audit(actor=by, action="person.created", subject=subject_of(person))
    return person


@transaction.atomic
def update_person(
    *, person: User, roles: Iterable[str], by: User, changed: Iterable[str] = ()
) -> User:
    """Store what was corrected. The audit entry names the fields, never what is in them."""
    if not may_manage(by, person):
        raise PermissionDenied
    _refuse_beyond_reach(person, by)
    person.save()
    _set_roles(person, roles, by)
    audit(
        actor=by,
        action="person.updated",
        subject=subject_of(person),
        fields=sorted(changed),
    )
    return person


def owe_reset_link(*, email: str) -> None:
    """Mail a link for a new password, if the address belongs to somebody here.

    Sent by a job: the page answers as fast, and says the same, for an address nobody has.
    """
    person = person_named(email) if "@" in email else None
    if person is not None and person.is_active:
        enqueue("accounts.send_reset_link", key=f"reset:{uuid.uuid4()}", user_id=person.pk)


def _refuse_beyond_reach(person: User, by: User) -> None:
    if has_role(by, Role.ADMINISTRATOR):
        return
    if person.agency not in agencies_managed_by(by):
        raise PermissionDenied


def _set_roles(person: User, roles: Iterable[str], by: User) -> None:
    """Only an administrator gives or takes a role; a training officer's people are learners."""
    if has_role(by, Role.ADMINISTRATOR):
        person.groups.set(Group.objects.filter(name__in=set(roles) & set(Role.ALL)))
    elif not person.groups.exists():
        person.groups.set(Group.objects.filter(name=Role.LEARNER))
    person.__dict__.pop("_roles", None)
