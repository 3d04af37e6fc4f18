"""Content-Security-Policy: strict for everyone, with inline allowed under the Wagtail admin only.

Wagtail's date pickers still need inline scripts; learners' pages never do.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class ContentSecurityPolicy:
    """Adds the policy of `settings.SECURE_CSP` to every response that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.strict = _header(settings.SECURE_CSP)
        relaxed = dict(settings.SECURE_CSP)
        relaxed["script-src"] = ["'self'", "'unsafe-inline'"]
        relaxed["style-src"] = ["'self'", "'unsafe-inline'"]
        relaxed["img-src"] = ["'self'", "data:", "blob:"]
        relaxed["frame-ancestors"] = ["'self'"]
        self.admin = _header(relaxed)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path.startswith(reverse("wagtailadmin_home"))
        response.headers.setdefault(
            "Content-Security-Policy", self.admin if in_admin else self.strict
        )
        return response


def _header(directives: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
