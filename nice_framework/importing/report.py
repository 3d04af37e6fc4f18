"""A plan in words, for the person who decides whether to apply it."""

import textwrap
from collections.abc import Iterable, Iterator

from nice_framework.importing.contents import STATEMENT_KINDS, Contents, Item, Link
from nice_framework.importing.defects import describe, is_unresolved
from nice_framework.importing.plan import Changes, Plan

NOUNS = {
    "category": ("category", "categories"),
    "work_role": ("work role", "work roles"),
    "competency_area": ("competency area", "competency areas"),
    "statements": ("statement", "statements"),
    "task": ("task", "tasks"),
    "knowledge": ("knowledge statement", "knowledge statements"),
    "skill": ("skill", "skills"),
    "role_links": ("work role link", "work role links"),
    "area_links": ("competency area link", "competency area links"),
    "opm_codes": ("OPM code", "OPM codes"),
}
FORMS = {
    "catalogue": "our catalogue, facts without NIST's texts",
    "json": "JSON",
    "wrapped-json": "JSON, wrapped",
    "workbook": "workbook",
}
# More than this is no list that a person reads.
LISTED = 120


def lines(plan: Plan) -> Iterator[str]:
    """The whole plan, line by line, ready to print."""
    export = plan.export
    yield f"NICE {export.version}, read from {export.file_name} ({FORMS[export.form]})"
    yield f"SHA-256 {export.sha256}"
    yield f"In the file: {counts_in_words(export)}."
    yield ""
    yield from _against_stored(plan)
    if plan.since_previous:
        version, changes = plan.since_previous
        yield ""
        yield f"Against NICE {version}, the release before it:"
        yield from _changes(changes, export.version)
    if plan.until_next:
        version, changes = plan.until_next
        yield ""
        yield f"From this release to NICE {version}, which is stored already:"
        yield from _changes(changes, version)
    findings = describe(export)
    if findings:
        yield ""
        yield "To know about this file:"
        for finding in findings:
            yield from _wrap(finding, "  - ")


def counts_in_words(contents: Contents) -> str:
    counts = contents.counts()
    order = ("category", "work_role", "competency_area", "statements")
    first = ", ".join(_count(counts[name], name) for name in order)
    kinds = ", ".join(_count(counts[name], name) for name in STATEMENT_KINDS)
    links = ", ".join(_count(counts[name], name) for name in ("role_links", "area_links"))
    return f"{first} ({kinds}), {links}, {_count(counts['opm_codes'], 'opm_codes')}"


def _against_stored(plan: Plan) -> Iterator[str]:
    version = plan.export.version
    if plan.stored is None:
        yield f"NICE {version} is not stored yet: all of it is added."
        return
    yield f"Against what is stored for NICE {version}:"
    if not plan.here:
        yield "  Nothing changes."
    else:
        yield from _changes(plan.here, version)
    if plan.not_in_file:
        listed = _listed(plan.not_in_file)
        yield from _wrap(f"Stored and not in this file, kept: {listed}.", "  ")
    if plan.links_not_in_file:
        yield f"  Links stored and not in this file, kept: {plan.links_not_in_file:,}."
    if plan.kept_wording:
        yield from _wrap(
            f"The stored wording, from NIST's JSON, stays for: {_listed(plan.kept_wording)}.", "  "
        )


def _changes(changes: Changes, version: str) -> Iterator[str]:
    if not changes:
        yield "  Nothing changes."
    yield from _items("Added", changes.added)
    yield from _items("Absent", changes.absent)
    yield from _fate_of_absent(changes, version)
    yield from _items("Text filled in", changes.filled, list_them=False)
    yield from _items("Reworded", [new for _, new in changes.reworded])
    for old, new in changes.reworded:
        if old.kind in STATEMENT_KINDS and len(changes.reworded) <= LISTED:
            yield from _wrap(f"{old.identifier}: “{old.text}” → “{new.text}”", "    ")
    if changes.moved:
        yield from _wrap(f"Category or OPM code changed: {_listed(changes.moved)}.", "  ")
    yield f"  Links in: {_links(changes.links_in)}. Links out: {_links(changes.links_out)}."


def _items(verb: str, items: list[Item], *, list_them: bool = True) -> Iterator[str]:
    """One line for statements and one for each other kind."""
    groups = {
        "statements": [item for item in items if item.kind in STATEMENT_KINDS],
        **{
            kind: [item for item in items if item.kind == kind]
            for kind in ("work_role", "competency_area", "category")
        },
    }
    for name, group in groups.items():
        if group:
            listed = f": {_listed(item.identifier for item in group)}" if list_them else ""
            yield from _wrap(f"{verb}: {_count(len(group), name)}{listed}.", "  ")


def _fate_of_absent(changes: Changes, version: str) -> Iterator[str]:
    unresolved = [
        item.identifier for item in changes.absent if is_unresolved(version, item.identifier)
    ]
    withdrawn = len(changes.absent) - len(unresolved)
    if withdrawn:
        yield f"  Marked as withdrawn in {version}, never deleted: {withdrawn}."
    if unresolved:
        yield f"  Unresolved, not marked: {_listed(unresolved)}."


def _links(links: set[Link]) -> str:
    areas = sum(1 for source, _ in links if source.startswith("NF-"))
    parts = [_count(len(links) - areas, "role_links"), _count(areas, "area_links")]
    return ", ".join(parts)


def _count(number: int, name: str) -> str:
    one, many = NOUNS[name]
    return f"{number:,} {one if number == 1 else many}"


def _listed(identifiers: Iterable[str]) -> str:
    names = list(identifiers)
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        100,
        initial_indent=indent,
        subsequent_indent=" " * (len(indent) + 2),
        break_on_hyphens=False,
    )
