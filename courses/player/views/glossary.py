"""All words of the glossary on one page: where a word in a lesson leads."""

from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.glossary.queries import all_terms, in_other_languages
from courses.catalogue.searching.folding import fold
from courses.player.page import page


@dataclass(frozen=True)
class Entry:
    """A word in English, and what is known of it in other languages."""

    english: GlossaryTerm
    others: list[GlossaryTerm] = field(default_factory=list)

    @property
    def letter(self) -> str:
        return fold(self.english.term)[:1].upper()


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """By alphabet, for anybody. Lessons keep the definition of their day; this is today's."""
    others = in_other_languages()
    terms = sorted(all_terms(), key=lambda one: fold(one.term))
    entries = [Entry(one, others.get(one.slug, [])) for one in terms]
    context = {
        "letters": [(letter, list(some)) for letter, some in groupby(entries, lambda e: e.letter)],
        "has_spanish": any(one.language == "es" for entry in entries for one in entry.others),
    }
    return page(request, "courses/glossary.html", context)
