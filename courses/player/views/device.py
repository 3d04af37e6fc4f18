"""A course on a device without a connection, and as bare text on a very poor one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from courses.catalogue.models import LessonVersion
from courses.catalogue.queries import lesson_of, render_lesson
from courses.enrolment.models import Enrolment
from courses.player.access import own_enrolment, to_join_first
from courses.player.kept import Kept, as_text, assets, cards_of, page_html, pages_of, pictures_of
from courses.player.outline import outline_of
from courses.player.page import page, way_here
from courses.player.words import size_in_words


@login_required
@require_safe
@cache_control(private=True)
def device(request: HttpRequest, course: str) -> HttpResponse:
    """Keep this course on this device: what that means, and how much it loads."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return to_join_first(request, course)
    pages = pages_of(enrolment.version, course)
    pictures = pictures_of(enrolment.version, course)
    cards = cards_of(enrolment.version, course)
    outline = outline_of(enrolment.version, course, enrolment)
    context = {
        "outline": outline,
        "version": enrolment.version,
        "slug": course,
        "crumbs": way_here(outline),
        "lessons": len(pages),
        "size": _size([*pages, *assets(), *pictures, *cards]),
        "pictures": pictures and _size(pictures),
        "cards": cards and _size(cards),
    }
    return page(request, "courses/device.html", context)


@login_required
@require_safe
@cache_control(private=True)
def device_list(request: HttpRequest, course: str) -> JsonResponse:
    """For the page's script: every address to load, with its size in bytes."""
    enrolment = own_enrolment(request, course)
    if enrolment is None:
        return JsonResponse({"error": "Join this course first."}, status=403)
    return JsonResponse(
        {
            "course": course,
            "version": str(enrolment.version_id),
            "title": enrolment.version.title,
            "number": enrolment.version.number,
            "pages": [one.as_json for one in pages_of(enrolment.version, course)],
            "pictures": [one.as_json for one in pictures_of(enrolment.version, course)],
            "cards": [one.as_json for one in cards_of(enrolment.version, course)],
            "assets": [one.as_json for one in assets()],
        }
    )


@gzip_page
@login_required
@require_safe
@cache_control(private=True)
def kept_lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """A lesson as a device keeps it: nothing in it is about the person who reads."""
    enrolment, _shown = _lesson(request, course, module, lesson)
    return HttpResponse(page_html(enrolment.version, course, module, lesson))


@gzip_page
@login_required
@require_safe
@cache_control(private=True)
def text_lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """The words alone: no style sheet, no script, no picture."""
    enrolment, shown = _lesson(request, course, module, lesson)
    outline = outline_of(enrolment.version, course, enrolment)
    at = next(n for n, one in enumerate(outline.lessons) if one.lesson.pk == shown.pk)
    around = {
        "previous": outline.lessons[at - 1] if at else None,
        "following": outline.lessons[at + 1] if at + 1 < len(outline.lessons) else None,
    }
    context = {
        "lesson": shown,
        "body": as_text(render_lesson(shown)),
        "outline": outline,
        "state": outline.lessons[at],
        "slugs": {"course": course, "module": module, "lesson": lesson},
        **around,
    }
    return render(request, "courses/text_lesson.html", context)


def _size(kept: list[Kept]) -> str:
    return size_in_words(sum(one.size for one in kept))


def _lesson(
    request: HttpRequest, course: str, module: str, lesson: str
) -> tuple[Enrolment, LessonVersion]:
    enrolment = own_enrolment(request, course)
    shown = lesson_of(enrolment.version_id, module, lesson) if enrolment else None
    if enrolment is None or shown is None:
        raise Http404
    return enrolment, shown
