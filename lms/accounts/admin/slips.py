"""Printing a one-time slip: asked first, shown once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.accounts.queries import people_managed_by, sees_name, user_of
from lms.accounts.roles import Role, role_required
from lms.accounts.slips import issue_slip


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINING_OFFICER, Role.ADMINISTRATOR)
def print_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Someone out of reach doesn't exist here; the page with the code can't be opened again."""
    by = user_of(request)
    person = get_object_or_404(people_managed_by(by), pk=pk)
    named = sees_name(by, person)
    if request.method == "POST":
        slip = issue_slip(person=person, by=by)
        context = {
            "slip": slip,
            "named": named,
            "address": settings.PUBLIC_BASE_URL + reverse("slip"),
        }
        return render(request, "accounts/slip_print.html", context)
    back = reverse("wagtailusers_users:edit", args=[person.pk])
    context = {
        "person": person,
        "named": named,
        "back": back,
        "header_title": _("Print a one-time slip"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": _("People")},
            {"url": back, "label": person.service_number},
            {"url": "", "label": _("One-time slip")},
        ],
    }
    return render(request, "accounts/admin/slip_confirm.html", context)
