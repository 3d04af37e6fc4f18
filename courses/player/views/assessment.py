"""A module's assessment before it begins: what to expect, what is left, and the start."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.assessment.asking import type_of
from courses.assessment.queries import (
    AssessmentState,
    accommodation_of,
    grading_of,
    pool_of,
    states_of,
    window_for,
)
from courses.assessment.refusals import CannotStart
from courses.assessment.services import start_attempt
from courses.assessment.sittings.queries import next_sitting
from courses.assessment.timing import GRACE, minutes_allowed
from courses.catalogue.blueprint import asks, asks_critical
from courses.catalogue.models import AssessmentVersion, Certainty
from courses.enrolment.models import Enrolment
from courses.player.access import learner_in, own_enrolment, to_join_first
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
        AssessmentVersion.objects.select_related("module").defer("items"), pk=state.assessment.pk
    )
    if request.method == "POST":
        try:
            return redirect("attempt", start_attempt(enrolment=enrolment, assessment=found).pk)
        except CannotStart as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("assessment", course, module)
    standing = states_of(enrolment, {found.module.key: found})[found.module.key]
    standing.window = window_for(enrolment, found.module.key)
    context = {
        "outline": outline,
        "crumbs": way_here(outline, state),
        "state": state,
        "module": found.module,
        "assessment": found,
        "sitting": next_sitting(learner_in(request), found.module.key),
        **_what_to_expect(found),
        **_time(found, standing, enrolment),
        **_what_is_left(standing, state),
    }
    return page(request, "courses/assessment.html", context)


def _what_to_expect(assessment: AssessmentVersion) -> dict[str, Any]:
    pool = pool_of(assessment.pk, assessment.module.key)
    items = list(pool.items.values())
    count = asks(items, assessment.blueprint)
    return {
        "count": count,
        "drawn": len(items) > count,
        "critical": asks_critical(items, assessment.blueprint),
        "about": minutes_in_words(count * MINUTES_A_QUESTION),
        "waiting": minutes_in_words(assessment.wait_minutes),
        "written": any(kind is not None and kind.awaits_marking for kind in map(type_of, items)),
        "how_sure": any(pool.asks_certainty(key) for key in pool.items),
        "certainty_scored": assessment.certainty == Certainty.SCORE,
    }


def _time(
    assessment: AssessmentVersion, standing: AssessmentState, enrolment: Enrolment
) -> dict[str, Any]:
    """The limit as it is for this learner: what was arranged is told here and nowhere else."""
    limit, window = assessment.time_limit, standing.window
    arranged = accommodation_of(enrolment.learner_id) if limit else None
    minutes = minutes_allowed(limit, arranged)
    closes_at = window.closes_at if window and not standing.closed_at else None
    return {
        "limit": minutes_in_words(minutes) if minutes else "",
        "arranged": arranged is not None,
        "grace": int(GRACE.total_seconds()),
        "opens": moment_in_words(standing.opens_at) if standing.opens_at else "",
        "closes": moment_in_words(closes_at) if closes_at else "",
        "closed": moment_in_words(standing.closed_at) if standing.closed_at else "",
    }


def _what_is_left(standing: AssessmentState, state: ModuleState) -> dict[str, Any]:
    return {
        "standing": standing,
        "wait_until": moment_in_words(standing.wait_until) if standing.wait_until else "",
        "unread": [one for one in state.lessons if not one.done],
        "tries": [
            {
                "attempt": attempt,
                "grading": grading_of(attempt),
                "when": moment_in_words(attempt.submitted_at) if attempt.submitted_at else "",
            }
            for attempt in standing.handed_in
        ],
    }
