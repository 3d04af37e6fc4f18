"""The map of a scenario: numbered places in rows, by how many choices away they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from courses.interactions.scenario.graph import Node, Scenario, Step

WIDTH, ROW, RADIUS, MARGIN = 360, 76, 18, 30


@dataclass
class Place:
    """A node on the map."""

    number: int
    node: Node
    x: float
    y: float
    passed: bool = False

    @property
    def text_y(self) -> float:
        return self.y + 5


@dataclass(frozen=True)
class Line:
    """A choice on the map: a curve from one place to another."""

    d: str
    passed: bool


@dataclass
class Map:
    width: int
    height: int
    places: list[Place]
    lines: list[Line] = field(default_factory=list)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def map_of(scenario: Scenario, way: Sequence[Step] = ()) -> Map:
    """Places and lines; those of the way are marked."""
    rows = _rows(scenario)
    numbers = {key: number for number, key in enumerate(scenario.nodes, start=1)}
    passed, trodden = _passed(scenario, way)
    places: dict[str, Place] = {}
    for depth, keys in enumerate(rows):
        for at, key in enumerate(keys):
            x = round(WIDTH * (at + 0.5) / len(keys), 1)
            y = MARGIN + depth * ROW
            places[key] = Place(numbers[key], scenario.nodes[key], x, y, key in passed)
    lines: dict[tuple[str, str], bool] = {}
    for node in scenario.nodes.values():
        for choice in node.choices:
            ends = (node.key, choice.to)
            lines[ends] = lines.get(ends, False) or ends in trodden
    drawn = [
        Line(_curve(places[a], places[b]), walked)
        for (a, b), walked in sorted(lines.items(), key=lambda one: one[1])
    ]
    ordered = sorted(places.values(), key=lambda place: place.number)
    return Map(WIDTH, 2 * MARGIN + (len(rows) - 1) * ROW, ordered, drawn)


def _rows(scenario: Scenario) -> list[list[str]]:
    """Keys by their distance from the start, in the order of the scenario."""
    depth = {scenario.start.node: 0}
    waiting = [scenario.start.node]
    for key in waiting:
        for choice in scenario.nodes[key].choices:
            if choice.to in scenario.nodes and choice.to not in depth:
                depth[choice.to] = depth[key] + 1
                waiting.append(choice.to)
    last = max(depth.values())
    rows: list[list[str]] = [[] for _row in range(last + 1)]
    for key in scenario.nodes:
        rows[depth.get(key, last)].append(key)
    return rows


def _passed(scenario: Scenario, way: Sequence[Step]) -> tuple[set[str], set[tuple[str, str]]]:
    steps = [(state.node, choice.to) for state, choice, _step in scenario.walk(way)]
    nodes = {node for ends in steps for node in ends} if way else set()
    return nodes, set(steps)


def _curve(a: Place, b: Place) -> str:
    """Downwards from rim to rim; along a row it dips, and a way back swings out to the side."""
    if b.y > a.y:
        top, bottom = a.y + RADIUS, b.y - RADIUS - 6
        middle = (top + bottom) / 2
        return f"M{a.x} {top}C{a.x} {middle} {b.x} {middle} {b.x} {bottom}"
    if b.y == a.y and a is not b:
        below = a.y + RADIUS
        return f"M{a.x} {below}Q{(a.x + b.x) / 2} {below + 26} {b.x} {below + 6}"
    side = WIDTH - 6 if (a.x + b.x) / 2 >= WIDTH / 2 else 6
    step = RADIUS if side > WIDTH / 2 else -RADIUS
    end = b.x + step + (6 if step > 0 else -6)
    return f"M{a.x + step} {a.y}C{side} {a.y} {side} {b.y} {end} {b.y}"
