"""The glossary's file: one entry a term."""

import re
from pathlib import Path

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.fields import Fields
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.reading import read_list
from courses.catalogue.loading.shaping import stable_id

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_glossary(root: Path, report: Report) -> list[Item]:
    """Every term of `glossary.yaml`; none when there is no such file."""
    path = root / "glossary.yaml"
    if not path.exists():
        return []
    entries, text = read_list(path, report)
    items: list[Item] = []
    for entry in entries:
        slug = str(entry.get("slug", "")) if isinstance(entry, dict) else ""
        fields = Fields(entry, path, text, report, line=line_of(text, f"slug: {slug}"))
        content = {
            "slug": fields.words("slug", most=60),
            "term": fields.words("term", most=80),
            "definition": " ".join(fields.words("definition", most=400).split()),
        }
        if slug and not NAME.match(slug):
            fix = "Use small letters, figures and hyphens."
            fields.problem("slug", f"{slug!r} is no name.", fix)
        if slug in {item.slug for item in items}:
            fields.problem("slug", f"{slug} stands twice.", "Keep one.")
        fields.finish()
        items.append(Item(path, str(stable_id("term", slug)), slug, content, fields.line))
    return items


def known_terms(items: list[Item]) -> set[str]:
    """Of the file and of the editor."""
    return {item.slug for item in items} | set(GlossaryTerm.objects.values_list("slug", flat=True))
