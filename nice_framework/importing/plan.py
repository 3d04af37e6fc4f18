"""Compare a file with what is stored and say what would change. Pure: no database, no files.

Two exports of one release merge. What one of them lacks stays, because NIST's exports of one
release differ; only a newer release can withdraw something.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from nice_framework.importing.cleaning import same_wording
from nice_framework.importing.contents import Contents, Export, Item, Link, version_key
from nice_framework.importing.defects import is_unresolved

# Whose wording holds where two exports of one release differ. In 2.1.0 six statements do, and
# the next release went back to the JSON's. Our catalogue has no texts of NIST's at all.
RANK = {"catalogue": 0, "workbook": 1, "json": 2, "wrapped-json": 2}


@dataclass(kw_only=True)
class Changes:
    """What lies between two contents, as identifiers in order."""

    added: list[Item] = field(default_factory=list)
    absent: list[Item] = field(default_factory=list)
    reworded: list[tuple[Item, Item]] = field(default_factory=list)
    filled: list[Item] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    links_in: set[Link] = field(default_factory=set)
    links_out: set[Link] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def added_of(self, *kinds: str) -> list[str]:
        return [item.identifier for item in self.added if item.kind in kinds]

    def absent_of(self, *kinds: str) -> list[str]:
        return [item.identifier for item in self.absent if item.kind in kinds]


@dataclass(kw_only=True)
class Plan:
    """Everything an import would do, and what a person should see before it does."""

    export: Export
    stored: Contents | None
    merged: Contents
    here: Changes  # stored → merged
    not_in_file: list[str]  # stored for this release, not in this file: kept
    links_not_in_file: int
    kept_wording: list[str]  # where the file's wording gives way to a better export's
    since_previous: tuple[str, Changes] | None
    until_next: tuple[str, Changes] | None
    new_source: bool

    @property
    def changes_something(self) -> bool:
        return bool(self.here) or self.new_source


def make_plan(
    export: Export,
    stored: Contents | None,
    forms: Iterable[str] = (),
    others: Iterable[Contents] = (),
    *,
    new_source: bool = True,
) -> Plan:
    """`forms` are the forms read into this release before, `others` the other releases."""
    if stored is not None and not stored.items:
        stored = None
    before = stored or Contents(version=export.version)
    wins = RANK[export.form] >= max((RANK[form] for form in forms), default=0)
    merged, kept_wording = merge(before, export, wins=wins)
    older = [other for other in others if other.version_key < export.version_key]
    newer = [other for other in others if other.version_key > export.version_key]
    previous = max(older, key=lambda other: other.version_key, default=None)
    following = min(newer, key=lambda other: other.version_key, default=None)
    links = before.role_links | before.area_links
    return Plan(
        export=export,
        stored=stored,
        merged=merged,
        here=compare(before, merged),
        not_in_file=sorted(set(before.items) - set(export.items)),
        links_not_in_file=len(links - export.role_links - export.area_links),
        kept_wording=kept_wording,
        since_previous=(previous.version, compare(previous, merged)) if previous else None,
        until_next=(following.version, compare(merged, following)) if following else None,
        new_source=new_source,
    )


def merge(before: Contents, export: Contents, *, wins: bool) -> tuple[Contents, list[str]]:
    """Both together. Where wordings differ the file's is taken if it `wins`."""
    items = dict(before.items)
    kept = []
    for identifier, item in export.items.items():
        old = items.get(identifier)
        if old is None:
            items[identifier] = item
            continue
        title, title_kept = _wording(old.title, item.title, wins=wins)
        text, text_kept = _wording(old.text, item.text, wins=wins)
        items[identifier] = replace(old, title=title, text=text)
        if title_kept or text_kept:
            kept.append(identifier)
    codes = {
        role: tuple(sorted({*before.opm_codes.get(role, ()), *export.opm_codes.get(role, ())}))
        for role in {*before.opm_codes, *export.opm_codes}
    }
    return Contents(
        version=before.version,
        items=items,
        category_of=before.category_of | export.category_of,
        opm_codes=codes,
        role_links=before.role_links | export.role_links,
        area_links=before.area_links | export.area_links,
    ), sorted(kept)


def _wording(old: str, new: str, *, wins: bool) -> tuple[str, bool]:
    """The wording that holds, and whether the file's own gave way."""
    if not new or same_wording(old, new):
        return old, False
    if not old or wins:
        return new, False
    return old, True


def compare(before: Contents, after: Contents) -> Changes:
    """What was added, is absent, reads differently, is linked and is linked no more."""
    both = sorted(set(before.items) & set(after.items))
    pairs = [(before.items[identifier], after.items[identifier]) for identifier in both]
    # Texts that are empty on one side say nothing about a change of wording.
    reworded = [
        (old, new)
        for old, new in pairs
        if _differ(old.title, new.title) or _differ(old.text, new.text)
    ]
    old_links = before.role_links | before.area_links
    new_links = after.role_links | after.area_links
    return Changes(
        added=[after.items[each] for each in sorted(set(after.items) - set(before.items))],
        absent=[before.items[each] for each in sorted(set(before.items) - set(after.items))],
        reworded=reworded,
        filled=[new for old, new in pairs if (new.text and not old.text)],
        moved=[
            role
            for role in sorted(set(before.category_of) & set(after.category_of))
            if before.category_of[role] != after.category_of[role]
            or before.opm_codes.get(role) != after.opm_codes.get(role)
        ],
        links_in=new_links - old_links,
        links_out=old_links - new_links,
    )


def _differ(old: str, new: str) -> bool:
    return bool(old) and bool(new) and not same_wording(old, new)


def withdrawals(held: Mapping[str, Set[str]]) -> dict[str, str]:
    """Identifier to the version that withdrew it: the first after the last that holds it.

    `held` gives each stored version's identifiers. The outcome depends on which releases are
    stored, not on the order in which they came.
    """
    versions = sorted(held, key=version_key)
    last: dict[str, int] = {}
    for position, version in enumerate(versions):
        last.update(dict.fromkeys(held[version], position))
    gone = {}
    for identifier, position in last.items():
        later = (each for each in versions[position + 1 :] if not is_unresolved(each, identifier))
        version = next(later, "")
        if version:
            gone[identifier] = version
    return gone
