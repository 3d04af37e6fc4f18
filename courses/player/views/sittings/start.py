"""An invited learner's page: where and when, and the code that starts it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.models import Attempt
from courses.assessment.queries import accommodation_of, assessments_in
from courses.assessment.refusals import CannotStart
from courses.assessment.sittings.queries import invitations_of, is_confirmed
from courses.assessment.sittings.starting import holds_paper, start_invigilated
from courses.assessment.timing import minutes_allowed
from courses.player.access import learner_in
from courses.player.page import page
from courses.player.views.sittings.plan import facts_of
from courses.player.words import minutes_in_words

LONGEST_CODE = 20


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """GET says what to expect; POST with the code begins, or goes on with what is open."""
    learner, error = learner_in(request), ""
    invitation = get_object_or_404(invitations_of(learner), sitting=sitting)
    if request.method == "POST":
        code = request.POST.get("code", "").replace("\0", "")[:LONGEST_CODE]
        try:
            return redirect(
                "attempt", start_invigilated(learner=learner, sitting_id=sitting, code=code).pk
            )
        except CannotStart as refusal:
            error = refusal.messages[0]
    found = invitation.sitting
    assessment = assessments_in(invitation.enrolment.version).get(found.module_key)
    limit = assessment.time_limit if assessment else None
    arranged = accommodation_of(learner.pk) if limit else None
    minutes = minutes_allowed(limit, arranged)
    context = {
        "sitting": found,
        **facts_of(found),
        "assessment": assessment,
        "limit": minutes_in_words(minutes) if minutes else "",
        "arranged": arranged is not None,
        "confirmed": is_confirmed(invitation),
        "attempt": Attempt.objects.filter(invitation=invitation).defer("items").first(),
        "on_paper": holds_paper(invitation),
        "error": error,
    }
    return page(request, "courses/sittings/start.html", context)
