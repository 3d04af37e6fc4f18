"""A module's assessment in use: its open and close dates, and what learners were sure of."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from courses.assessment.granting import set_dates
from courses.assessment.models import AssessmentWindow
from courses.assessment.refusals import CannotGrant
from courses.assessment.statistics.sittings import LEAST
from courses.assessment.statistics.sureness import sureness_of
from courses.catalogue.models import ModulePage, PassMarkDecision
from courses.enrolment.models import Cohort
from lms.accounts.models import User


class DatesForm(forms.Form):
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        required=False,
        label=gettext_lazy("For"),
        empty_label=gettext_lazy("Everybody"),
        help_text=gettext_lazy("A cohort's own dates count for it in place of everybody's."),
    )
    opens_at = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Opens"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("In Belize time. Empty: it is open already."),
    )
    closes_at = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Closes"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy(
            "In Belize time. Empty: it stays open. Attempts that are open then are handed in as "
            "they are; moving the date moves their end."
        ),
    )
    reason = forms.CharField(
        max_length=200,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept with the dates."),
    )

    def __init__(self, page: ModulePage, data: Any = None) -> None:
        super().__init__(data)
        cohorts = Cohort.objects.filter(course=page.get_parent().pk).order_by("name")
        cast(forms.ModelChoiceField, self.fields["cohort"]).queryset = cohorts


@never_cache
def in_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may edit the module sees it; who may publish it sets dates."""
    page = get_object_or_404(ModulePage, pk=pk)
    may = page.permissions_for_user(request.user)
    if not may.can_edit():
        raise PermissionDenied
    form = DatesForm(page, request.POST or None)
    if request.method == "POST":
        if not may.can_publish():
            raise PermissionDenied
        if form.is_valid() and _set(request, page, form):
            return redirect("assessment-in-use", page.pk)
    context = {
        "page": page,
        "form": form,
        "may_set": may.can_publish(),
        "windows": _in_words(AssessmentWindow.objects.filter(module_key=page.translation_key)),
        "sureness": sureness_of(page.translation_key),
        "least": LEAST,
        "decision": PassMarkDecision.objects.filter(module_key=page.translation_key).first(),
        "header_title": _("Assessment of %(module)s") % {"module": page.title},
        "header_icon": "date",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
            {"url": "", "label": _("Assessment in use")},
        ],
    }
    return render(request, "courses/admin/assessment_in_use.html", context)


def _set(request: HttpRequest, page: ModulePage, form: DatesForm) -> bool:
    try:
        set_dates(module_key=page.translation_key, by=cast(User, request.user), **form.cleaned_data)
    except CannotGrant as refusal:
        form.add_error(None, refusal.messages[0])
        return False
    messages.success(request, _("The dates are set, also for attempts that are open."))
    return True


def _in_words(rows: Any) -> list[dict[str, Any]]:
    """All decisions, the newest first; the newest for everybody and for each cohort counts."""
    found: list[dict[str, Any]] = []
    known: set[int | None] = set()
    for row in rows.select_related("cohort").order_by("-id"):
        found.append(
            {
                "row": row,
                "whom": row.cohort.name if row.cohort else _("Everybody"),
                "in_force": row.cohort_id not in known,
            }
        )
        known.add(row.cohort_id)
    return found
