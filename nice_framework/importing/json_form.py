"""Read NIST's JSON export, bare or wrapped as the CPRT service answers."""

import json
from typing import Any

from nice_framework.importing.assembly import NAMES, Assembly, clean_version
from nice_framework.importing.contents import Export
from nice_framework.importing.refusals import (
    MAX_BRACKETS,
    MAX_COMMAS,
    MAX_ITEMS,
    MAX_LINKS,
    ImportRefused,
    shorten,
)

LISTS = ("documents", "relationship_types", "elements", "relationships")
NOT_A_NICE_FILE = "This JSON file is not an export of the NICE Framework: it has no list of {}."


def read_json(data: bytes, file_name: str, sha256: str) -> Export:
    """The contents of a JSON export. Refuses whatever isn't one."""
    form, parts = _unwrap(_load(data))
    version, doc_identifier = _document(parts["documents"])
    assembly = Assembly(
        version=version,
        doc_identifier=doc_identifier,
        form=form,
        file_name=file_name,
        sha256=sha256,
    )
    sorting = _add_elements(assembly, parts["elements"])
    _add_links(assembly, parts["relationships"], sorting)
    return assembly.finished()


def _load(data: bytes) -> Any:
    if data.count(b"[") + data.count(b"{") > MAX_BRACKETS or data.count(b",") > MAX_COMMAS:
        raise ImportRefused("The JSON file has far more parts than any NICE export.")
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except UnicodeDecodeError as error:
        raise ImportRefused("The file is neither UTF-8 text nor an Excel workbook.") from error
    except json.JSONDecodeError as error:
        raise ImportRefused(
            f"The JSON is broken or cut short at line {error.lineno}, column {error.colno}."
        ) from error
    except RecursionError as error:
        raise ImportRefused("The JSON is nested far too deep for a NICE export.") from error
    except ValueError as error:
        raise ImportRefused("The JSON holds a number that cannot be read.") from error


def _no_constant(name: str) -> None:
    raise ImportRefused(f"The JSON holds {name}, which is not a value that JSON knows.")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values under one key: which was meant cannot be known."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ImportRefused("The JSON gives two values for one key.")
    return values


def _unwrap(value: Any) -> tuple[str, dict[str, list]]:
    form = "json"
    if isinstance(value, dict) and isinstance(value.get("response"), dict):
        form, value = "wrapped-json", value["response"].get("elements")
    for name in LISTS:
        if not isinstance(value, dict) or not isinstance(value.get(name), list):
            raise ImportRefused(NOT_A_NICE_FILE.format(name.replace("_", " ")))
    if len(value["elements"]) > MAX_ITEMS or len(value["relationships"]) > MAX_LINKS:
        raise ImportRefused("The JSON file has far more elements or links than any NICE export.")
    return form, value


def _document(documents: list) -> tuple[str, str]:
    if len(documents) != 1:
        raise ImportRefused("A NICE export describes one document, this file another number.")
    row = _fields(documents[0], "document", ("doc_identifier", "version"))
    if not row["doc_identifier"].startswith("SP_800_181"):
        raise ImportRefused(
            f"This export is of {shorten(row['doc_identifier'])}, not of the NICE Framework."
        )
    return clean_version(row["version"].strip()), row["doc_identifier"][:60]


def _fields(row: Any, what: str, names: tuple[str, ...]) -> dict[str, str]:
    """The named fields of a row, all of them text."""
    if not isinstance(row, dict):
        raise ImportRefused(f"A {what} in this file is {shorten(row)} and not an object.")
    for name in names:
        if not isinstance(row.get(name), str):
            raise ImportRefused(f"A {what} in this file has no text in its field {name}.")
    return row


def _add_elements(assembly: Assembly, rows: list) -> set[str]:
    """Add every element that we know; answers the identifiers of those that are left aside."""
    aside: set[str] = set()
    for row in rows:
        names = ("element_type", "element_identifier", "title", "text")
        fields = _fields(row, "element", names)
        kind, identifier = fields["element_type"], fields["element_identifier"]
        if kind in NAMES:
            assembly.element(kind, identifier, fields["title"], fields["text"])
        else:
            # `sort` elements are called S-…, like skills: only the type tells them apart.
            assembly.export.ignored[shorten(kind)] += 1
            aside.add(identifier)
    return aside


def _add_links(assembly: Assembly, rows: list, aside: set[str]) -> None:
    for row in rows:
        names = ("source_element_identifier", "dest_element_identifier")
        fields = _fields(row, "link", names)
        source, target = (fields[name] for name in names)
        if source not in aside and target not in aside:
            assembly.link(source, target)
