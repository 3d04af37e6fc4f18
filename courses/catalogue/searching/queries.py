"""Finding a place in lessons by words, the same on every database.

Each word must begin a word of the section. That is a walk over the sections of the versions
asked for and no more: docs/decisions/0014 says how long it takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, Value, When

from courses.catalogue.searching.folding import fold, stem, words_in
from courses.catalogue.searching.models import LessonSection

LONGEST = 120  # characters
MOST_WORDS = 8
MOST_FOUND = 40
AROUND = 90  # characters before what is found, and twice that after it


@dataclass(frozen=True)
class Found:
    """A section that has all the words, and the passage where the first of them stands."""

    section: LessonSection
    before: str
    match: str
    after: str


def asked_words(text: str) -> list[str]:
    """At most eight words of what was typed, each as the beginning of a word."""
    words = [stem(word) for word in words_in(text.replace("\x00", " ")[:LONGEST])]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def search_sections(text: str, versions: Iterable[UUID]) -> list[Found]:
    """Best first: what has all words in its heading, then in the order of the lessons."""
    words, versions = asked_words(text), list(versions)
    if not words or not versions:
        return []
    everywhere, headed = Q(), Q()
    for word in words:
        everywhere &= Q(words__contains=f" {word}")
        headed &= Q(heading_words__contains=f" {word}")
    best = (
        LessonSection.objects.filter(everywhere, version__in=versions)
        .annotate(headed=Case(When(headed, then=Value(0)), default=Value(1)))
        .order_by("headed", "version_id", "position")
        .values_list("pk", flat=True)[:MOST_FOUND]
    )
    return [_found(row, words) for row in _with_places(list(best))]


def _with_places(keys: list[int]) -> list[LessonSection]:
    """The few that are shown, with what their address needs, in the order asked for."""
    rows = (
        LessonSection.objects.select_related("lesson__module")
        .only(
            "version_id", "block", "heading", "text", "lesson__title", "lesson__slug",
            "lesson__module__slug", "lesson__module__code", "lesson__module__title",
        )
        .in_bulk(keys)
    )  # fmt: skip
    return [rows[key] for key in keys]


def _found(section: LessonSection, words: list[str]) -> Found:
    start, end = _place(section.text, words)
    before = section.text[max(0, start - AROUND) : start]
    after = section.text[end : end + 2 * AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + 2 * AROUND < len(section.text):
        after = after.rpartition(" ")[0] + " …"
    return Found(section, before, section.text[start:end], after)


def _place(text: str, words: list[str]) -> tuple[int, int]:
    """Where the first word that begins with one of these stands in the text as written."""
    at = 0
    for piece in text.split(" "):
        inner = fold(piece)
        if any(part.startswith(tuple(words)) for part in words_in(inner)):
            return at, at + len(piece)
        at += len(piece) + 1
    return 0, 0
