"""Find elements by identifier or by words of NIST's text, their name or our label."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from nice_framework.framework.models import PlainLabel
from nice_framework.framework.queries import FALLBACK_LANGUAGE


def with_labels(rows: QuerySet[Any], field: str = "identifier") -> QuerySet[Any]:
    """Each row with `label`: our own words, or nothing where we have none."""
    labels = PlainLabel.objects.filter(identifier=OuterRef(field), language=FALLBACK_LANGUAGE)
    return rows.annotate(label=Coalesce(Subquery(labels.values("label")[:1]), Value("")))


def search(rows: QuerySet[Any], typed: str, fields: tuple[str, ...]) -> QuerySet[Any]:
    """Rows in which every word typed occurs, in any of the fields. Expects `with_labels`."""
    for word in typed.replace("\x00", " ").split()[:8]:
        matches = Q()
        for field in fields:
            matches |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(matches)
    return rows
