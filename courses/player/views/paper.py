"""A course on paper: the manual, and a pocket card for each module. For whoever is signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue.models import CoursePage, CourseVersion
from courses.catalogue.queries import current_version
from courses.player.page import page
from courses.player.words import day_in_words
from courses.printing.models import Form
from courses.printing.queries import Printed, Wanted, printed, standings_of, wanted_of
from courses.printing.services import owe


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, course: str) -> HttpResponse:
    """What there is to print, and how far it is. A POST asks for one thing to be made."""
    version = _version(course)
    if request.method == "POST":
        owe(_wanted(version, request.POST.get("module", ""), request.POST.get("form", "")))
        messages.success(request, _("The PDF is being made. It is here in a minute or two."))
        return redirect("paper", course)
    standings = standings_of(version)
    context = {
        "version": version,
        "slug": course,
        "crumbs": _way_here(version, course),
        "manual": standings[0],
        "modules": _by_module(standings[1:]),
        "date": day_in_words(version.created_at),
    }
    return page(request, "courses/paper.html", context)


@login_required
@require_safe
@cache_control(private=True)
def paper_file(request: HttpRequest, course: str, form: str, module: str = "") -> HttpResponseBase:
    """The PDF of the newest version; while it isn't there, the page that says so."""
    wanted = _wanted(_version(course), module, form)
    file = printed(wanted)
    if file is None:
        messages.info(request, _("This PDF isn't made yet. Ask for it here."))
        return redirect("paper", course)
    return FileResponse(
        storages["private"].open(file.name),
        content_type="application/pdf",
        as_attachment=True,
        filename=wanted.filename,
    )


def _version(course: str) -> CourseVersion:
    version = current_version(get_object_or_404(CoursePage, slug=course))
    if version is None:
        raise Http404
    return version


def _wanted(version: CourseVersion, module: str, form: str) -> Wanted:
    for one in wanted_of(version):
        if one.form == form and module == (one.module.slug if one.module else ""):
            return one
    raise Http404


def _by_module(cards: list[Printed]) -> list[dict[str, Any]]:
    """A module's card in its two forms, side by side."""
    found: dict[str, dict[str, Any]] = {}
    for card in cards:
        module = card.wanted.module
        assert module is not None  # noqa: S101  only the manual has none
        row = found.setdefault(str(module.key), {"module": module})
        row["sheet" if card.wanted.form == Form.SHEET else "card"] = card
    return list(found.values())


def _way_here(version: CourseVersion, course: str) -> list[dict[str, str]]:
    return [
        {"title": _("Courses"), "url": reverse("catalogue")},
        {
            "title": str(version.about.get("short_title") or version.title),
            "url": reverse("course", args=[course]),
        },
    ]
