"""How far people who marked the same answers agree: for authors, by question, without names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.assessment.marking.agreement import agreement_in, waiting_now
from courses.assessment.marking.rules import ENOUGH_PAIRS
from courses.catalogue.models import ModulePage
from lms.accounts.api import Role, role_required

ICON = "view"


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def agreement(request: HttpRequest) -> HttpResponse:
    """Of every module that this person may edit and in which people marked answers."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
    pages = list(ModulePage.objects.filter(pk__in=mine.values("pk")).order_by("path"))
    found = agreement_in(page.translation_key for page in pages)
    title = _("Agreement of examiners")
    context = {
        "modules": [
            {"page": page, "questions": found[page.translation_key]}
            for page in pages
            if page.translation_key in found
        ],
        "waiting": waiting_now(),
        "enough": ENOUGH_PAIRS,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/agreement.html", context)
