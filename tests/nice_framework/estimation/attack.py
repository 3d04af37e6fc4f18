"""An attacker written apart from the defence: whole people, one unknown per kind of person.

The defence reasons with sums and fractions; this one searches whole numbers of people of
every conceivable type (row, agency kind, region, what they need, what they can show) that
fit everything printed, and so bounds what was not printed.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from nice_framework.estimation.disclosure import Decision
from nice_framework.estimation.tables import Layout, Person, Slot

Address = tuple[Slot, str]


def types_of(layout: Layout, people: Sequence[Person]) -> list[Person]:
    """Every type of person there could be, given which groups exist at all."""
    groups = sorted({(p.table, p.row, p.kind, tuple(sorted(p.required))) for p in people})
    found = []
    for (table, row, kind, required), region in product(groups, layout.regions):
        subsets = chain.from_iterable(
            combinations(required, size) for size in range(len(required) + 1)
        )
        needs = frozenset(required)
        found += [Person(table, row, kind, region, needs, frozenset(s)) for s in subsets]
    return found


def counts(person: Person, address: Address) -> bool:
    """Whether a person is counted at an address, straight from the tables' description."""
    slot, measure = address
    if slot.area not in person.required:
        return False
    if slot.table == "region":
        inside = slot.row in ("all", person.region)
    else:
        inside = slot.table == person.table and slot.row in ("all", person.row)
        inside = inside and slot.column in ("all", person.kind)
    able = slot.area in person.evidenced
    return inside and (measure == "needed" or able == (measure == "evidenced"))


def true_count(people: Sequence[Person], address: Address) -> int:
    return sum(counts(person, address) for person in people)


class WholePeople:
    def __init__(self, layout: Layout, people: Sequence[Person], known: Iterable[Address]) -> None:
        self.types = types_of(layout, people)
        self.people = people
        known = list(known)
        self.limits = []
        if known:
            matrix = np.array([self._row(address) for address in known])
            values = np.array([true_count(people, address) for address in known])
            self.limits = [LinearConstraint(matrix, values, values)]

    def _row(self, address: Address) -> np.ndarray:
        return np.array([float(counts(kind, address)) for kind in self.types])

    def interval(self, address: Address) -> tuple[float, float]:
        row = self._row(address)
        ends = []
        for sign in (1, -1):
            solution = milp(
                sign * row,
                constraints=self.limits,
                integrality=np.ones(len(row)),
                bounds=Bounds(0, len(self.people) + 100),
            )
            assert solution.status == 0, solution.message
            ends.append(sign * solution.fun)
        return round(ends[0]), round(ends[1])


def shown(decisions: dict[Address, Decision]) -> set[Address]:
    return {address for address, decision in decisions.items() if decision.value is not None}


def is_anyone(people: Sequence[Person], address: Address) -> bool:
    """Whether an address counts anyone at all: an empty row protects nobody."""
    return true_count(people, (address[0], "needed")) > 0
