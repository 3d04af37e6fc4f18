"""Sessions in the database, as Django keeps them; read with SQL that is written once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.prepared import Prepared

BY_KEY = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=Session._meta.get_field("session_key"),
    now=Session._meta.get_field("expire_date"),
)


class SessionStore(DatabaseSession):
    """What is stored and how is Django's own."""

    def _get_session_from_db(self) -> Session | None:
        found = BY_KEY.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
