"""Our own figures of lessons: SVG files in the repository, checked before they enter a page."""

import re
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from courses.interactions.drawings import (
    FIGURES,
    UnsafeFigure,
    check_figure,
    drawing,
    drawing_names,
)

FOLDER = FIGURES


def figure_names() -> list[str]:
    return drawing_names(FOLDER)


def figure_choices() -> list[tuple[str, str]]:
    return [(name, name.removesuffix(".svg").replace("-", " ")) for name in figure_names()]


def figure(name: str, folder: Path | None = None) -> str:
    """The markup of a figure, without its XML declaration."""
    return drawing(name, folder or FOLDER)


def inline_figure(svg: str, block_id: str) -> SafeString:
    """A checked drawing for one place in a page: its ids made unique, its name made its label."""
    if not svg:
        return mark_safe("")
    title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    name = title.group(1).strip().replace('"', "&quot;") if title else ""
    label = f' aria-label="{name}"' if name else ""
    svg = re.sub(r"<title[^>]*>.*?</title>\s*", "", svg, flags=re.DOTALL)
    opening, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    opening = re.sub(r"\s(role|focusable|aria-[a-z]+|id)=(\"[^\"]*\"|'[^']*')", "", opening)
    opening += f' role="img"{label} aria-describedby="alt-{block_id}"'
    prefix = f"f{block_id[:8]}-"
    rest = re.sub(r"(\sid=[\"'])", rf"\g<1>{prefix}", rest)
    rest = re.sub(r"(url\(#|href=[\"']#)", rf"\g<1>{prefix}", rest)
    return mark_safe(opening + rest)  # noqa: S308  checked when it was read


__all__ = [
    "FOLDER",
    "UnsafeFigure",
    "check_figure",
    "figure",
    "figure_choices",
    "figure_names",
    "inline_figure",
]
