"""Correcting a question of a module that was asked already: choose, see who changes, apply."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from courses.assessment.asking import type_of
from courses.assessment.models import Correction, CorrectionKind
from courses.assessment.queries import corrections_in
from courses.assessment.regrading import RegradePlan, plan_of
from courses.catalogue.models import AssessmentVersion, ModulePage
from courses.completion.regrading import (
    CannotCorrect,
    correct_question,
    proposed,
    take_passes_back,
)
from lms.accounts.api import Role, has_role, role_required
from lms.accounts.models import User

ICON = "edit"


class CorrectionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Correction"), choices=CorrectionKind.choices, widget=forms.RadioSelect
    )
    right = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Options that are right"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only where other options are right."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=200,
        help_text=gettext_lazy("Kept with each new grading, and told to the learners it changes."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, item: dict[str, Any], data: Any = None) -> None:
        super().__init__(data)
        kind = type_of(item)
        if kind is None or not kind.correctable:
            del self.fields["right"]
            field = cast(forms.ChoiceField, self.fields["kind"])
            field.choices = [one for one in CorrectionKind.choices if one[0] != "right"]
        else:
            choices = kind.choices(item["config"])
            options = [
                (at, f"{one['text']} {_('(right so far)')}" if one["right"] else one["text"])
                for at, one in enumerate(choices)
            ]
            cast(forms.ChoiceField, self.fields["right"]).choices = options


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions that were asked in this module, and the corrections made."""
    page = _page(request, pk)
    made = corrections_in(page.translation_key)
    items = _items(page)
    rows = [{"item": item, "correction": made.get(one)} for one, item in items.items()]
    held = [
        {"correction": row, "item": items.get(one), "count": len(plan_of(row).pass_lost)}
        for one, row in made.items()
    ]
    context = {
        **_frame(page),
        "rows": rows,
        "held": [one for one in held if one["count"]],
        "may_take_back": has_role(cast(User, request.user), Role.ADMINISTRATOR),
    }
    return render(request, "courses/admin/corrections.html", context)


@never_cache
@role_required(Role.AUTHOR, Role.ADMINISTRATOR)
def correct(request: HttpRequest, pk: int, key: str, wording: str) -> HttpResponse:
    """A POST shows who would change; one that has seen exactly that applies it."""
    page = _page(request, pk)
    item = _items(page).get((key, wording))
    if item is None:
        raise Http404
    form = CorrectionForm(item, request.POST or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            correction = proposed(
                module_key=page.translation_key,
                item_key=key,
                item_hash=wording,
                kind=form.cleaned_data["kind"],
                right=form.cleaned_data.get("right", []),
            )
            plan = plan_of(correction)
            if form.cleaned_data["seen"] == _seen(correction, plan):
                return _apply(request, page, correction, form.cleaned_data["reason"])
            form = CorrectionForm(item, _with(request.POST, seen=_seen(correction, plan)))
        except CannotCorrect as refusal:
            form.add_error(None, refusal)
    context = {
        **_frame(page),
        "item": item,
        "form": form,
        "plan": plan,
        "names": has_role(cast(User, request.user), Role.ADMINISTRATOR),
    }
    return render(request, "courses/admin/correct_question.html", context)


@never_cache
@require_POST
@role_required(Role.ADMINISTRATOR)
def take_back(request: HttpRequest, pk: int, correction: int) -> HttpResponse:
    """The second decision, on passes that a correction would undo."""
    page = _page(request, pk)
    row = get_object_or_404(Correction, pk=correction, module_key=page.translation_key)
    try:
        count = take_passes_back(
            correction=row, by=cast(User, request.user), reason=request.POST.get("reason", "")
        )
        messages.success(request, _("Passes taken back: %(n)s.") % {"n": count})
    except CannotCorrect as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("question-corrections", page.pk)


def _page(request: HttpRequest, pk: int) -> ModulePage:
    page = get_object_or_404(ModulePage, pk=pk)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def _items(page: ModulePage) -> dict[tuple[str, str], dict[str, Any]]:
    """Each wording that any version asks, the newest version first."""
    rows = AssessmentVersion.objects.filter(module__key=page.translation_key).order_by("-pk")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        for item in row.items:
            found.setdefault((item["key"], item["hash"]), item)
    return found


def _seen(correction: Correction, plan: RegradePlan) -> str:
    """What was shown: the same must still be so when it is applied."""
    counts = "-".join(str(count) for count in plan.counts.values())
    return f"{correction.kind}:{correction.right}:{counts}"


def _with(data: QueryDict, *, seen: str) -> QueryDict:
    changed = data.copy()
    changed["seen"] = seen
    return changed


def _apply(
    request: HttpRequest, page: ModulePage, correction: Correction, reason: str
) -> HttpResponse:
    plan = correct_question(correction=correction, by=cast(User, request.user), reason=reason)
    messages.success(
        request,
        _("Corrected. %(passed)s passed now, %(other)s have another mark and the same outcome.")
        % {"passed": len(plan.now_passed), "other": len(plan.other_score)},
    )
    return redirect("question-corrections", page.pk)


def _frame(page: ModulePage) -> dict[str, Any]:
    title = _("Correct a question: %(module)s") % {"module": page.title}
    return {
        "page": page,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [
            {"url": reverse("question-statistics"), "label": _("Question statistics")},
            {"url": reverse("question-statistics-module", args=[page.pk]), "label": page.title},
            {"url": "", "label": _("Correct a question")},
        ],
    }
