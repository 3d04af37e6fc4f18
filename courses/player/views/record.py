"""The sealed record of an attempt as a PDF: one's own, or with a reason one of the agency's."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.models import Attempt
from courses.assessment.printing import give_record, printable
from courses.assessment.refusals import CannotGrant
from courses.player.access import learner_in, person_in
from courses.player.page import page
from courses.player.sealed_record import officer_record_pdf, own_record_pdf
from lms.accounts.api import Role, role_required

PER_PAGE = 20


class PrintForm(forms.Form):
    attempt = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why you print it"),
        help_text=gettext_lazy("Kept, and stands in the audit log. Write nothing private."),
        max_length=200,
    )


@login_required
@never_cache
@require_safe
def own_record(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Of the learner's own attempt, once it is handed in. Anybody else's is not found."""
    found = get_object_or_404(
        Attempt.objects.select_related("assessment__module__version", "enrolment__version"),
        pk=attempt,
        enrolment__learner_id=learner_in(request).pk,
        submitted_at__isnull=False,
    )
    return _sent(own_record_pdf(found, person_in(request)))


@role_required(Role.TRAINING_OFFICER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """What people of the agency handed in; a POST with a reason prints one."""
    officer = person_in(request)
    form = PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = give_record(
                attempt_id=form.cleaned_data["attempt"],
                by=officer,
                reason=form.cleaned_data["reason"],
            )
        except CannotGrant as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(request.get_full_path())
        return _sent(officer_record_pdf(found, found.enrolment.learner.person))
    wanted = request.GET.get("q", "").strip()[:100]
    shown = Paginator(printable(officer, wanted), PER_PAGE).get_page(request.GET.get("p"))
    rows = [
        {
            "attempt": one,
            "form": PrintForm(initial={"attempt": one.pk}, auto_id=f"print-{number}-%s"),
        }
        for number, one in enumerate(shown.object_list)
    ]
    context = {"rows": rows, "page_obj": shown, "form": form, "wanted": wanted}
    return page(request, "courses/attempt_records.html", context)


def _sent(pdf: bytes) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="assessment-record.pdf"'
    return answer
