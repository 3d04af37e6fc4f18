"""Small files of our own in NIST's forms. Texts are invented; the shapes are NIST's."""

import io
import json
from dataclasses import dataclass, field, replace
from typing import Any

import openpyxl

Element = dict[str, str]


@dataclass(frozen=True)
class Small:
    """A framework of two roles, small enough to read."""

    version: str = "9.1.0"
    statements: dict[str, str] = field(
        default_factory=lambda: {
            "K0001": "Knowledge of boats",
            "S0001": "Skill in rowing",
            "T0001": "Cross the river",
            "T0002": "Mend the net",
        }
    )
    role_links: tuple[tuple[str, str], ...] = (
        ("AA-WRL-001", "K0001"),
        ("AA-WRL-001", "T0001"),
        ("AA-WRL-002", "S0001"),
    )
    area_links: tuple[tuple[str, str], ...] = (("NF-COM-001", "K0001"),)
    roles: dict[str, tuple[str, str]] = field(
        default_factory=lambda: {
            "AA-WRL-001": ("Ferrying", "721"),
            "AA-WRL-002": ("Fishing", "TBD"),
        }
    )

    def but(self, **changes: Any) -> "Small":
        return replace(self, **changes)

    def without(self, identifier: str) -> "Small":
        kept = {key: text for key, text in self.statements.items() if key != identifier}
        links = tuple(link for link in self.role_links if identifier not in link)
        areas = tuple(link for link in self.area_links if identifier not in link)
        return self.but(statements=kept, role_links=links, area_links=areas)


SMALL = Small()
KINDS = {"K": "knowledge", "S": "skill", "T": "task"}


def parts(small: Small = SMALL) -> dict[str, list[Any]]:
    """The four lists of NIST's JSON."""
    doc = f"SP_800_181_{small.version.replace('.', '_')}"

    def element(kind: str, identifier: str, title: str = "", text: str = "") -> Element:
        return {
            "element_type": kind,
            "element_identifier": identifier,
            "title": title,
            "text": text,
            "doc_identifier": doc,
        }

    codes = sorted({code for _, code in small.roles.values() if code.isdigit()})
    elements = [
        element("category", "AA", "ON the WATER", "Works on the water."),
        *(
            element("work_role", key, name, f"{name} work.")
            for key, (name, _) in small.roles.items()
        ),
        element("competency_area", "NF-COM-001", "Boats", "About boats."),
        *(element("opm_code", code) for code in codes),
        *(element("sort", f"S-{role}", "00001.00001") for role in small.roles),
        *(element(KINDS[key[0]], key, "", text) for key, text in small.statements.items()),
    ]
    pairs = [
        *(("AA", role) for role in small.roles),
        *((role, code) for role, (_, code) in small.roles.items() if code.isdigit()),
        *((role, f"S-{role}") for role in small.roles),
        *small.role_links,
        *small.area_links,
    ]
    links = [
        {
            "source_element_identifier": source,
            "source_doc_identifier": doc,
            "dest_element_identifier": target,
            "dest_doc_identifier": doc,
            "relationship_identifier": "projection",
            "provenance_doc_identifier": doc,
        }
        for source, target in pairs
    ]
    document = {
        "doc_identifier": doc,
        "name": "Small framework",
        "version": small.version,
        "website": "https://example.org/",
    }
    kind = {"relationship_identifier": "projection", "description": "A link."}
    return {
        "documents": [document],
        "relationship_types": [kind],
        "elements": elements,
        "relationships": links,
    }


def bare(small: Small = SMALL, **changes: Any) -> bytes:
    return json.dumps(parts(small) | changes).encode()


def wrapped(small: Small = SMALL) -> bytes:
    return json.dumps({"response": {"requestType": 4, "elements": parts(small)}}).encode()


def book(small: Small = SMALL) -> openpyxl.Workbook:
    """A workbook in NIST's form, to be changed by a test before it is saved."""
    version = f"v{small.version}"
    made = openpyxl.Workbook()
    roles = made.active
    roles.title = f"{version} Work Roles + Categories"
    roles.append(
        ["Work Role", "Work Role Description", "Work Role ID", "OPM Code (Fed Use)", "Link", None]
    )
    roles.append(["ON the WATER (AA) – Works on the water."])
    for identifier, (name, code) in small.roles.items():
        opm = int(code) if code.isdigit() else code
        roles.append([f"{name}\xa0", f"{name} work. ", identifier, opm, "Click to view"])
    for _ in range(3):
        roles.append([None])
    listing = made.create_sheet(f"{version} TKS Statements")
    listing.append(["TKS ID", "TKS Description", f"New for {version}"])
    for identifier, text in small.statements.items():
        listing.append([identifier, text, False])
    areas = made.create_sheet("Competency Area Catalog")
    areas.append(["Competency Area Name", "Competency Area Description", "Competency Area ID"])
    areas.append(["Boats", "About boats.", "NF-COM-001"])
    for source in [*small.roles, *{source for source, _ in small.area_links}]:
        sheet = made.create_sheet(source)
        sheet.append(["A category (AA)", f"A title ({source}): what it is", "OPM Code: 721"])
        sheet.append([None])
        sheet.append([f"{version} TKS ID", f"{version} TKS Description", "Click to view"])
        for role, statement in (*small.role_links, *small.area_links):
            if role == source:
                sheet.append([statement, small.statements.get(statement, "")])
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def workbook(small: Small = SMALL) -> bytes:
    return saved(book(small))
