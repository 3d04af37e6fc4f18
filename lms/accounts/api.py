"""The front door: what other packages may use of people, roles, audit and tokens."""

from lms.accounts.admin.menu import RoleMenuItem
from lms.accounts.auditing import audit
from lms.accounts.queries import (
    learner_of,
    people_managed_by,
    person_name,
    person_of,
    sees_name,
    user_of,
)
from lms.accounts.roles import Role, has_role, role_required, roles_of
from lms.accounts.services import create_person
from lms.accounts.tokens import create_token, token_for

__all__ = [
    "Role",
    "RoleMenuItem",
    "audit",
    "create_person",
    "create_token",
    "has_role",
    "learner_of",
    "people_managed_by",
    "person_name",
    "person_of",
    "role_required",
    "roles_of",
    "sees_name",
    "token_for",
    "user_of",
]
