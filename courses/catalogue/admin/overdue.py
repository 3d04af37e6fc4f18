"""The report of passages on the law that must be looked at again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.catalogue.overdue import overdue_passages
from lms.accounts.api import Role, role_required


@never_cache
@role_required(Role.AUTHOR, Role.LEGAL_REVIEWER, Role.ADMINISTRATOR)
def law_to_look_at(request: HttpRequest) -> HttpResponse:
    title = _("Law to look at again")
    context = {
        "rows": overdue_passages(),
        "header_title": title,
        "header_icon": "calendar-check",
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/law_to_look_at.html", context)
