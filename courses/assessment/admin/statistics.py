"""How questions did: a report for each module, and as a table for a spreadsheet."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.assessment.statistics.queries import Report, report_on
from courses.assessment.statistics.questions import QuestionStatistics
from courses.assessment.statistics.reliability import why_no_reliability
from courses.assessment.statistics.sittings import FIRM, LEAST, STEP, learners_who_sat
from courses.catalogue.models import ModulePage
from lms.accounts.api import Role, role_required

ICON = "view"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so
COLUMNS = (
    "question", "wording", "type", "text", "critical", "sittings", "facility", "discrimination",
    "provisional", "note", "options", "flags",
)  # fmt: skip


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def modules(request: HttpRequest) -> HttpResponse:
    """Every module that this person may edit and that asks questions."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
    pages = list(
        ModulePage.objects.filter(pk__in=mine.values("pk"), items__isnull=False)
        .distinct()
        .order_by("path")
    )
    sat = learners_who_sat(page.translation_key for page in pages)
    title = _("Question statistics")
    context = {
        "rows": [{"page": page, "sittings": sat.get(page.translation_key, 0)} for page in pages],
        "least": LEAST,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "courses/admin/statistics_modules.html", context)


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def statistics(request: HttpRequest, pk: int) -> HttpResponse:
    """One module; `?export=csv` as a table."""
    page = get_object_or_404(ModulePage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    report = report_on(page.translation_key)
    if request.GET.get("export") == "csv":
        return _as_csv(report, page)
    context = {
        "page": page,
        "report": report,
        "may_correct": page.permissions_for_user(request.user).can_publish(),
        "no_reliability": why_no_reliability(),
        "least": LEAST,
        "firm": FIRM,
        "step": STEP,
        "header_title": _("Question statistics: %(module)s") % {"module": page.title},
        "header_icon": ICON,
        "breadcrumbs_items": [
            {"url": reverse("question-statistics"), "label": _("Question statistics")},
            {"url": "", "label": page.title},
        ],
    }
    return render(request, "courses/admin/statistics.html", context)


def _as_csv(report: Report, page: ModulePage) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="questions-{page.slug}.csv"'
    answer.write("\ufeff")  # or a spreadsheet guesses at accents
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    for one in report.questions:
        writer.writerow([_plain(cell) for cell in _row(one)])
    return answer


def _row(one: QuestionStatistics) -> list[Any]:
    return [
        one.key,
        one.hash[:12],
        one.kind,
        one.stem,
        "yes" if one.critical else "no",
        one.sittings,
        round(one.facility, 3),
        "" if one.discrimination is None else round(one.discrimination, 3),
        "yes" if one.provisional else "no",
        one.why_none,
        "; ".join(f"{p.text}{' (right)' if p.right else ''}: {p.times}" for p in one.picks),
        " ".join(one.flags),
    ]


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
