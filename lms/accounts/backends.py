"""Who is signing in: one field takes a service number or an e-mail, in any case.

allauth's own table of e-mail addresses is never read or written: an address stands with the
person alone, so that correcting or erasing it there is the whole of it.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User
from lms.accounts.queries import person_named
from lms.prepared import Prepared

BY_KEY = Prepared(
    lambda pk: User.objects.select_related("learner", "agency").filter(pk=pk),
    pk=User._meta.pk,
)


class PersonBackend(AuthenticationBackend):
    """Checks the password of the one person whose service number or e-mail was typed."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        typed = credentials.get("username") or credentials.get("email") or ""
        person = person_named(typed)
        return self._check_password(person, credentials.get("password") or "")  # type: ignore[return-value]

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, with what every page asks of them, in one query."""
        person = BY_KEY.first(pk=user_id)
        return person if person and self.user_can_authenticate(person) else None
