"""Extra attempts: a training officer sees who has used all of theirs, and grants one more."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.granting import grant_extra_attempt
from courses.assessment.queries import used_up
from courses.assessment.refusals import CannotGrant
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import visible_to_officers
from courses.player.access import person_in
from courses.player.page import page
from lms.accounts.api import Role, role_required


class GrantForm(forms.Form):
    enrolment = forms.UUIDField(widget=forms.HiddenInput)
    module = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why this learner gets one more attempt"),
        help_text=gettext_lazy("Kept with the grant. Write nothing private, such as an illness."),
        max_length=200,
    )


@role_required(Role.TRAINING_OFFICER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def extra_attempts(request: HttpRequest) -> HttpResponse:
    agency = person_in(request).agency
    visible = visible_to_officers(agency) if agency else Enrolment.objects.none()
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enrolment = get_object_or_404(visible, pk=form.cleaned_data["enrolment"])
        return _grant(request, enrolment, form.cleaned_data["module"], form.cleaned_data["reason"])
    rows = [
        {
            "one": one,
            "form": GrantForm(
                initial={"enrolment": one.enrolment.pk, "module": one.module.key},
                auto_id=f"grant-{number}-%s",
            ),
        }
        for number, one in enumerate(used_up(visible))
    ]
    return page(request, "courses/extra_attempts.html", {"rows": rows, "form": form})


def _grant(request: HttpRequest, enrolment: Enrolment, module: UUID, reason: str) -> HttpResponse:
    try:
        grant_extra_attempt(
            enrolment=enrolment, module_key=module, by=person_in(request), reason=reason
        )
        messages.success(request, _("One more attempt is granted."))
    except CannotGrant as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("extra-attempts")
