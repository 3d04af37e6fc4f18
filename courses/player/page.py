"""The frame of the player's pages: which part of the site they are in, and the way here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.player.outline import ModuleState, Outline


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"section": "learn", **context})


def way_here(outline: Outline, module: ModuleState | None = None) -> list[dict[str, str]]:
    """Courses, the course, the module: for the breadcrumb."""
    items = [
        {"title": _("Courses"), "url": reverse("catalogue")},
        {"title": short_title(outline), "url": reverse("course", args=[outline.slug])},
    ]
    if module is not None:
        items.append({"title": module.module.title, "url": module.url})
    return items


def short_title(outline: Outline) -> str:
    return str(outline.version.about.get("short_title") or outline.version.title)
