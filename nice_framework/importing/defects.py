"""Defects of NIST's exports that we know of, so that they are reported and not believed."""

from nice_framework.framework.queries import has_wrong_text
from nice_framework.importing.contents import Contents, Export

# In one export of a release and missing from another of the same release: neither withdrawn
# nor certainly there. Version, then identifiers.
UNRESOLVED: dict[str, frozenset[str]] = {"2.2.0": frozenset({"S0768"})}


def is_unresolved(version: str, identifier: str) -> bool:
    return identifier in UNRESOLVED.get(version, ())


def describe(export: Export) -> list[str]:
    """What a person should know about this file, one sentence each."""
    return [
        *_dangling(export),
        *_wrong_texts(export),
        *_unresolved(export),
        *_gaps(export),
        *export.findings,
    ]


def _dangling(export: Export) -> list[str]:
    if not export.dangling:
        return []
    pairs = ", ".join(f"{source} → {target}" for source, target in sorted(export.dangling))
    return [
        f"{len(export.dangling)} links point to nothing in this file and are left out: {pairs}."
    ]


def _wrong_texts(export: Contents) -> list[str]:
    item = export.items.get("IN")
    if item is None or not has_wrong_text(item.identifier, item.text):
        return []
    return [
        "The description of category IN (Investigation) is that of a category on foreign "
        "intelligence which NIST removed. It is stored as NIST prints it; our own is shown."
    ]


def _unresolved(export: Export) -> list[str]:
    return [
        f"{identifier} stands in NIST's JSON of {export.version} but not in its workbook. "
        "It counts as unresolved, not as withdrawn."
        for identifier in sorted(UNRESOLVED.get(export.version, ()))
        if identifier not in export.items
    ]


def _gaps(export: Export) -> list[str]:
    roles = sorted(export.identifiers("work_role"))
    without = [role for role in roles if not export.opm_codes.get(role)]
    several = [role for role in roles if len(export.opm_codes.get(role, ())) > 1]
    empty = [
        item.identifier
        for item in export.items.values()
        if not item.text and export.form != "catalogue"
    ]
    lines = []
    if export.ignored:
        kinds = ", ".join(f"{count} × {name}" for name, count in sorted(export.ignored.items()))
        lines.append(f"Left aside, since the framework has no place for them: {kinds}.")
    if without:
        lines.append(f"No OPM code (NIST prints TBD): {', '.join(without)}.")
    if several:
        lines.append(f"More than one OPM code: {', '.join(several)}.")
    if not export.area_links:
        lines.append("The file links no competency area to statements; links stored stay.")
    if empty:
        lines.append(f"Without any text: {', '.join(sorted(empty))}.")
    unlinked = export.counts()["unlinked"]
    if unlinked:
        lines.append(f"{unlinked} statements belong to no work role or competency area.")
    return lines
