"""Contrast of words in a drawing, as far as it can be computed.

What is behind a text is the last shape drawn before it that lies under its first letter. Colours
are those of the site's tokens, by class, in both themes, or those that the drawing sets itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.contrib.staticfiles import finders

SVG = "{http://www.w3.org/2000/svg}"
THEMES = ("light", "dark")
ENOUGH, ENOUGH_IF_LARGE, LARGE = 4.5, 3.0, 24.0
# Classes of figures.css by what they fill with; the later ones win, as in the sheet.
FILLS = [
    *("ink", "muted", "surface", "primary", "on-primary"),
    *("accent", "success", "warning", "danger", "soft", "sunk"),
]
TOKENS = {"soft": "primary-soft"}
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
NAMED = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "gray": "#808080"}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Shape:
    left: float
    top: float
    right: float
    bottom: float
    fill: dict[str, Rgb]

    def covers(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def weakest(svg: str) -> Iterator[tuple[str, float, str]]:
    """Words that are hard to read, their contrast, and the theme in which they are."""
    try:
        root = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        return
    shapes: list[Shape] = []
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if name in ("rect", "circle", "ellipse"):
            shapes += _shape(element, name)
        elif name == "text":
            yield from _text(element, shapes)


def ratio(one: Rgb, other: Rgb) -> float:
    """Contrast of two colours as WCAG defines it, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _text(element: Element, shapes: list[Shape]) -> Iterator[tuple[str, float, str]]:
    words = " ".join("".join(element.itertext()).split())
    size = _number(element.get("font-size"), 15.0)
    x, y = _number(element.get("x")), _number(element.get("y")) - size / 3
    if "fig-middle" not in (element.get("class") or "") and element.get("text-anchor") != "end":
        x += size / 4
    ink = _fill(element, text=True)
    behind = next((s.fill for s in reversed(shapes) if s.covers(x, y)), _token("surface"))
    for theme in THEMES:
        found = ratio(ink[theme], behind[theme])
        if words and found < (ENOUGH_IF_LARGE if size >= LARGE else ENOUGH):
            yield words, found, theme
            return


def _shape(element: Element, name: str) -> list[Shape]:
    fill = _fill(element)
    if not fill:
        return []
    if name == "rect":
        x, y = _number(element.get("x")), _number(element.get("y"))
        width, height = _number(element.get("width")), _number(element.get("height"))
        return [Shape(x, y, x + width, y + height, fill)]
    cx, cy = _number(element.get("cx")), _number(element.get("cy"))
    rx = _number(element.get("r") or element.get("rx"))
    ry = _number(element.get("r") or element.get("ry"))
    return [Shape(cx - rx, cy - ry, cx + rx, cy + ry, fill)]


def _fill(element: Element, *, text: bool = False) -> dict[str, Rgb]:
    """The colour in each theme; nothing for what is not filled."""
    classes = (element.get("class") or "").split()
    names = [name for name in FILLS if f"fig-{name}" in classes]
    if text and not names and {"fig-text", "fig-small"} & set(classes):
        names = ["ink" if "fig-text" in classes else "muted"]
    if "fig-none" in classes or "fig-hairline" in classes:
        return _token("ink") if text else {}
    if "fig-line" in classes and not text:
        names = [name for name in names if name in ("surface", "soft")]
        if not names:
            return {}
    if names:
        return _token(TOKENS.get(names[-1], names[-1]))
    return _literal(element.get("fill"), text=text)


def _literal(fill: str | None, *, text: bool) -> dict[str, Rgb]:
    value = NAMED.get((fill or "").strip().lower(), (fill or "").strip())
    if HEX.fullmatch(value):
        return dict.fromkeys(THEMES, _rgb(value))
    if value == "none" or value.startswith("url("):
        return _token("ink") if text else {}
    return dict.fromkeys(THEMES, (0.0, 0.0, 0.0))  # what SVG fills with when nobody says


def _token(name: str) -> dict[str, Rgb]:
    return {theme: _rgb(_tokens()[theme][name]) for theme in THEMES}


@cache
def _tokens() -> dict[str, dict[str, str]]:
    """Colours of tokens.css: the first block is for light, the one of the dark theme for dark."""
    css = Path(str(finders.find("lms/css/tokens.css"))).read_text(encoding="utf-8")
    blocks = {"light": r":root \{(.*?)\n\}", "dark": r':root\[data-theme="dark"\] \{(.*?)\n\}'}
    found = {}
    for theme, pattern in blocks.items():
        inside = re.search(pattern, css, re.DOTALL)
        pairs = re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", inside.group(1) if inside else "")
        found[theme] = dict(pairs)
    return found


def _rgb(value: str) -> Rgb:
    digits = value.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _number(value: str | None, default: float = 0.0) -> float:
    found = NUMBER.match((value or "").strip())
    return float(found.group()) if found else default
