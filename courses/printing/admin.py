"""The admin's button: make the manual of a course."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import current_version
from courses.printing.models import Form
from courses.printing.queries import Wanted, standing_of
from courses.printing.services import owe


@never_cache
def manual(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the manual of the newest version; a POST owes it."""
    course = get_object_or_404(CoursePage, pk=pk)
    if not course.permissions_for_user(request.user).can_edit():
        return permission_denied(request)
    version = current_version(course)
    if request.method == "POST" and version is not None:
        owe(Wanted(version, Form.MANUAL))
        messages.success(request, _("The manual is being made. Open this page again in a minute."))
        return redirect("course-manual", course.pk)
    context = {
        "course": course,
        "version": version,
        "standing": standing_of(Wanted(version, Form.MANUAL)) if version else None,
        "header_title": _("Manual of %(course)s") % {"course": course.title},
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Manual")},
        ],
    }
    return render(request, "courses/admin/manual.html", context)


def manual_button(page: Page, user: Any, next_url: str = "", **kwargs: Any) -> Iterator[Button]:
    """In the menu of a course's page, for whoever may edit it."""
    if page.specific_class is CoursePage and page.permissions_for_user(user).can_edit():
        url = reverse("course-manual", args=[page.pk])
        yield Button(_("Manual (PDF)"), url, icon_name="doc-full-inverse", priority=60)
