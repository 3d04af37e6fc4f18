"""The catalogue, a course, a module, and joining. Readable without signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.models import CoursePage, CourseVersion
from courses.catalogue.queries import current_version, current_versions
from courses.classroom.services import may_hold_classes
from courses.completion.queries import completions_of
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import enrolments_of
from courses.enrolment.services import EnrolmentClosed, enrol
from courses.player.access import learner_in, own_enrolment
from courses.player.contents import minutes_left, time_left_in_words
from courses.player.outline import Outline, outline_of
from courses.player.page import page, way_here
from courses.player.words import day_in_words, minutes_in_words
from courses.progress.queries import progress_of_all
from lms.accounts.models import User


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All open courses, and where the signed-in learner stands in each.

    Those meant for the person's agency, or joined, come first.
    """
    own: dict[int, Enrolment] = {}
    if request.user.is_authenticated:
        own = {one.course_id: one for one in reversed(enrolments_of(learner_in(request)))}
    taken = list(own.values())
    completed, begun = completions_of(taken), progress_of_all(taken)
    agency = request.user.agency if isinstance(request.user, User) else None
    kind = agency.kind if agency else ""
    rows: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for version in current_versions():
        enrolment = own.get(version.course_id)
        state = ""
        if enrolment is not None:
            state = "in-progress" if enrolment.pk in begun else "not-started"
            state = "done" if enrolment.pk in completed else state
        first = enrolment is not None or version.is_meant_for(kind)
        (rows if first else others).append(_row(version, state))
    if not rows:
        rows, others = others, []  # nothing to set apart from
    return page(request, "courses/catalogue.html", {"rows": rows, "others": others})


def _row(version: CourseVersion, state: str) -> dict[str, Any]:
    return {
        "version": version,
        "slug": version.course.slug,
        "duration": minutes_in_words(version.minutes),
        "state": state,
        "participation": version.record == "participation",
    }


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    """One course: what it is, and for whoever is in it what is done and what is missing."""
    enrolment = own_enrolment(request, course)
    outline = _outline(course, enrolment)
    completion = completions_of([enrolment]).get(enrolment.pk) if enrolment else None
    context = {
        "outline": outline,
        "crumbs": way_here(outline)[:1],
        "version": outline.version,
        "enrolment": enrolment,
        "completion": completion,
        "completed_on": day_in_words(completion.completed_at) if completion else "",
        "duration": minutes_in_words(outline.version.minutes),
        "closed": enrolment is None and not _page(course).live,
    }
    return page(request, "courses/course.html", context)


@require_safe
def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """One module: its objectives, lessons, assessment, usual mistakes and job aid."""
    enrolment = own_enrolment(request, course)
    outline = _outline(course, enrolment)
    state = outline.module(module)
    if state is None:
        return redirect("course", course)
    context = {
        "outline": outline,
        "state": state,
        "crumbs": way_here(outline),
        "module": state.module,
        "may_hold_classes": isinstance(request.user, User) and may_hold_classes(request.user),
        "duration": minutes_in_words(state.module.minutes),
        "time_left": time_left_in_words(minutes_left(state)) if enrolment else "",
        "enrolment": enrolment,
    }
    return page(request, "courses/module.html", context)


@login_required
@require_POST
def join(request: HttpRequest, course: str) -> HttpResponse:
    """Enrol, and go to where the learner is to begin or go on."""
    try:
        enrolment = enrol(learner=learner_in(request), course=_page(course))
    except EnrolmentClosed as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("course", course)
    first = outline_of(enrolment.version, course, enrolment).next_step
    return redirect(first.url) if first else redirect("course", course)


def _page(slug: str) -> CoursePage:
    return get_object_or_404(CoursePage, slug=slug)


def _outline(slug: str, enrolment: Enrolment | None) -> Outline:
    """By the version begun, else by the newest; a course without one isn't there yet."""
    if enrolment is not None:
        return outline_of(enrolment.version, slug, enrolment)
    version = current_version(_page(slug))
    return outline_of(get_object_or_404(CourseVersion, pk=version and version.pk), slug)
