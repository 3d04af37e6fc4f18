"""Find elements by identifier, by words of NIST's text, their name or our label, or the like."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from nice_framework.framework.models import PlainLabel
from nice_framework.framework.queries import FALLBACK_LANGUAGE

SYNONYMS = Path(__file__).resolve().parent.parent / "catalogue" / "synonyms.txt"


def with_labels(rows: QuerySet[Any], field: str = "identifier") -> QuerySet[Any]:
    """Each row with `label` and `label_description`: our own words, or nothing."""
    labels = PlainLabel.objects.filter(identifier=OuterRef(field), language=FALLBACK_LANGUAGE)
    return rows.annotate(
        label=Coalesce(Subquery(labels.values("label")[:1]), Value("")),
        label_description=Coalesce(
            Subquery(labels.values("description")[:1]), Value("", output_field=TextField())
        ),
    )


def search(rows: QuerySet[Any], typed: str, fields: tuple[str, ...]) -> QuerySet[Any]:
    """Rows in which every word typed occurs, in any of the fields. Expects `with_labels`."""
    for word in typed.replace("\x00", " ").split()[:8]:
        matches = Q()
        for like in alike(word):
            for field in fields:
                matches |= Q(**{f"{field}__icontains": like})
        rows = rows.filter(matches)
    return rows


def alike(word: str) -> set[str]:
    """The word, and what else people here call it."""
    return _alike().get(word.lower(), set()) | {word}


@cache
def _alike() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        words = {word.strip() for word in line.partition("#")[0].split(",")} - {""}
        for word in words:
            found[word] = found.get(word, set()) | words
    return found
