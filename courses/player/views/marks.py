"""Bookmarks and private notes. Shown to their owner only; every change is a POST."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue.models import LessonVersion
from courses.player.access import learner_in, own_enrolment, to_join_first
from courses.player.marking import marked
from courses.player.outline import Outline, outline_of
from courses.player.page import page, way_here
from courses.progress.queries import place_of
from courses.reading.queries import marks_of
from courses.reading.services import bookmark, forget_marks, write_note

LONGEST_BLOCK = 40


@login_required
@require_POST
def lesson_marks(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """`act` is bookmark, unmark, note or forget; `block` is empty for the whole lesson."""
    learner = learner_in(request)
    place = place_of(learner=learner, course=course, module=module, lesson=lesson)
    if place is None:
        raise Http404
    act, block = request.POST.get("act", ""), request.POST.get("block", "")[:LONGEST_BLOCK]
    try:
        if act in ("bookmark", "unmark"):
            bookmark(learner=learner, place=place, block=block, on=act == "bookmark")
            said = _("Bookmarked.") if act == "bookmark" else _("The bookmark is gone.")
        elif act == "note":
            text = request.POST.get("note", "")
            write_note(learner=learner, place=place, block=block, text=text)
            said = _("Your note is saved.") if text.strip() else _("Your note is deleted.")
        else:
            raise ValidationError(_("Choose what to do with this place."))
    except ValidationError as refusal:
        return _refused(request, refusal.messages[0], course, module, lesson)
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said})
    messages.success(request, said)
    if request.POST.get("back") == "list":
        return redirect("marks", course)
    return redirect(reverse("lesson", args=[course, module, lesson]) + "#marks")


def _refused(request: HttpRequest, why: str, course: str, module: str, lesson: str) -> HttpResponse:
    """What was typed comes back with the reason, so that nothing is lost."""
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": why}, status=400)
    context = {
        "why": why,
        "typed": request.POST.get("note", ""),
        "block": request.POST.get("block", "")[:LONGEST_BLOCK],
        "slugs": {"course": course, "module": module, "lesson": lesson},
    }
    response = page(request, "courses/note_refused.html", context)
    response.status_code = 400
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, course: str) -> HttpResponse:
    """All that the learner marked in this course. A POST deletes it, once it is confirmed."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    outline = outline_of(enrolment.version, course, enrolment)
    keys = [one.lesson.key for one in outline.lessons]
    if request.method == "POST":
        forget_marks(learner=learner_in(request), lessons=keys)
        messages.success(request, _("All your bookmarks and notes of this course are deleted."))
        return redirect("marks", course)
    context = {
        "outline": outline,
        "crumbs": way_here(outline),
        "lessons": _by_lesson(request, outline),
    }
    return page(request, "courses/marks.html", context)


def _by_lesson(request: HttpRequest, outline: Outline) -> list[dict[str, Any]]:
    """In the order of the course: two queries, whatever was marked."""
    keys = [one.lesson.key for one in outline.lessons]
    found: dict[Any, list[Any]] = {}
    for mark in marks_of(learner=learner_in(request), lessons=keys):
        found.setdefault(mark.lesson_key, []).append(mark)
    ids = [one.lesson.pk for one in outline.lessons if one.lesson.key in found]
    bodies = dict(LessonVersion.objects.filter(pk__in=ids).values_list("pk", "body"))
    rows = []
    for module in outline.modules:
        for one in module.lessons:
            if one.lesson.key in found:
                body = bodies[one.lesson.pk]
                order = {str(block.get("id")): at for at, block in enumerate(body)}
                own = [marked(mark, body, one.url) for mark in found[one.lesson.key]]
                own.sort(key=lambda m: order.get(m.mark.block, -1 if not m.mark.block else 9999))
                rows.append({"lesson": one.lesson, "module": module.module, "url": one.url,
                             "marks": own})  # fmt: skip
    return rows
