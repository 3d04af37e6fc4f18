"""Searching courses, and inside the lessons that are open to whoever asks. It changes nothing."""

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.catalogue.queries import (
    MOST_VERSIONS,
    current_versions,
    frozen_version,
    frozen_versions,
)
from courses.catalogue.searching.folding import searched
from courses.catalogue.searching.queries import (
    LONGEST,
    MOST_FOUND,
    Found,
    asked_words,
    search_sections,
)
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
    joined = _joined(request)
    inside = [one for one in joined if one.slug == course] or joined
    narrowed = inside[0] if inside and inside[0].slug == course else None
    slugs = {one.version_id: one.slug for one in inside}
    found = [_row(one, slugs) for one in search_sections(typed, slugs)]
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


class Joined(NamedTuple):
    """A course that the visitor is in, and the version begun."""

    course_id: int
    version_id: UUID
    slug: str
    title: str


def _joined(request: HttpRequest) -> list[Joined]:
    """The newest cycle of each; none for a stranger."""
    if not request.user.is_authenticated:
        return []
    rows = enrolments_of(learner_in(request)).order_by("cycle")
    fields = ("course_id", "version_id", "course__slug", "version__title")
    return list({row[0]: Joined(*row) for row in rows.values_list(*fields)}.values())


def _row(found: Found, slugs: dict[UUID, str]) -> dict[str, Any]:
    section = found.section
    lesson, module = section.lesson, section.lesson.module
    url = reverse("lesson", args=[slugs[section.version_id], module.slug, lesson.slug])
    return {
        "found": found,
        "lesson": lesson,
        "module": module,
        "url": f"{url}#b-{section.block}" if section.block else url,
    }


def _courses(words: list[str]) -> list[dict[str, str]]:
    """Open courses whose title or summary has all the words: the catalogue is small and public."""
    if not words:
        return []
    slugs = dict(current_versions().values_list("pk", "course__slug"))
    versions = frozen_versions(slugs)
    return [
        {"slug": slug, "title": versions[pk].title}
        for pk, slug in slugs.items()
        if all(f" {word}" in _told(pk) for word in words)
    ]


@lru_cache(maxsize=MOST_VERSIONS)
def _told(version_id: UUID) -> str:
    """What a version says of itself, as it is searched. It never changes."""
    version = frozen_version(version_id)
    return searched(f"{version.title} {version.about.get('summary', '')}")


def _count(n: int) -> str:
    if n == MOST_FOUND:
        return _("The first {n} places are shown. Add a word to find fewer.").format(n=n)
    return ngettext("{n} place in your lessons", "{n} places in your lessons", n).format(n=n)
