"""Who calls the API: a token with the scope that is asked for, and not too often."""

import hashlib
import time
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from lms.accounts import tokens
from lms.accounts.api import token_for
from lms.api.problems import Problem

WINDOW = 60  # seconds
MOST_CALLS = 60  # of one token in a window
MOST_REFUSALS = 20  # of one address in a window


class ScopedToken(HttpBearer):
    """Lets a valid token of this scope in; tells a wrong scope from a wrong token."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        _throttle(f"refused:{request.META.get('REMOTE_ADDR', '')}", MOST_REFUSALS, count=False)
        token = super().__call__(request)
        if not token:
            _throttle(f"refused:{request.META.get('REMOTE_ADDR', '')}", MOST_REFUSALS)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = token_for(token, self.scope)
        if found is not None:
            _throttle(f"token:{found.pk}", MOST_CALLS)
            return found
        if any(token_for(token, other) for other in tokens.SCOPES if other != self.scope):
            detail = f"This token may not read this. It needs the scope {self.scope}."
            raise Problem(HTTPStatus.FORBIDDEN, detail)
        return None


def _throttle(caller: str, most: int, *, count: bool = True) -> None:
    """Refuse a caller beyond `most` calls in this minute. Counted in the shared cache."""
    now = int(time.time())
    name = f"api:{now // WINDOW}:{caller}"
    key = hashlib.sha256(name.encode()).hexdigest()
    calls = int(cache.get(key, 0))
    if calls >= most:
        wait = WINDOW - now % WINDOW
        detail = f"Too many requests. Wait {wait} seconds."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, Retry_After=str(wait))
    if count:
        cache.set(key, calls + 1, timeout=WINDOW)
