"""One internal form for a release, whether it was read from a file or from the database.

Plain values only, so that plans are computed and tested without either.
"""

from collections import Counter
from dataclasses import dataclass, field

STATEMENT_KINDS = ("task", "knowledge", "skill")
KINDS = ("category", "work_role", "competency_area", *STATEMENT_KINDS)

Link = tuple[str, str]


def version_key(version: str) -> tuple[int, ...]:
    """For sorting: 2.10.0 is newer than 2.9.0."""
    return tuple(int(part) for part in version.split("."))


@dataclass(frozen=True, slots=True)
class Item:
    """One element: a category, work role, competency area or TKS statement."""

    kind: str
    identifier: str
    title: str = ""
    text: str = ""


@dataclass(kw_only=True)
class Contents:
    """What one release holds. Links are pairs of identifiers: role or area, then statement."""

    version: str
    items: dict[str, Item] = field(default_factory=dict)
    category_of: dict[str, str] = field(default_factory=dict)
    opm_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    role_links: set[Link] = field(default_factory=set)
    area_links: set[Link] = field(default_factory=set)

    @property
    def version_key(self) -> tuple[int, ...]:
        return version_key(self.version)

    def identifiers(self, *kinds: str) -> set[str]:
        return {item.identifier for item in self.items.values() if item.kind in kinds}

    def counts(self) -> dict[str, int]:
        """The figures by which a release is known, in the order in which they are printed."""
        kinds = Counter(item.kind for item in self.items.values())
        linked = {statement for _, statement in self.role_links | self.area_links}
        return {
            **{kind: kinds[kind] for kind in KINDS},
            "statements": sum(kinds[kind] for kind in STATEMENT_KINDS),
            "role_links": len(self.role_links),
            "area_links": len(self.area_links),
            "opm_codes": sum(len(codes) for codes in self.opm_codes.values()),
            "unlinked": len(self.identifiers(*STATEMENT_KINDS) - linked),
        }


@dataclass(kw_only=True)
class Export(Contents):
    """A file's contents, where they came from, and what a person should know about the file."""

    form: str  # catalogue, json, wrapped-json or workbook
    file_name: str
    sha256: str
    doc_identifier: str = ""
    dangling: list[Link] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
