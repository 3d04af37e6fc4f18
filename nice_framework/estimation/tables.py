"""The fixed tables of the skills-gap report and who is counted where. Pure, no Django.

Three tables and no other: national profile by agency kind, NICE work-role category by agency
kind, region alone. Everyone is counted once, under the row of the primary role. The smallest
groups that the tables can tell apart are kept here, because disclosure control must reason
about people, not about printed cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

PROFILE = "profile-by-agency-kind"
CATEGORY = "category-by-agency-kind"
REGION = "region"
TABLES = (PROFILE, CATEGORY, REGION)
ALL = "all"


@dataclass(frozen=True)
class Person:
    """One counted person: where they stand in the tables, what they need and can show."""

    table: str  # PROFILE or CATEGORY
    row: str
    kind: str
    region: str
    required: frozenset[str]
    evidenced: frozenset[str]


@dataclass(frozen=True)
class Layout:
    """Rows, columns and areas of the tables, and which areas a row can need at all."""

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    profiles: Mapping[str, frozenset[str]]
    categories: Mapping[str, frozenset[str]]


@dataclass(frozen=True, order=True)
class Slot:
    """The address of one place in a table; needed, evidenced and gap stand there."""

    table: str
    row: str
    column: str
    area: str


@dataclass(frozen=True, order=True)
class Group:
    """People whom no table tells apart: one row, one agency kind, one set of required areas."""

    table: str
    row: str
    kind: str
    required: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Counts per atom, that is per group and region; one column of `evidenced` per area."""

    areas: tuple[str, ...]
    atoms: tuple[tuple[Group, str], ...]
    people: np.ndarray  # atoms
    requires: np.ndarray  # atoms × areas, true where the group needs the area
    evidenced: np.ndarray  # atoms × areas


def population(layout: Layout, people: Sequence[Person]) -> Population:
    """Count people per atom. A group is listed for every region, whether any of it is there."""
    groups = sorted({_group(person) for person in people})
    atoms = tuple((group, region) for group in groups for region in layout.regions)
    at = {atom: number for number, atom in enumerate(atoms)}
    column = {area: number for number, area in enumerate(layout.areas)}
    counts = np.zeros(len(atoms), dtype=int)
    shape = (len(atoms), len(layout.areas))
    requires, evidenced = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=int)
    for (group, _), number in at.items():
        for area in group.required:
            requires[number, column[area]] = True
    for person in people:
        number = at[_group(person), person.region]
        counts[number] += 1
        for area in person.evidenced & person.required:
            evidenced[number, column[area]] += 1
    return Population(layout.areas, atoms, counts, requires, evidenced)


def _group(person: Person) -> Group:
    return Group(person.table, person.row, person.kind, tuple(sorted(person.required)))


def slots(layout: Layout) -> list[Slot]:
    """Every place of the three tables, margins included, whether or not an area is needed."""
    columns = (ALL, *layout.kinds)
    found = [
        Slot(table, row, column, area)
        for table, rows in ((PROFILE, [*layout.profiles]), (CATEGORY, [ALL, *layout.categories]))
        for row in rows
        for column in columns
        for area in layout.areas
    ]
    regions = (ALL, *layout.regions)
    return found + [Slot(REGION, region, "", area) for region in regions for area in layout.areas]


def can_need(layout: Layout, slot: Slot) -> bool:
    """Whether anyone in this row can need the area: public knowledge, not a figure."""
    rows = {PROFILE: layout.profiles, CATEGORY: layout.categories}.get(slot.table)
    if rows is None:
        rows = {**layout.profiles, **layout.categories}
        return any(slot.area in areas for areas in rows.values())
    if slot.row == ALL:
        return any(slot.area in areas for areas in rows.values())
    return slot.area in rows[slot.row]


def scope(population: Population, slot: Slot) -> frozenset[int]:
    """The atoms that a place in a table counts."""
    return frozenset(
        number
        for number, (group, region) in enumerate(population.atoms)
        if slot.area in group.required and _covers(slot, group, region)
    )


def _covers(slot: Slot, group: Group, region: str) -> bool:
    if slot.table == REGION:
        return slot.row in (ALL, region)
    return (
        slot.table == group.table
        and slot.row in (ALL, group.row)
        and slot.column in (ALL, group.kind)
    )


def lines(layout: Layout) -> list[list[Slot]]:
    """Places that add up: each list is a total and its parts, within and between tables."""
    found: list[list[Slot]] = []
    for area in layout.areas:
        for row in layout.profiles:
            found.append(_across(PROFILE, row, layout.kinds, area))
        for row in (ALL, *layout.categories):
            found.append(_across(CATEGORY, row, layout.kinds, area))
        for column in (ALL, *layout.kinds):
            rows = (ALL, *layout.categories)
            found.append([Slot(CATEGORY, row, column, area) for row in rows])
        found.append([Slot(REGION, region, "", area) for region in (ALL, *layout.regions)])
        profiles = [Slot(PROFILE, row, ALL, area) for row in layout.profiles]
        country = Slot(REGION, ALL, "", area)
        found.append([country, Slot(CATEGORY, ALL, ALL, area), *profiles])
    return found


def _across(table: str, row: str, kinds: tuple[str, ...], area: str) -> list[Slot]:
    return [Slot(table, row, column, area) for column in (ALL, *kinds)]
