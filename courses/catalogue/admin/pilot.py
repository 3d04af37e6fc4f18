"""An administrator allows a course as a pilot, or ends it, with a reason that is kept."""

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from courses.catalogue.freezing import freeze
from courses.catalogue.models import CoursePage
from courses.catalogue.services import decide_pilot, pilot_allowed
from lms.accounts.api import Role, role_required
from lms.accounts.models import User


class PilotForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "It is kept with the decision, and whoever audits the site reads it."
        ),
    )


@never_cache
@role_required(Role.ADMINISTRATOR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(CoursePage, pk=pk)
    form = PilotForm(request.POST or None)
    allowed = pilot_allowed(course)
    if request.method == "POST" and form.is_valid():
        decide_pilot(
            course=course,
            allowed=not allowed,
            reason=form.cleaned_data["reason"],
            by=cast(User, request.user),
        )
        said = _("The pilot is ended.") if allowed else _("The course may now run as a pilot.")
        messages.success(request, said)
        return redirect("wagtailadmin_pages:edit", course.pk)
    context = {
        "course": course,
        "form": form,
        "allowed": allowed,
        "reasons": freeze(course).pilot_reasons,
        "decisions": course.pilot_decisions.order_by("-decided_at", "-id"),
        "header_title": _("Pilot of %(course)s") % {"course": course.title},
        "header_icon": "glasses",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Pilot")},
        ],
    }
    return render(request, "courses/admin/pilot.html", context)
