"""The front door: what other packages may use of people, roles, audit and tokens."""

from lms.accounts.auditing import audit
from lms.accounts.queries import learner_of, person_name, person_of
from lms.accounts.roles import Role, has_role, role_required, roles_of
from lms.accounts.tokens import create_token, token_for

__all__ = [
    "Role",
    "audit",
    "create_token",
    "has_role",
    "learner_of",
    "person_name",
    "person_of",
    "role_required",
    "roles_of",
    "token_for",
]
