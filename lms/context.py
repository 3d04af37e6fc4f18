"""What every template may use."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from lms.accounts.device_mark import device_mark
from lms.display import display_of


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "display": display_of(request),
        # Asked only where a page names somebody: a public page has no session to look at.
        "device_mark": partial(device_mark, request),
    }
