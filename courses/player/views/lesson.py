"""Reading a lesson. GET shows it and changes nothing; progress is posted."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from courses.completion.services import complete_if_ready
from courses.player.access import learner_in, own_enrolment, to_join_first
from courses.player.contents import contents_of, minutes_left, time_left_in_words
from courses.player.marking import marks_panel
from courses.player.outline import LessonState, ModuleState, Outline, outline_of
from courses.player.page import page, way_here
from courses.player.shown import Shown, lesson_shown
from courses.player.words import minutes_in_words
from courses.progress.queries import Place, place_of
from courses.progress.services import UnknownBlock, mark_lesson_done, open_lesson, save_progress
from lms.accounts.device_mark import device_mark
from nice_framework.api import plain_labels

LONGEST_REPORT = 1000  # bytes; the id of a block and little more


# Compressed: a lesson with its drawings is long, and a phone's connection slow. It repeats nothing
# that a visitor sends, and the token in it is masked anew each time, so its length tells nothing.
@gzip_page
@login_required
@require_safe
@cache_control(private=True)
def lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    shown = lesson_shown(enrolment.version_id, module, lesson)
    if shown is None:
        raise Http404
    outline = outline_of(enrolment.version, course, enrolment)
    at = next(n for n, one in enumerate(outline.lessons) if one.lesson.pk == shown.lesson.pk)
    state = outline.lessons[at]
    inside = _module_of(outline, state)
    context = {
        "lesson": shown.lesson,
        "body": shown.html,
        "styles": shown.styles,
        "scripts": shown.scripts,
        "outline": outline,
        "state": state,
        "resume": _resume(state, shown),
        "duration": minutes_in_words(shown.lesson.minutes),
        "previous": outline.lessons[at - 1] if at else None,
        "next_title": _next_title(outline, state),
        "crumbs": way_here(outline, inside),
        "contents": contents_of(outline, state, shown.places),
        "time_left": time_left_in_words(minutes_left(inside, state, shown.places)),
        "marks": marks_panel(learner_in(request), shown),
        "statements": _statements(shown.lesson.alignments),
        "slugs": {"course": course, "module": module, "lesson": lesson},
    }
    return page(request, "courses/lesson.html", context)


def _module_of(outline: Outline, state: LessonState) -> ModuleState:
    return next(one for one in outline.modules if any(lesson is state for lesson in one.lessons))


def _resume(state: LessonState, shown: Shown) -> str:
    """The block to go on at: none at the start of a lesson, nor once it is finished."""
    block = state.progress.block if state.progress and not state.done else ""
    return block if shown.places.order.get(block, 0) > 0 else ""


def _statements(alignments: list[dict[str, str]]) -> list[dict[str, str]]:
    labels = plain_labels([one["identifier"] for one in alignments]) if alignments else {}
    return [one | {"label": labels[one["identifier"]]} for one in alignments]


def _next_title(outline: Outline, here: LessonState) -> str:
    """What Next leads to: the next lesson, or after a module's last lesson its assessment."""
    return _after(outline, here)[1]


def _after(outline: Outline, here: LessonState) -> tuple[str, str]:
    """Address and title of what follows this lesson; the course's own page at the end."""
    for module in outline.modules:
        at = next((n for n, one in enumerate(module.lessons) if one is here), None)
        if at is None:
            continue
        if at + 1 < len(module.lessons):
            return module.lessons[at + 1].url, module.lessons[at + 1].lesson.title
        if module.assessment is not None and not module.passed:
            title = _("Assessment: {title}").format(title=module.module.title)
            return module.assessment_url, title
    following = outline.lessons.index(here) + 1
    if following < len(outline.lessons):
        return outline.lessons[following].url, outline.lessons[following].lesson.title
    return "", _("The end of the course")


@login_required
@require_POST
def lesson_progress(request: HttpRequest, course: str, module: str, lesson: str) -> JsonResponse:
    """The page's script reports the block in view, or the end: {"block": "…", "done": true}.

    A device without a line sends this later, perhaps after the lesson has changed: a block that
    is no longer there doesn't stop what was finished from counting.
    """
    if len(request.body) > LONGEST_REPORT:
        return JsonResponse({"error": _("This report is too long.")}, status=413)
    try:
        sent = json.loads(request.body)
        block, done = sent.get("block"), sent.get("done") is True
        if sent.get("owner", device_mark(request)) != device_mark(request):
            # A page or a queue of somebody who was signed in here before.
            return JsonResponse({"error": _("This was done by another person.")}, status=403)
        found = _place(request, course, module, lesson)
        if not done or block in found.blocks:
            save_progress(place=found, block=block if isinstance(block, str) else "")
        if done:
            _finish(request, found, course)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return JsonResponse({"error": _("This report can't be read.")}, status=400)
    except UnknownBlock as refusal:
        return JsonResponse({"error": refusal.messages[0]}, status=400)
    except Http404:
        return JsonResponse({"error": _("You aren't in this course.")}, status=404)
    return JsonResponse({"saved": True})


def _finish(request: HttpRequest, place: Place, course: str) -> None:
    mark_lesson_done(place=place)
    if enrolment := own_enrolment(request, course):
        complete_if_ready(enrolment)


@login_required
@require_POST
def lesson_done(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """The learner has finished this lesson: note it, and go on."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    mark_lesson_done(place=_place(request, course, module, lesson))
    completion = complete_if_ready(enrolment)
    outline = outline_of(enrolment.version, course, enrolment)
    here = next(
        one for state in outline.modules if state.module.slug == module
        for one in state.lessons if one.lesson.slug == lesson
    )  # fmt: skip
    url, _title = _after(outline, here)
    if completion is not None and not url:
        messages.success(
            request,
            _("You have completed this course. Your certificate is ready in a few minutes."),
        )
    _open_next(request, outline, url, course)
    return redirect(url or reverse("course", args=[course]))


def _open_next(request: HttpRequest, outline: Outline, url: str, course: str) -> None:
    """The lesson that Next leads to is where the learner is now."""
    for module in outline.modules:
        for one in module.lessons:
            if one.url == url:
                open_lesson(place=_place(request, course, module.module.slug, one.lesson.slug))


def _place(request: HttpRequest, course: str, module: str, lesson: str) -> Place:
    found = place_of(learner=learner_in(request), course=course, module=module, lesson=lesson)
    if found is None:
        raise Http404
    return found
