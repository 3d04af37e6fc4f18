"""Reading the glossary: for choosing a term, and for keeping definitions with a lesson."""

import json
import re
from collections.abc import Iterable
from typing import Any

from courses.catalogue.glossary.languages import LANGUAGE, NAMES
from courses.catalogue.glossary.models import GlossaryTerm

GLOSSARY = "/courses/glossary/"  # the page of all terms, which the player makes
IN_TEXT = re.compile(r'<a linktype="term" data-term="([a-z0-9-]+)"')


def href_of(slug: str) -> str:
    return f"{GLOSSARY}#{slug}"


def term_choices() -> list[tuple[str, str]]:
    rows = GlossaryTerm.objects.filter(language=LANGUAGE).order_by("term")
    return [(row.slug, row.term) for row in rows]


def definitions(slugs: Iterable[str]) -> dict[str, dict[str, str]]:
    """Term and definition by slug, in the order of the slugs; unknown ones are left out."""
    rows = GlossaryTerm.objects.filter(slug__in=set(slugs), language=LANGUAGE).order_by("slug")
    return {row.slug: {"term": row.term, "definition": row.definition} for row in rows}


def terms_in(body: list[dict[str, Any]]) -> set[str]:
    """Slugs of the terms that raw blocks name, in their text or as a block of their own."""
    text = json.dumps(body, ensure_ascii=False, default=str).replace('\\"', '"')
    own = {b["value"]["term"] for b in body if b["type"] == "term" and b["value"].get("term")}
    return own | set(IN_TEXT.findall(text))


def all_terms() -> list[GlossaryTerm]:
    return list(GlossaryTerm.objects.filter(language=LANGUAGE))


def in_other_languages() -> dict[str, list[GlossaryTerm]]:
    """By slug, in the order in which the languages are named."""
    order = list(NAMES)
    rows = GlossaryTerm.objects.filter(language__in=order).exclude(language=LANGUAGE)
    found: dict[str, list[GlossaryTerm]] = {}
    for row in sorted(rows, key=lambda one: order.index(one.language)):
        found.setdefault(row.slug, []).append(row)
    return found
