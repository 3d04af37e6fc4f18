"""Pages that the editor shows in a frame of its own: previews."""

from django.conf import settings
from django.http import HttpResponse


def allow_in_editor(response: HttpResponse) -> HttpResponse:
    """Let this site's own pages frame the response; nobody else's."""
    policy = {**settings.SECURE_CSP, "frame-ancestors": ["'self'"]}
    response["Content-Security-Policy"] = "; ".join(
        f"{name} {' '.join(values)}" for name, values in policy.items()
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
