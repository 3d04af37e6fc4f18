"""Searching courses, and inside the lessons that are open to whoever asks. It changes nothing."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import current_versions
from courses.catalogue.searching.folding import searched
from courses.catalogue.searching.queries import (
    LONGEST,
    MOST_FOUND,
    Found,
    asked_words,
    search_sections,
)
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import enrolments_of
from courses.player.access import learner_in
from courses.player.page import page


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By words, in one course or in all that the learner is in, each in the version begun."""
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    course = request.GET.get("course", "")[:255]
    words = asked_words(typed)
    enrolments = _enrolments(request)
    inside = [one for one in enrolments if one.course.slug == course] or enrolments
    narrowed = inside[0] if inside and inside[0].course.slug == course else None
    found = [_row(one) for one in search_sections(typed, {one.version_id for one in inside})]
    context = {
        "typed": typed,
        "words": words,
        "narrowed": narrowed,
        "found": found,
        "courses": [] if narrowed else _courses(words),
        "count": _count(len(found)) if words else "",
        "longest": LONGEST,
    }
    return page(request, "courses/search.html", context)


def _enrolments(request: HttpRequest) -> list[Enrolment]:
    """The newest cycle of each course that the visitor is in; none for a stranger."""
    if not request.user.is_authenticated:
        return []
    newest: dict[int, Enrolment] = {}
    for one in enrolments_of(learner_in(request)).order_by("cycle"):
        newest[one.course_id] = one
    return list(newest.values())


def _row(found: Found) -> dict[str, Any]:
    lesson = found.section.lesson
    module = lesson.module
    course = module.version.course.slug
    url = reverse("lesson", args=[course, module.slug, lesson.slug])
    return {
        "found": found,
        "lesson": lesson,
        "module": module,
        "url": f"{url}#b-{found.section.block}" if found.section.block else url,
    }


def _courses(words: list[str]) -> Iterable[CourseVersion]:
    """Open courses whose title or summary has all the words: the catalogue is small and public."""
    if not words:
        return []
    return [
        version
        for version in current_versions()
        if all(f" {word}" in searched(f"{version.title} {version.about.get('summary', '')}")
               for word in words)
    ]  # fmt: skip


def _count(n: int) -> str:
    if n == MOST_FOUND:
        return _("The first {n} places are shown. Add a word to find fewer.").format(n=n)
    return ngettext("{n} place in your lessons", "{n} places in your lessons", n).format(n=n)
