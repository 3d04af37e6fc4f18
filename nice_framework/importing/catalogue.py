"""Read the catalogue that ships with the platform: facts of a release and our own words.

It goes through the same plan as NIST's files. It has no texts of NIST's and never replaces any.
"""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction

from nice_framework.framework.models import PlainLabel
from nice_framework.importing.apply import apply_import
from nice_framework.importing.assembly import Assembly
from nice_framework.importing.contents import Export
from nice_framework.importing.plan import Plan

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
VERSION = "2.2.0"
FILES = ("categories.csv", "work-roles.csv", "competency-areas.csv", "statements.csv")
KIND_OF = {"T": "task", "K": "knowledge", "S": "skill"}


def shipped_export() -> Export:
    """The facts of the shipped release in the importer's form."""
    data = b"".join((FOLDER / name).read_bytes() for name in FILES)
    assembly = Assembly(
        version=VERSION,
        form="catalogue",
        file_name="the catalogue that ships with the platform",
        sha256=hashlib.sha256(data).hexdigest(),
    )
    for row in _table("categories.csv"):
        assembly.element("category", row["identifier"], row["name"], "")
    for row in _table("work-roles.csv"):
        _add_role(assembly, row)
    for row in _table("competency-areas.csv"):
        assembly.element("competency_area", row["identifier"], row["name"], "")
    for row in _table("statements.csv"):
        identifier = row["identifier"]
        assembly.element(KIND_OF[identifier[0]], identifier, "", "")
        for source in (row["work_roles"] + " " + row["competency_areas"]).split():
            assembly.link(source, identifier)
    return assembly.finished()


def load_shipped_release() -> tuple[Plan, int]:
    """Store facts and labels. Answers the plan that was applied and how many labels changed."""
    with transaction.atomic():
        plan = apply_import(export=shipped_export())
        return plan, sum(_store_labels(*each) for each in shipped_labels())


def shipped_labels() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """For each language: identifier to label and description."""
    for folder in sorted((FOLDER / "labels").iterdir()):
        labels: dict[str, tuple[str, str]] = {}
        for path in sorted(folder.glob("*.yaml")):
            for identifier, words in yaml.safe_load(path.read_text("utf-8")).items():
                if isinstance(words, str):
                    words = {"label": words}
                labels[identifier] = (words["label"], words.get("description", ""))
        yield folder.name, labels


def _store_labels(language: str, labels: dict[str, tuple[str, str]]) -> int:
    stored = {row.identifier: row for row in PlainLabel.objects.filter(language=language)}
    changed = [
        PlainLabel(identifier=identifier, language=language, label=label, description=description)
        for identifier, (label, description) in labels.items()
        if identifier not in stored
        or (stored[identifier].label, stored[identifier].description) != (label, description)
    ]
    PlainLabel.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["identifier", "language"],
        update_fields=["label", "description"],
    )
    return len(changed)


def _add_role(assembly: Assembly, row: dict[str, str]) -> None:
    assembly.element("work_role", row["identifier"], row["name"], "")
    assembly.link(row["category"], row["identifier"])
    for code in row["opm_codes"].split():
        if code not in assembly.opm:
            assembly.element("opm_code", code, "", "")
        assembly.link(row["identifier"], code)


def _table(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
