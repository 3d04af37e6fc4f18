"""Setting a pass mark with a panel: begin one, ask people, see the outcome, decide."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.assessment.panel.models import Panel, Stage
from courses.assessment.panel.queries import facilities, outcome, places_of
from courses.assessment.panel.refusals import NotOnThePanel, PanelRefused
from courses.assessment.panel.services import (
    LEAST_PANELLISTS,
    ask,
    begin_panel,
    decide_pass_mark,
    go_on,
)
from courses.catalogue.blueprint import words
from courses.catalogue.models import ModulePage, PassMarkDecision
from lms.accounts.models import User

ICON = "group"
SEEN = (Stage.DISCUSSION, Stage.SECOND, Stage.CLOSED)


class BeginForm(forms.Form):
    description = forms.CharField(
        label=gettext_lazy("Just competent means"),
        help_text=gettext_lazy(
            "What somebody can do, and can't yet, who is competent and no more. The panel has it "
            "before its eyes."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class AskForm(forms.Form):
    role = forms.CharField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("Such as: shift inspector, Orange Walk."),
        max_length=120,
    )
    number = forms.CharField(
        label=gettext_lazy("Service number"), max_length=40, required=False,
        help_text=gettext_lazy("They rate on their own page."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Or a name"), max_length=120, required=False,
        help_text=gettext_lazy("Of somebody without an account: you write their ratings."),
    )  # fmt: skip


class DecideForm(forms.Form):
    pass_mark = forms.IntegerField(
        label=gettext_lazy("Pass mark, per cent"), min_value=1, max_value=100
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy(
            "Needed where it isn't what the panel suggests; in full sentences where it is further "
            "off than the standard error."
        ),
    )


@never_cache
def panels(request: HttpRequest, pk: int) -> HttpResponse:
    """A module's panels and decisions; whoever may publish begins one."""
    page = _page(request, pk)
    form = BeginForm(request.POST or None)
    may = page.permissions_for_user(request.user).can_publish()
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                panel = begin_panel(page=page, by=_user(request), **form.cleaned_data)
                return redirect("pass-mark-panel", page.pk, panel.pk)
            except PanelRefused as refusal:
                form.add_error(None, refusal.messages[0])
    context = {
        **_frame(page),
        "form": form,
        "may": may,
        "panels": Panel.objects.filter(module_key=page.translation_key).defer("items"),
        "decisions": PassMarkDecision.objects.filter(module_key=page.translation_key),
    }
    return render(request, "courses/admin/panels.html", context)


@never_cache
def panel(request: HttpRequest, pk: int, panel: UUID) -> HttpResponse:
    """One panel. Ratings of a round are shown when it is over, and never whose they are."""
    page = _page(request, pk)
    found = get_object_or_404(Panel, pk=panel, module_key=page.translation_key)
    asking, deciding = AskForm(), DecideForm()
    if request.method == "POST":
        act = request.POST.get("act")
        asking = AskForm(request.POST if act == "ask" else None)
        deciding = DecideForm(request.POST if act == "decide" else None)
        if _acted(request, page, found, asking, deciding):
            return redirect("pass-mark-panel", page.pk, found.pk)
    places, stage = places_of(found), Stage(found.stage)
    last = 2 if stage in (Stage.SECOND, Stage.CLOSED) else 1
    outcomes = {n: outcome(found, n) for n in range(1, last + 1)} if stage in SEEN else {}
    final = outcomes.get(2)
    if final is not None and not deciding.is_bound:
        deciding = DecideForm(initial={"pass_mark": final.suggested})
    context = {
        **_frame(page, found),
        "panel": found,
        "places": places,
        "ready": len(places) >= LEAST_PANELLISTS and all(one.done for one in places),
        "least": LEAST_PANELLISTS,
        "holds": found.begun_by == _user(request).learner_id,
        "may_decide": page.permissions_for_user(request.user).can_publish(),
        "asking": asking,
        "deciding": deciding,
        "first": outcomes.get(1),
        "final": final,
        "cells": [
            {"cell": one, "words": words(one.line)}
            for one in ((final or outcomes.get(1)).cells if outcomes.get(1) else [])  # type: ignore[union-attr]
        ],
        "rows": _rows(found, outcomes) if outcomes.get(1) else [],
        "decision": PassMarkDecision.objects.filter(panel=found.pk).first(),
    }
    return render(request, "courses/admin/panel.html", context)


def _acted(
    request: HttpRequest, page: ModulePage, found: Panel, asking: AskForm, deciding: DecideForm
) -> bool:
    act, by = request.POST.get("act"), _user(request)
    form: forms.Form = deciding if act == "decide" else asking
    try:
        if act == "ask" and asking.is_valid():
            ask(panel=found, by=by, **asking.cleaned_data)
            messages.success(request, _("Added."))
            return True
        if act == "go-on":
            go_on(panel=found, by=by, seen=request.POST.get("seen", ""))
            return True
        if act == "decide" and deciding.is_valid():
            decide_pass_mark(panel=found, page=page, by=by, **deciding.cleaned_data)
            messages.success(
                request, _("Decided. Publish the course as a new version to put it in force.")
            )
            return True
    except (PanelRefused, NotOnThePanel) as refusal:
        said = refusal.messages[0] if isinstance(refusal, PanelRefused) else str(refusal)
        if form.is_bound:
            form.add_error(None, said)
        else:
            messages.error(request, said)
    return False


def _rows(found: Panel, outcomes: dict[int, Any]) -> list[dict[str, Any]]:
    known = facilities(found)
    return [
        {
            "number": number,
            "item": item,
            "rounds": [one.items[item["key"]] for one in outcomes.values() if one is not None],
            "facility": known.get(item["key"]),
        }
        for number, item in enumerate(found.items, start=1)
    ]


def _page(request: HttpRequest, pk: int) -> ModulePage:
    page = get_object_or_404(ModulePage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _frame(page: ModulePage, found: Panel | None = None) -> dict[str, Any]:
    title = _("Pass mark of %(module)s") % {"module": page.title}
    crumbs = [{"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title}]
    if found is not None:
        crumbs.append({"url": reverse("pass-mark-panels", args=[page.pk]), "label": _("Pass mark")})
    return {
        "page": page,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": _("Panel") if found else title}],
    }
