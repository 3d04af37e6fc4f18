"""The certificate's line work: a guilloche border and seal, computed, so that no picture is copied.

Lines are drawn as cubic curves through a sampled wave; millimetres throughout.
"""

import math
from functools import cache
from itertools import pairwise

TINT = "#cfdde3"  # the primary at about a fifth on white: visible, and still there on a photocopy
DEEP = "#0b4f6c"
Point = tuple[float, float]


def smooth(points: list[Point], closed: bool = False) -> str:
    """An SVG path through the points (Catmull-Rom, as cubic curves)."""
    count = len(points)
    path = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for index in range(count if closed else count - 1):
        before, start, end, after = (
            points[_at(index + step, count, closed)] for step in (-1, 0, 1, 2)
        )
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path.append("C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in (first, second, end)))
    return "".join(path) + ("Z" if closed else "")


def _at(index: int, count: int, closed: bool) -> int:
    return index % count if closed else min(max(index, 0), count - 1)


def _wave(start: Point, end: Point, waves: int, depth: float, phase: float) -> str:
    """A sine along the line from start to end."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    steps = waves * 8
    points = []
    for step in range(steps + 1):
        position = step / steps
        offset = depth * math.sin(2 * math.pi * waves * position + phase)
        points.append(
            (
                start[0] + along[0] * length * position - along[1] * offset,
                start[1] + along[1] * length * position + along[0] * offset,
            )
        )
    return smooth(points)


def rosette(x: float, y: float, radius: float, petals: int, depth: float, phase: float) -> str:
    points = []
    for step in range(petals * 8):
        angle = 2 * math.pi * step / (petals * 8)
        reach = radius + depth * math.cos(petals * angle + phase)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return smooth(points, closed=True)


@cache
def border(width: float = 297, height: float = 210, inset: float = 11) -> str:
    """The whole page's border as an SVG document."""
    corners = [(inset, inset), (width - inset, inset), (width - inset, height - inset)]
    corners += [(inset, height - inset), (inset, inset)]
    paths = []
    for start, end in pairwise(corners):
        waves = round(math.dist(start, end) / 7)
        paths += [_wave(start, end, waves, 2.6, phase * math.pi / 3) for phase in range(6)]
    rosettes = [
        rosette(x, y, 5.2, 12, 1.7, phase * math.pi / 2)
        for x, y in corners[:4]
        for phase in range(4)
    ]
    lines = "".join(
        f'<rect x="{gap}" y="{gap}" width="{width - 2 * gap}" height="{height - 2 * gap}" '
        f'fill="none" stroke="{DEEP}" stroke-width="{weight}"/>'
        for gap, weight in ((inset - 4.4, 0.5), (inset + 4.4, 0.25))
    )
    plates = "".join(f'<circle cx="{x}" cy="{y}" r="7.4" fill="#fff"/>' for x, y in corners[:4])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<g fill="none" stroke="{TINT}" stroke-width=".28"><path d="{"".join(paths)}"/></g>'
        f"{lines}{plates}"
        f'<g fill="none" stroke="{DEEP}" stroke-width=".16"><path d="{"".join(rosettes)}"/></g>'
        "</svg>"
    )


@cache
def seal() -> str:
    """The seal: two interlaced rosettes around an open book over waves."""
    rings = "".join(rosette(50, 50, 43, 36, 3.2, phase) for phase in (0, 3.1))
    inner = "".join(rosette(50, 50, 36, 24, 1.6, phase) for phase in (0, 1.57, 3.14))
    waves = "".join(_wave((30, y), (70, y), 4, 1.5, 0) for y in (63, 67, 71))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<g fill="none" stroke="{DEEP}" stroke-width=".5"><path d="{rings}"/>'
        f'<path stroke-width=".35" d="{inner}"/><circle cx="50" cy="50" r="32.5"/>'
        f'<path stroke-width="1.1" stroke-linecap="round" d="{waves}"/></g>'
        f'<path fill="{DEEP}" d="M50 36c-5-4-12-5-19-4v22c7-1 14 0 19 4z"/>'
        f'<path fill="{DEEP}" d="M50 58c5-4 12-5 19-4V32c-7-1-14 0-19 4z"/>'
        '<path fill="none" stroke="#fff" stroke-width="1.4" d="M50 37v20M36 38c4-.3 7 .4 10 2'
        'M36 44c4-.3 7 .4 10 2M64 38c-4-.3-7 .4-10 2M64 44c-4-.3-7 .4-10 2"/>'
        "</svg>"
    )
