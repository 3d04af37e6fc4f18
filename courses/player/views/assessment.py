"""A module's assessment before it begins: what to expect, what is left, and the start."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.queries import AssessmentState, grading_in_force, states_of
from courses.assessment.refusals import CannotStart
from courses.assessment.services import start_attempt
from courses.catalogue.models import AssessmentVersion
from courses.player.access import own_enrolment, to_join_first
from courses.player.outline import ModuleState, outline_of
from courses.player.page import page, way_here
from courses.player.words import minutes_in_words, moment_in_words

MINUTES_A_QUESTION = 2


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """GET says what to expect; POST begins an attempt or goes on with the open one."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    outline = outline_of(enrolment.version, course, enrolment)
    state = outline.module(module)
    if state is None or state.assessment is None:
        return redirect("course", course)
    found = get_object_or_404(
        AssessmentVersion.objects.select_related("module"), pk=state.assessment.pk
    )
    if request.method == "POST":
        try:
            return redirect("attempt", start_attempt(enrolment=enrolment, assessment=found).pk)
        except CannotStart as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("assessment", course, module)
    standing = states_of(enrolment, {found.module.key: found})[found.module.key]
    context = {
        "outline": outline,
        "crumbs": way_here(outline, state),
        "state": state,
        "module": found.module,
        "assessment": found,
        **_what_to_expect(found),
        **_what_is_left(standing, state),
    }
    return page(request, "courses/assessment.html", context)


def _what_to_expect(assessment: AssessmentVersion) -> dict[str, Any]:
    count = len(assessment.items)
    return {
        "count": count,
        "critical": sum(bool(item.get("critical")) for item in assessment.items),
        "about": minutes_in_words(count * MINUTES_A_QUESTION),
        "waiting": minutes_in_words(assessment.wait_minutes),
    }


def _what_is_left(standing: AssessmentState, state: ModuleState) -> dict[str, Any]:
    return {
        "standing": standing,
        "wait_until": moment_in_words(standing.wait_until) if standing.wait_until else "",
        "unread": [one for one in state.lessons if not one.done],
        "tries": [
            {
                "attempt": attempt,
                "grading": grading_in_force(attempt),
                "when": moment_in_words(attempt.submitted_at) if attempt.submitted_at else "",
            }
            for attempt in standing.handed_in
        ],
    }
