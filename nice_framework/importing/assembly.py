"""Put the pieces of a file together and refuse what doesn't hang together.

Both readers, JSON and workbook, hand their pieces to an `Assembly`, so that both files are
held to the same rules.
"""

import re
from collections import Counter

from nice_framework.importing.cleaning import clean, clean_title
from nice_framework.importing.contents import STATEMENT_KINDS, Export, Item, Link
from nice_framework.importing.refusals import MAX_ITEMS, MAX_LINKS, ImportRefused, shorten

VERSION = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}", re.ASCII)
PATTERNS = {
    "category": re.compile(r"[A-Z]{2}"),
    "work_role": re.compile(r"[A-Z]{2}-WRL-\d{3}", re.ASCII),
    "competency_area": re.compile(r"NF-COM-\d{3}", re.ASCII),
    "task": re.compile(r"T\d{4}", re.ASCII),
    "knowledge": re.compile(r"K\d{4}", re.ASCII),
    "skill": re.compile(r"S\d{4}", re.ASCII),
    "opm_code": re.compile(r"\d{3}", re.ASCII),
}
NAMES = {
    "category": "category",
    "work_role": "work role",
    "competency_area": "competency area",
    "task": "task",
    "knowledge": "knowledge statement",
    "skill": "skill",
    "opm_code": "OPM code",
}


def clean_version(value: object) -> str:
    if not isinstance(value, str) or not VERSION.fullmatch(value):
        raise ImportRefused(f"The version should look like 2.2.0, but it is {shorten(value)}.")
    return value


class Assembly:
    """Collects elements and links, then gives an `Export` or a refusal."""

    def __init__(
        self, *, version: str, form: str, file_name: str, sha256: str, doc_identifier: str = ""
    ) -> None:
        self.export = Export(
            version=version,
            form=form,
            file_name=file_name,
            sha256=sha256,
            doc_identifier=doc_identifier,
        )
        self.opm: set[str] = set()

    def element(self, kind: str, identifier: object, title: object, text: object) -> None:
        """Add one element. An identifier names one element in a file, never two."""
        if not isinstance(identifier, str) or not PATTERNS[kind].fullmatch(identifier):
            raise ImportRefused(f"{shorten(identifier)} is not the identifier of a {NAMES[kind]}.")
        if identifier in self.export.items or identifier in self.opm:
            raise ImportRefused(f"The identifier {identifier} appears twice in this file.")
        if len(self.export.items) >= MAX_ITEMS:
            raise ImportRefused(f"The file has more than {MAX_ITEMS:,} elements.")
        if kind == "opm_code":
            self.opm.add(identifier)
            return
        name = clean_title(title, f"The name of {identifier}")
        if not name and kind not in STATEMENT_KINDS:
            raise ImportRefused(f"The {NAMES[kind]} {identifier} has no name.")
        words = clean(text, f"The text of {identifier}")
        self.export.items[identifier] = Item(kind, identifier, name, words)

    def link(self, source: str, target: str) -> None:
        """Add one link. What it means follows from its two ends."""
        ends = (self._kind(source), self._kind(target))
        if None in ends:
            self.export.dangling.append((source, target))
        elif ends == ("category", "work_role"):
            self._categorise(source, target)
        elif ends == ("work_role", "opm_code"):
            codes = self.export.opm_codes.get(source, ())
            self.export.opm_codes[source] = tuple(sorted({*codes, target}))
        elif ends[0] == "work_role" and ends[1] in STATEMENT_KINDS:
            self._keep(self.export.role_links, (source, target))
        elif ends[0] == "competency_area" and ends[1] in ("knowledge", "skill"):
            self._keep(self.export.area_links, (source, target))
        else:
            raise ImportRefused(f"A link from {source} to {target} has no meaning here.")

    def finished(self) -> Export:
        """The whole file, once it is complete."""
        export = self.export
        kinds = Counter(item.kind for item in export.items.values())
        for kind in ("category", "work_role"):
            if not kinds[kind]:
                raise ImportRefused(f"The file holds no {NAMES[kind]}: it is not a NICE export.")
        if not any(kinds[kind] for kind in STATEMENT_KINDS):
            raise ImportRefused("The file holds no statements: it is cut short or of another kind.")
        if not export.role_links:
            raise ImportRefused("No work role has a statement: the file is cut short.")
        for role in sorted(export.identifiers("work_role")):
            if role not in export.category_of:
                # The prefix of a role's identifier is its category, in every release.
                self._categorise(self._prefix_category(role), role)
        return export

    def _kind(self, identifier: str) -> str | None:
        if identifier in self.opm:
            return "opm_code"
        item = self.export.items.get(identifier)
        return item.kind if item else None

    def _keep(self, links: set[Link], link: Link) -> None:
        links.add(link)
        if len(links) > MAX_LINKS:
            raise ImportRefused(f"The file has more than {MAX_LINKS:,} links.")

    def _categorise(self, category: str, role: str) -> None:
        if self.export.category_of.setdefault(role, category) != category:
            raise ImportRefused(f"The work role {role} stands in two categories.")

    def _prefix_category(self, role: str) -> str:
        if self._kind(role[:2]) != "category":
            raise ImportRefused(f"The work role {role} stands in no category.")
        return role[:2]
