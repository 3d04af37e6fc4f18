"""All words of the glossary on one page: where a word in a lesson leads."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.catalogue.glossary.queries import all_terms
from courses.catalogue.searching.folding import fold
from courses.player.page import page


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """By alphabet, for anybody. Lessons keep the definition of their day; this is today's."""
    terms = sorted(all_terms(), key=lambda one: fold(one.term))
    letters = [
        (letter, list(some))
        for letter, some in groupby(terms, lambda one: fold(one.term)[:1].upper())
    ]
    return page(request, "courses/glossary.html", {"letters": letters})
