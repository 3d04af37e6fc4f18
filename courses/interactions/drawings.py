"""Drawings in SVG that enter a page's HTML: shapes, text and classes only.

They follow the reader's colours because they stand in the page itself. Therefore they may hold no
script, no style, and nothing fetched from elsewhere.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

FIGURES = Path(__file__).resolve().parent.parent / "curriculum" / "figures"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]*\.svg")
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = "g use path rect circle ellipse line polyline polygon text tspan"
PARTS = "svg title desc defs symbol clipPath mask pattern linearGradient radialGradient stop marker"
ELEMENTS = frozenset([*SHAPES.split(), *PARTS.split()])
LARGEST = 60_000
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|https?:|//", re.IGNORECASE)


class UnsafeFigure(ValueError):
    """A drawing that may not be shown, with the reason in one sentence."""


def drawing_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.svg"))


def drawing(name: str, folder: Path) -> str:
    """The markup of a drawing in that folder, without its XML declaration."""
    path = folder / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise UnsafeFigure(f"there is no figure called {name!r}")
    text = path.read_text(encoding="utf-8")
    check_figure(text)
    return text[text.index("<svg") :].strip()


def check_figure(text: str) -> None:
    """Refuse anything but shapes, text and classes."""
    if len(text) > LARGEST:
        raise UnsafeFigure(f"the drawing is larger than {LARGEST} characters")
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise UnsafeFigure(f"the drawing is not plain XML ({error})") from error
    if root.tag != f"{SVG}svg" or not root.get("viewBox"):
        raise UnsafeFigure("the drawing is not an <svg> with a viewBox")
    for element in root.iter():
        _check_element(element)


def _check_element(element: Element) -> None:
    tag = str(element.tag)
    name = tag.removeprefix(SVG)
    if not tag.startswith(SVG) or name not in ELEMENTS:
        raise UnsafeFigure(f"a drawing may not hold <{name}>")
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local == "style" or local.startswith("on"):
            raise UnsafeFigure(f"<{name}> may not have the attribute {local!r}; use a class")
        if local == "href" and not value.startswith("#"):
            raise UnsafeFigure(f"<{name}> may refer to a part of its own drawing only")
        if OUTSIDE.search(value):
            raise UnsafeFigure(f"<{name}> refers to something outside the drawing")
