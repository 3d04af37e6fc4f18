"""Disclosure control of the fixed tables: what is hidden so that nobody is revealed.

Primary: a group under the threshold. Secondary: what would give a hidden figure away by
subtraction within a table, between tables, or between this release and the last. The reasons
are in docs/decisions/0004-skills-gap-snapshot.md. Pure functions; no Django, no database.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from nice_framework.estimation.intervals import Attacker, Figure, Quantity
from nice_framework.estimation.tables import REGION, Population, Slot, scope

NEEDED, EVIDENCED, GAP = "needed", "evidenced", "gap"
MEASURES = (NEEDED, EVIDENCED, GAP)
FREE, PRIMARY, SECONDARY = "F", "C", "D"


@dataclass(frozen=True)
class Last:
    """What the last release said of one measure, and the true count it then stood for."""

    count: int
    shown: bool


@dataclass(frozen=True)
class Decision:
    """What this release says of one measure. `basis` is the count behind it, never shown."""

    value: int | None
    conf_status: str
    basis: int


History = Mapping[tuple[Slot, str], Last]
Decisions = dict[tuple[Slot, str], Decision]


def rounded(count: int, *, base: int = 5) -> int:
    """To the nearest multiple of the base: 0–2 → 0, 3–7 → 5."""
    return base * ((2 * count + base) // (2 * base))


def settled(count: int, last: Last | None, *, threshold: int) -> bool:
    """Whether too few people have come or gone since the last release to say anything new."""
    return last is not None and abs(count - last.count) < threshold


def decide(
    population: Population,
    places: Sequence[Slot],
    lines: Iterable[Sequence[Slot]],
    *,
    threshold: int,
    base: int = 5,
    history: History | None = None,
) -> Decisions:
    """For every place and measure: a rounded value, or none and why."""
    control = _Control(population, places, threshold, history or {})
    control.close_primary()
    control.close_settled()
    control.close_lines(lines)
    control.audit()
    return {
        (slot, measure): control.decision(slot, measure, base)
        for slot in places
        for measure in MEASURES
    }


def decide_alone(count: int, last: Last | None, *, threshold: int, base: int = 5) -> Decision:
    """The same rules for one figure that adds up with no other."""
    held = settled(count, last, threshold=threshold)
    basis = last.count if last is not None and held else count
    if count < threshold:
        return Decision(None, PRIMARY, basis)
    if last is not None and held and not last.shown:
        return Decision(None, SECONDARY, basis)
    return Decision(rounded(basis, base=base), FREE, basis)


@dataclass
class _Control:
    """The state of one run: which figures are closed. It only ever grows."""

    population: Population
    places: Sequence[Slot]
    threshold: int
    history: History
    closed: set[Figure] = field(default_factory=set)

    def __post_init__(self) -> None:
        number = {area: place for place, area in enumerate(self.population.areas)}
        self.people: dict[Slot, Figure] = {}
        self.evidence: dict[Slot, Figure] = {}
        self.shown_at: dict[Figure, list[tuple[Slot, str]]] = {}
        for slot in self.places:
            members = scope(self.population, slot)
            people, evidence = Figure(members), Figure(members, number[slot.area])
            self.people[slot], self.evidence[slot] = people, evidence
            self.shown_at.setdefault(people, []).append((slot, NEEDED))
            addresses = [(slot, EVIDENCED), (slot, GAP)]
            self.shown_at.setdefault(evidence, []).extend(addresses)
        # One figure may be printed at several places; nobody at all is no figure to protect.
        self.figures = {figure for figure in self.shown_at if self.count(figure, NEEDED)}
        # That nobody in a region needs an area is never printed, but people there may know it.
        self.empty = {
            Quantity(self.people[slot])
            for slot in self.places
            if slot.table == REGION and not self.count(self.people[slot], NEEDED)
        }
        # What whoever kept the last release still knows, printed again or not.
        self.remembered = {
            Quantity(figure, gap=address[1] == GAP)
            for figure in self.figures
            for address in self.shown_at[figure]
            if self.is_settled(address, shown=True)
        }
        self.old = {figure for figure in self.figures if self.said(figure) <= self.remembered}

    # Counting

    def count(self, figure: Figure, measure: str) -> int:
        members = sorted(figure.scope)
        people = int(self.population.people[members].sum())
        if measure == NEEDED:
            return people
        evidenced = int(self.population.evidenced[members, figure.area].sum())
        return evidenced if measure == EVIDENCED else people - evidenced

    def counts(self, figure: Figure) -> list[int]:
        measures = (NEEDED,) if figure.area is None else (NEEDED, EVIDENCED, GAP)
        return [self.count(figure, measure) for measure in measures]

    def said(self, figure: Figure) -> set[Quantity]:
        """What a figure says where it is shown: a number of people, or evidence and gap."""
        found = {Quantity(figure)}
        return found if figure.area is None else found | {Quantity(figure, gap=True)}

    def is_primary(self, figure: Figure) -> bool:
        return min(self.counts(figure)) < self.threshold

    def is_settled(self, address: tuple[Slot, str], *, shown: bool) -> bool:
        """Whether the last release showed (or hid) it here and little has moved since."""
        slot, measure = address
        figure = self.people[slot] if measure == NEEDED else self.evidence[slot]
        last = self.history.get(address)
        if last is None or last.shown is not shown:
            return False
        return settled(self.count(figure, measure), last, threshold=self.threshold)

    # Closing

    def close(self, figure: Figure) -> None:
        """Hide a figure; hiding how many people there are hides what is said of them."""
        self.closed.add(figure)
        if figure.area is None:
            self.closed |= {other for other in self.figures if other.scope == figure.scope}

    def close_primary(self) -> None:
        for figure in self.figures:
            if self.is_primary(figure):
                self.close(figure)

    def close_settled(self) -> None:
        """What was hidden stays hidden until enough people have come or gone."""
        for figure in self.figures:
            if any(self.is_settled(at, shown=False) for at in self.shown_at[figure]):
                self.close(figure)

    def close_lines(self, lines: Iterable[Sequence[Slot]]) -> None:
        """In a line with exactly one hidden figure hide its smallest other; to a fixed point."""
        sums = [
            {figures[slot] for slot in line if slot in figures and figures[slot] in self.figures}
            for line in lines
            for figures in (self.people, self.evidence)
        ]
        changed = True
        while changed:
            changed = False
            for line in sums:
                if len(line) > 1 and len(line & self.closed) == 1:
                    self.close(min(line - self.closed, key=self._loss))
                    changed = True

    def _loss(self, figure: Figure) -> tuple[bool, int, tuple[int, ...]]:
        """How much hiding a figure costs the reader: its people, once for each thing said.

        Figures known since the last release come last: hiding them now would hide little.
        """
        said = 1
        if figure.area is None:
            said = sum(other.scope == figure.scope for other in self.figures - self.closed)
        return (figure in self.old, self.count(figure, NEEDED) * said, figure.order)

    # Auditing

    def audit(self) -> None:
        """Hide more until nobody could pin a hidden figure down, whatever else they know.

        Somebody knows this release only, and where nobody is. Somebody also knows what the last
        release showed and that it has hardly moved, with or without knowing where nobody is.
        Only what is new this month can still be kept from the latter two; a figure known since
        last month is protected from the first.
        """
        views = [self.empty]
        if self.remembered:
            views += [self.remembered | self.empty, self.remembered]
        attackers = [Attacker(self.population, self.threshold - 1) for _ in views]
        while True:
            before = len(self.closed)
            for attacker, known in zip(attackers, views, strict=True):
                self._audit(attacker, known)
            if len(self.closed) == before:
                return

    def _audit(self, attacker: Attacker, known: Set[Quantity]) -> None:
        done: set[Quantity] = set()
        while waiting := self._targets() - known - done:
            for target in sorted(waiting, key=lambda quantity: quantity.order):
                self._make_safe(target, attacker, known)
            done |= waiting

    def _make_safe(self, target: Quantity, attacker: Attacker, known: Set[Quantity]) -> None:
        while not attacker.is_safe(target):
            shown = set().union(*map(self.said, self.figures - self.closed))
            bounds = attacker.attack(target, shown | known)
            if bounds is None:
                return
            choice = self._choose(target, bounds, known)
            if choice is None:
                return
            self.close(choice)

    def _choose(
        self, target: Quantity, bounds: Set[Quantity], known: Set[Quantity]
    ) -> Figure | None:
        """The cheapest figure to hide among those that give the target away.

        None when the bounds rest on what is known anyway: no new figure adds to them.
        """
        telling = {quantity.figure for quantity in bounds - known} - self.closed
        if telling:
            return min(telling, key=self._loss)
        open_figures = self.figures - self.closed
        if known & self.remembered or not open_figures:
            return None
        related = {figure for figure in open_figures if figure.scope & target.figure.scope}
        return min(related or open_figures, key=self._loss)

    def _targets(self) -> set[Quantity]:
        """Every hidden figure, and every small group that no table prints but sums could give."""
        found = {Quantity(figure) for figure in self._small_groups()}
        for figure in self.closed:
            found.add(Quantity(figure))
            if figure.area is not None:
                found.add(Quantity(figure, gap=True))
        return found

    def _small_groups(self) -> Iterable[Figure]:
        groups: dict[object, set[int]] = {}
        for number, (group, region) in enumerate(self.population.atoms):
            groups.setdefault(group, set()).add(number)
            groups.setdefault((group, region), set()).add(number)
        for members in groups.values():
            figure = Figure(frozenset(members))
            if 0 < self.count(figure, NEEDED) < self.threshold:
                yield figure

    # Saying

    def decision(self, slot: Slot, measure: str, base: int) -> Decision:
        figure = self.people[slot] if measure == NEEDED else self.evidence[slot]
        count = self.count(figure, measure) if figure.scope else 0
        last = self.history.get((slot, measure))
        hidden = figure not in self.figures or figure in self.closed
        held = last is not None and self.is_settled((slot, measure), shown=not hidden)
        basis = last.count if last is not None and held else count
        if not hidden:
            return Decision(rounded(basis, base=base), FREE, basis)
        primary = self.is_primary(figure)
        return Decision(None, PRIMARY if primary else SECONDARY, basis)
