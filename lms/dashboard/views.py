"""The front page: a welcome to those who aren't signed in, and home to those who are."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from courses.api import current_versions
from lms.accounts.models import User
from lms.dashboard.doors import doors_for
from lms.dashboard.home import course_row, home_of


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        courses = [course_row(version, version.course.slug) for version in current_versions()]
        return render(request, "dashboard/welcome.html", {"courses": courses})
    return render(
        request,
        "dashboard/home.html",
        {"home": home_of(request.user), "doors": doors_for(request.user)},
    )


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Shown where there is no line: the courses that this device keeps. The same for all."""
    return HttpResponse(render_to_string("dashboard/offline.html"))


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> FileResponse:
    """At the root, since a worker serves the addresses below its own."""
    path = finders.find("lms/js/service-worker.js")
    assert isinstance(path, str)  # noqa: S101  it ships with the project
    return FileResponse(Path(path).open("rb"), content_type="text/javascript")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the site among its apps."""
    return JsonResponse(
        {
            "name": "Cyber Learning Belize",
            "short_name": "Cyber Learning",
            "description": _("Learn to collect, keep and hand over digital evidence."),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbfaf6",
            "theme_color": "#0b4f6c",
            "icons": [
                {
                    "src": static(f"lms/img/app-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )
