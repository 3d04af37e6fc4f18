"""Read NIST's workbook. What Excel files can do to a reader is kept out in `workbook_safety`."""

import re
from collections.abc import Iterator
from typing import Any

from nice_framework.importing.assembly import PATTERNS, Assembly
from nice_framework.importing.contents import STATEMENT_KINDS, Export
from nice_framework.importing.refusals import ImportRefused, shorten
from nice_framework.importing.workbook_safety import Sheet, open_workbook

Row = tuple[Any, ...]
ROLES_SHEET = re.compile(r"v(\d{1,3}\.\d{1,3}\.\d{1,3}) Work Roles \+ Categories", re.ASCII)
STATEMENTS_SHEET = "v{} TKS Statements"
AREAS_SHEET = "Competency Area Catalog"
CATEGORY_ROW = re.compile(r"(.{1,120}?) \(([A-Z]{2})\)\s*[–—-]\s*(.*)", re.DOTALL)
OPM_CODE = re.compile(r"\d{3}", re.ASCII)
STATEMENT_KIND_OF = {"T": "task", "K": "knowledge", "S": "skill"}


def read_workbook(data: bytes, file_name: str, sha256: str) -> Export:
    """The contents of a workbook. Refuses whatever isn't one of NIST's."""
    with open_workbook(data) as sheets:
        version = _version(list(sheets))
        assembly = Assembly(version=version, form="workbook", file_name=file_name, sha256=sha256)
        roles = _read_roles(assembly, _sheet(sheets, _roles_sheet(sheets)))
        _read_statements(assembly, _sheet(sheets, STATEMENTS_SHEET.format(version)))
        areas = _read_areas(assembly, _sheet(sheets, AREAS_SHEET))
        for role in roles:
            _read_links(assembly, _sheet(sheets, role), role)
        for area in areas:
            if area in sheets:
                _read_links(assembly, sheets[area], area)
        _report_other_sheets(assembly, set(sheets))
    return assembly.finished()


def _version(names: list[str]) -> str:
    versions = {match[1] for name in names if (match := ROLES_SHEET.fullmatch(name))}
    if len(versions) != 1:
        raise ImportRefused(
            "This workbook is not NIST's: it has no sheet named like “v2.2.0 Work Roles + "
            "Categories”."
        )
    return versions.pop()


def _roles_sheet(sheets: dict[str, Sheet]) -> str:
    return next(name for name in sheets if ROLES_SHEET.fullmatch(name))


def _sheet(sheets: dict[str, Sheet], name: str) -> Sheet:
    if name not in sheets:
        raise ImportRefused(f"The workbook lacks the sheet “{name}”.")
    return sheets[name]


def _rows(sheet: Sheet, header: tuple[str | re.Pattern[str], ...], skip: int = 0) -> Iterator[Row]:
    """Rows below the header, which must be the one we know. Empty rows are left out."""
    rows = sheet.rows(len(header))
    for _ in range(skip):
        next(rows, None)
    found = next(rows, ())
    for expected, value in zip(header, (*found, *[None] * len(header)), strict=False):
        matches = isinstance(value, str) and re.fullmatch(expected, value.strip())
        if not matches:
            raise ImportRefused(
                f"The sheet “{sheet.name}” has {shorten(value)} where a known heading should be."
            )
    return (row for row in rows if any(value is not None for value in row))


def _read_roles(assembly: Assembly, sheet: Sheet) -> list[str]:
    header = ("Work Role", "Work Role Description", "Work Role ID", r"OPM Code.*")
    category, roles = "", []
    for name, text, identifier, opm in _rows(sheet, header):
        if identifier is None:
            category = _read_category(assembly, name)
            continue
        assembly.element("work_role", identifier, name, text if text is not None else "")
        if not category:
            raise ImportRefused(f"The work role {identifier} stands above the first category.")
        assembly.link(category, identifier)
        for code in OPM_CODE.findall(str(opm)):
            if code not in assembly.opm:
                assembly.element("opm_code", code, "", "")
            assembly.link(identifier, code)
        roles.append(identifier)
    return roles


def _read_category(assembly: Assembly, value: Any) -> str:
    match = CATEGORY_ROW.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ImportRefused(
            f"A row of the work roles is neither role nor category: {shorten(value)}."
        )
    assembly.element("category", match[2], match[1], match[3])
    return match[2]


def _read_statements(assembly: Assembly, sheet: Sheet) -> None:
    for identifier, text in _rows(sheet, ("TKS ID", "TKS Description")):
        kind = STATEMENT_KIND_OF.get(str(identifier)[:1])
        if kind is None:
            raise ImportRefused(f"{shorten(identifier)} is not the identifier of a statement.")
        assembly.element(kind, identifier, "", text if text is not None else "")


def _read_areas(assembly: Assembly, sheet: Sheet) -> list[str]:
    header = ("Competency Area Name", "Competency Area Description", "Competency Area ID")
    areas = []
    for name, text, identifier in _rows(sheet, header):
        assembly.element("competency_area", identifier, name, text if text is not None else "")
        areas.append(identifier)
    return areas


def _read_links(assembly: Assembly, sheet: Sheet, source: str) -> None:
    """The list of statements in the sheet of a work role or competency area."""
    header = (r"v[\d.]+ TKS ID", r"v[\d.]+ TKS Description")
    for identifier, text in _rows(sheet, header, skip=2):
        if not isinstance(identifier, str) or not _is_statement(identifier):
            raise ImportRefused(
                f"The sheet “{sheet.name}” has {shorten(identifier)} where a statement should be."
            )
        assembly.link(source, identifier)
        item = assembly.export.items.get(identifier)
        if item and isinstance(text, str) and text.split() != item.text.split():
            assembly.export.findings.append(
                f"{identifier} reads differently in the sheet {sheet.name}; "
                "the wording of the sheet of statements is used."
            )


def _is_statement(identifier: str) -> bool:
    return any(PATTERNS[kind].fullmatch(identifier) for kind in STATEMENT_KINDS)


def _report_other_sheets(assembly: Assembly, names: set[str]) -> None:
    version = assembly.export.version
    known = {STATEMENTS_SHEET.format(version), AREAS_SHEET, *assembly.export.items}
    for name in sorted(names - known):
        if not ROLES_SHEET.fullmatch(name):
            assembly.export.ignored[f"sheet {shorten(name)}"] += 1
