"""What somebody who knows every shown figure exactly could work out about a hidden one.

Linear programmes over people: how many of each atom there are, and how many of them have
evidence in each area. Knowing the exact counts is more than the public gets (figures are
rounded and held back), so what is safe here is safe there. Used by `disclosure` only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from nice_framework.estimation.tables import Population

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Figure:
    """What is shown or hidden as one: the people of a scope, or their evidence in an area.

    Evidence and gap of an area are one figure, since each is the other's complement.
    """

    scope: frozenset[int]
    area: int | None = None  # None: the number of people

    @property
    def order(self) -> tuple[int, ...]:
        """Makes every choice between figures repeatable."""
        return (-1 if self.area is None else self.area, *sorted(self.scope))


@dataclass(frozen=True)
class Quantity:
    """A sum over people: one that somebody knows, or one that nobody must work out."""

    figure: Figure
    gap: bool = False  # the gap instead of the evidence

    @property
    def order(self) -> tuple[int, tuple[int, ...], bool]:
        return (len(self.figure.scope), self.figure.order, self.gap)


class Attacker:
    """Bounds a target from the figures known to be exact, people never being negative.

    Every solution found is kept: hiding more only widens what is possible, so two solutions
    that lie far enough apart prove a target safe without another programme.
    """

    def __init__(self, population: Population, width: int) -> None:
        self.width = width
        self.atoms = len(population.people)
        # Evidence is printed for a row, kind, region and area; sets of required areas within
        # them are never told apart, so one unknown serves all atoms that differ only in that.
        self.evidence_at: dict[tuple[int, int], int] = {}
        cells: dict[tuple[object, ...], int] = {}
        for atom, area in np.argwhere(population.requires):
            group, region = population.atoms[atom]
            cell = (group.table, group.row, group.kind, region, area)
            place = cells.setdefault(cell, self.atoms + len(cells))
            self.evidence_at[int(atom), int(area)] = place
        self.size = self.atoms + len(cells)
        self.truth = np.zeros(self.size)
        self.truth[: self.atoms] = population.people
        for (atom, area), place in self.evidence_at.items():
            self.truth[place] += population.evidenced[atom, area]
        # Far beyond anything that matters; it keeps every programme bounded.
        self.most = float(population.people.sum() + 10 * (width + 1))
        self.within = self._evidence_within_people()
        self.vectors: dict[Quantity, np.ndarray] = {}
        self.solutions = [self.truth]

    def _evidence_within_people(self) -> csr_matrix:
        rows = [place - self.atoms for place in self.evidence_at.values()]
        atoms = [atom for atom, _ in self.evidence_at]
        cells = np.arange(self.size - self.atoms)
        values = np.concatenate([np.ones(len(cells)), -np.ones(len(rows))])
        places = (np.concatenate([cells, rows]), np.concatenate([cells + self.atoms, atoms]))
        return csr_matrix((values, places), shape=(len(cells), self.size))

    def vector(self, quantity: Quantity) -> np.ndarray:
        """The quantity as a sum over the unknowns."""
        if quantity not in self.vectors:
            found = np.zeros(self.size)
            area, members = quantity.figure.area, sorted(quantity.figure.scope)
            if area is None or quantity.gap:
                found[members] = 1.0
            if area is not None:
                places = [self.evidence_at[atom, area] for atom in members]
                found[places] = -1.0 if quantity.gap else 1.0
            self.vectors[quantity] = found
        return self.vectors[quantity]

    def is_safe(self, target: Quantity) -> bool:
        """Whether solutions already found leave the target open enough."""
        vector = self.vector(target)
        values = [float(solution @ vector) for solution in self.solutions]
        return max(values) - min(values) >= self.width - TOLERANCE

    def attack(self, target: Quantity, known: Iterable[Quantity]) -> set[Quantity] | None:
        """What of the known gives the target away, or none when it is safe from all of it."""
        facts = sorted(known, key=lambda fact: fact.order)
        objective = self.vector(target)
        least, below = self._solve(objective, facts)
        if self.is_safe(target):
            return None
        greatest, above = self._solve(-objective, facts)
        return None if -greatest - least >= self.width - TOLERANCE else below | above

    def _solve(self, objective: np.ndarray, facts: list[Quantity]) -> tuple[float, set[Quantity]]:
        rows = [self.vector(fact) for fact in facts]
        equal = csr_matrix(np.array(rows)) if rows else None
        solution = linprog(
            objective,
            A_ub=self.within,
            b_ub=np.zeros(self.within.shape[0]),
            A_eq=equal,
            b_eq=None if equal is None else equal @ self.truth,
            bounds=(0, self.most),
            method="highs",
        )
        if solution.status != 0:
            raise ArithmeticError(f"The disclosure audit could not be solved: {solution.message}")
        self.solutions.append(solution.x)
        prices = np.abs(solution.eqlin.marginals) > TOLERANCE if facts else []
        bounding = zip(facts, prices, strict=True)
        return float(solution.fun), {fact for fact, binds in bounding if binds}
