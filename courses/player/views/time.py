"""More time in timed work, arranged by a training officer. Only the two of them see it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.granting import arrange_time
from courses.assessment.queries import Arranged, arranged_among
from courses.assessment.refusals import CannotGrant
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import visible_to_officers
from courses.player.access import person_in
from courses.player.page import page
from lms.accounts.api import Role, role_required

NO_LIMIT, ENDED = "no-limit", "0"


class ArrangementForm(forms.Form):
    service_number = forms.CharField(label=gettext_lazy("Service number"), max_length=40)
    time = forms.ChoiceField(
        label=gettext_lazy("Time in timed assessments"),
        widget=forms.RadioSelect,
        choices=[
            ("25", gettext_lazy("A quarter more")),
            ("50", gettext_lazy("Half as much again")),
            ("100", gettext_lazy("Twice the time")),
            (NO_LIMIT, gettext_lazy("No limit")),
            (ENDED, gettext_lazy("The usual time: end what was arranged")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("What the arrangement rests on"),
        help_text=gettext_lazy(
            "Kept with it, such as “Agreed with Human Resources on 3 March”. Write nothing "
            "private, such as an illness."
        ),
        max_length=200,
    )


@role_required(Role.TRAINING_OFFICER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def time_arrangements(request: HttpRequest) -> HttpResponse:
    agency = person_in(request).agency
    visible = visible_to_officers(agency) if agency else Enrolment.objects.none()
    form = ArrangementForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _arrange(request, form, visible):
        return redirect("time-arrangements")
    rows = [{"one": one, "words": _words(one)} for one in arranged_among(visible)]
    return page(request, "courses/time_arrangements.html", {"form": form, "rows": rows})


def _arrange(request: HttpRequest, form: ArrangementForm, visible: object) -> bool:
    """Whether it was arranged. A judge's number is as unknown here as one that nobody has."""
    number, time = form.cleaned_data["service_number"].strip(), form.cleaned_data["time"]
    enrolment = visible.filter(  # type: ignore[attr-defined]
        learner__person__service_number__iexact=number
    ).first()
    if enrolment is None:
        form.add_error(
            "service_number", _("Nobody of your agency who takes a course here has this number.")
        )
        return False
    if enrolment.learner_id == person_in(request).learner_id:
        form.add_error("service_number", _("Another training officer arranges your own time."))
        return False
    try:
        arrange_time(
            learner=enrolment.learner,
            by=person_in(request),
            reason=form.cleaned_data["reason"],
            extra_percent=0 if time == NO_LIMIT else int(time),
            no_limit=time == NO_LIMIT,
        )
    except CannotGrant as refusal:
        form.add_error(None, refusal.messages[0])
        return False
    messages.success(request, _("It is arranged, also for what this learner has begun."))
    return True


def _words(one: Arranged) -> str:
    if one.arrangement.no_limit:
        return _("No limit")
    return _("{n} % more time").format(n=one.arrangement.extra_percent)
