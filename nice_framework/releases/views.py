"""The skills-gap report as a page and as a file. Analysts and administrators only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from lms.accounts.api import Role, role_required
from nice_framework.releases.charts import charts_of
from nice_framework.releases.exports import as_csv
from nice_framework.releases.queries import (
    NoSnapshot,
    Published,
    UnreadableMonth,
    months,
    published,
)
from nice_framework.releases.report import build_report


@require_safe
@role_required(Role.ANALYST, Role.ADMINISTRATOR)
def skills_gap(request: HttpRequest) -> HttpResponse:
    available = months()
    if not available:
        return render(request, "nice_framework/skills_gap_empty.html")
    release = _asked_for(request)
    report = build_report(release)
    return render(
        request,
        "nice_framework/skills_gap.html",
        {
            "snapshot": release.snapshot,
            "month_name": f"{release.snapshot.month:%Y-%m}",
            "months": available,
            "report": report,
            "sections": [
                (table, charts_of(table, release.snapshot.settings["threshold"]))
                for table in report.tables
            ],
        },
    )


@require_safe
@role_required(Role.ANALYST, Role.ADMINISTRATOR)
def skills_gap_csv(request: HttpRequest) -> HttpResponse:
    release = _asked_for(request)
    response = HttpResponse(as_csv(release), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{release.snapshot.name}.csv"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _asked_for(request: HttpRequest) -> Published:
    try:
        return published(request.GET.get("month", ""))
    except (NoSnapshot, UnreadableMonth) as error:
        raise Http404 from error
