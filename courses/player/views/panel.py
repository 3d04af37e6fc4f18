"""A panellist's page: every question as it is asked, and one number beside each."""

from random import Random
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.asking import type_of
from courses.assessment.panel.models import Panel, Panellist, Stage
from courses.assessment.panel.queries import (
    ROUND,
    facilities,
    outcome,
    ratings_in_force,
)
from courses.assessment.panel.refusals import PanelRefused
from courses.assessment.panel.services import rate
from courses.player.access import person_in
from courses.player.page import page
from courses.player.paper_forms import blank
from courses.player.questions import Asked


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_rate(request: HttpRequest, panel: UUID, panellist: int) -> HttpResponse:
    """The first round shows nobody else's ratings; the second shows their spread, without names."""
    by = person_in(request)
    mine = Q(learner=by.learner_id) | Q(learner=None, panel__begun_by=by.learner_id)
    rows = Panellist.objects.filter(mine, panel=panel).select_related("panel")
    found = get_object_or_404(rows, pk=panellist)
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {item["key"]: request.POST.get(f"rate-{item['key']}", "") for item in _items(found)}
        values, wrong = _read(typed)
        try:
            rate(panellist=found, by=by, ratings=values)
        except PanelRefused as refusal:
            messages.error(request, refusal.messages[0])
        else:
            if not wrong:
                return _kept(request, found)
            messages.error(request, _("Some ratings can't be read. The others are kept."))
    context = {
        "panel": found.panel,
        "panellist": found,
        "open": found.panel.stage in (Stage.FIRST, Stage.SECOND),
        "second": found.panel.stage == Stage.SECOND,
        "rows": _rows(found, typed, wrong),
    }
    return page(request, "courses/panel_rate.html", context)


def _items(found: Panellist) -> list[dict[str, Any]]:
    return list(found.panel.items)


def _read(typed: dict[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """Whole numbers from 0 to 100; what is empty is left for later."""
    values, wrong = {}, {}
    for key, text in typed.items():
        text = text.strip().removesuffix("%").strip()
        if not text:
            continue
        if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100:
            values[key] = int(text)
        else:
            wrong[key] = _("Write a whole number from 0 to 100.")
    return values, wrong


def _kept(request: HttpRequest, found: Panellist) -> HttpResponse:
    given = ratings_in_force(found.panel, ROUND[Stage(found.panel.stage)])[found.pk]
    left = len(found.panel.items) - len(given)
    if left:
        messages.success(request, _("Kept. Questions still to rate: {n}.").format(n=left))
    else:
        messages.success(request, _("Kept. You have rated every question."))
    return redirect("panel-rate", found.panel_id, found.pk)


def _rows(found: Panellist, typed: dict[str, str], wrong: dict[str, str]) -> list[dict[str, Any]]:
    panel = found.panel
    second = panel.stage == Stage.SECOND
    first = ratings_in_force(panel, 1)[found.pk]
    given = ratings_in_force(panel, 2)[found.pk] if second else first
    # The first round's outcome and what learners did are for the second round alone.
    before = outcome(panel, 1) if second else None
    known = facilities(panel) if second else {}
    return [
        {
            "item": item,
            "number": number,
            "value": typed.get(item["key"]) or given.get(item["key"], ""),
            "error": wrong.get(item["key"], ""),
            "first": first.get(item["key"]) if second else None,
            "spread": before.items[item["key"]] if before else None,
            "facility": round(known[item["key"]] * 100) if item["key"] in known else None,
            "asked": _question(panel, item, number),
            "right": _right(panel, item, number),
        }
        for number, item in enumerate(panel.items, start=1)
    ]


def _question(panel: Panel, item: dict[str, Any], number: int) -> str:
    return blank(_asked(panel, item, number).html())


def _right(panel: Panel, item: dict[str, Any], number: int) -> str:
    """The key with its reasons; none of a type that has none."""
    kind = type_of(item)
    model = kind.model_answer(item["config"]) if kind else None
    if model is None:
        return ""
    return _asked(panel, item, number, model).result_html()


def _asked(panel: Panel, item: dict[str, Any], number: int, answer: Any = None) -> Asked:
    kind = type_of(item)
    chance = Random(f"{panel.pk}:{item['key']}")  # noqa: S311  an order, and no secret
    shown = kind.shown(item["config"], chance) if kind else {}
    return Asked(number, len(panel.items), item, shown, answer)
