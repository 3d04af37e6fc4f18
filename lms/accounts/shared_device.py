"""A session on a computer that others use too: it ends after ten idle minutes."""

import time

from django.conf import settings
from django.http import HttpRequest

SHARED = "shared_device"
SEEN = "shared_seen"
# How pages are shown on this device (lms.display): the one cookie a person leaves behind.
DISPLAY_COOKIE = "display"


def share(request: HttpRequest) -> None:
    """Call after signing in: the session ends with the browser, or when nobody is there."""
    request.session[SHARED] = True
    request.session[SEEN] = time.time()
    request.session.set_expiry(0)


def is_shared(request: HttpRequest) -> bool:
    return bool(request.session.get(SHARED))


def is_idle(request: HttpRequest) -> bool:
    """Whether nobody asked for anything for too long."""
    return time.time() - request.session.get(SEEN, 0) > settings.SHARED_DEVICE_IDLE_SECONDS


def touch(request: HttpRequest) -> None:
    request.session[SEEN] = time.time()
