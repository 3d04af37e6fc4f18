"""The glossary's file: one entry a term, in English and in what other languages it is given."""

import re
from pathlib import Path
from typing import Any

from courses.catalogue.glossary.languages import IN_FILES, LANGUAGE
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.fields import Fields
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.reading import read_list
from courses.catalogue.loading.shaping import stable_id

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LONGEST = {"term": 80, "definition": 400}


def read_glossary(root: Path, report: Report) -> list[Item]:
    """Every term of `glossary.yaml`, an item a language; none when there is no such file."""
    path = root / "glossary.yaml"
    if not path.exists():
        return []
    entries, text = read_list(path, report)
    items: list[Item] = []
    for entry in entries:
        slug = str(entry.get("slug", "")) if isinstance(entry, dict) else ""
        fields = Fields(entry, path, text, report, line=_line_of_entry(text, slug))
        content = {"slug": fields.words("slug", most=60), "language": LANGUAGE, **_words(fields)}
        if slug and not NAME.match(slug):
            fix = "Use small letters, figures and hyphens."
            fields.problem("slug", f"{slug!r} is no name.", fix)
        if slug in {item.slug for item in items}:
            fields.problem("slug", f"{slug} stands twice.", "Keep one.")
        others = [_translation(fields, name, slug) for name in IN_FILES]
        fields.finish()
        items.append(Item(path, str(stable_id("term", slug)), slug, content, fields.line))
        items += [item for item in others if item is not None]
    return items


def known_terms(items: list[Item]) -> set[str]:
    """Of the file and of the editor."""
    english = GlossaryTerm.objects.filter(language=LANGUAGE)
    return {item.content["slug"] for item in items} | set(english.values_list("slug", flat=True))


def _line_of_entry(text: str, slug: str) -> int:
    """Not that of an entry whose name only begins so."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.removeprefix("-").strip() == f"slug: {slug}":
            return number
    return line_of(text, f"slug: {slug}")


def _words(fields: Fields) -> dict[str, str]:
    return {name: " ".join(fields.words(name, most=most).split()) for name, most in LONGEST.items()}


def _translation(entry: Fields, name: str, slug: str) -> Item | None:
    """The word in another language, whole or not at all."""
    value: Any = entry.take(name)
    if value is None:
        return None
    fix = f"Write {name}: with term: and definition: below it, or leave it out."
    line = line_of(entry.text, f"  {name}:", entry.line)
    fields = Fields(value, entry.path, entry.text, entry.report, line=line)
    if not isinstance(value, dict):
        entry.report.add(entry.path, line, f"{name} of {slug} is {value!r}.", fix)
        return None
    missing = [part for part in LONGEST if value.get(part) in (None, "")]
    if missing:
        what = f"{name} of {slug} has no {' and no '.join(missing)}."
        entry.report.add(entry.path, line, what, fix)
        return None
    language = IN_FILES[name]
    content = {"slug": slug, "language": language, **_words(fields)}
    fields.finish()
    called = f"{slug} ({language})"
    return Item(entry.path, str(stable_id("term", slug, language)), called, content, line)
