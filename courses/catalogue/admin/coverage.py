"""A course's coverage of its roles and profiles, statement by statement."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.catalogue.coverage import coverage_of
from courses.catalogue.models import CoursePage
from lms.accounts.api import Role, has_role

STATES = {
    "both": gettext_lazy("Taught and assessed"),
    "taught": gettext_lazy("Taught"),
    "assessed": gettext_lazy("Assessed"),
    "neither": gettext_lazy("Neither"),
}
READERS = (Role.AUTHOR, Role.LEGAL_REVIEWER, Role.TRAINING_OFFICER, Role.ANALYST)


@never_cache
@require_safe
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """`?show=neither` leaves the gaps only. Everybody of the staff may look."""
    if not has_role(request.user, *READERS, Role.ADMINISTRATOR):
        raise PermissionDenied
    course = get_object_or_404(CoursePage, pk=pk)
    show = request.GET.get("show", "")
    context = {
        "course": course,
        "coverage": coverage_of(course),
        "show": show if show in STATES else "",
        "states": STATES,
        "header_title": _("What “%(course)s” covers") % {"course": course.title},
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Coverage")},
        ],
    }
    return render(request, "courses/admin/coverage.html", context)
