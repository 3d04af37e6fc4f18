"""Content-Security-Policy: strict for everyone, with inline allowed under the Wagtail admin only.

Wagtail's date pickers still need inline scripts; learners' pages never do. And the page of an
address that is not there, in development too.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.defaults import page_not_found


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
        self.admin_home = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path.startswith(self.admin_home)
        response.headers.setdefault(
            "Content-Security-Policy", self.admin if in_admin else self.strict
        )
        return response


class NotFoundEverywhere:
    """In development as in production: our own page, not Django's list of address patterns.

    Whoever tries the site with `make run` sees what people will see; Django's own page needs
    styles that the policy above refuses. A crash keeps Django's: it tells a developer more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None


def _header(directives: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
