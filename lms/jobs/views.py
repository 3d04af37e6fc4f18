"""Liveness and readiness, for whatever watches the site. Neither tells anything about people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.jobs import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the parts this site needs are there; 503 when one is not."""
    report = health.report()
    ready = all(state == "ok" for state in report.values())
    return JsonResponse({"ready": ready, "parts": report}, status=200 if ready else 503)
