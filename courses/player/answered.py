"""A question on paper as it was shown and answered: its controls become what they held.

Made from the page's own markup, so a new type prints before anybody thought of it.
"""

import re
from html import escape, unescape

from bs4 import BeautifulSoup, Tag
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.printing.figures import printed_figure
from courses.printing.paper import on_paper

TICKED = ("radio", "checkbox")
DRAWING = re.compile(r"<svg\b([^>]*)>.*?</svg>", re.DOTALL)
NAMED = re.compile(r'aria-label="([^"]*)"')
TITLED = re.compile(r"<title[^>]*>([^<]*)</title>")
PAPER_SPACE = "http://www.w3.org/2000/svg"
SILENT = ("hidden", "submit", "button", "image", "reset", "file")


def as_answered(html: str) -> SafeString:
    marks = [_place(one) for one in BeautifulSoup(html, "html.parser").select("svg.marker-layer")]
    soup = BeautifulSoup(DRAWING.sub(_drawing, html), "html.parser")
    for frame, place in zip(soup.select(".marker-frame"), marks, strict=False):
        if place:
            line = soup.new_tag("p")
            line.string = place
            frame.insert_after(line)
    for control in soup.select("input"):
        _input(soup, control)
    for control in soup.select("select"):
        chosen = control.find("option", selected=True)
        value = chosen.get("value", chosen.get_text()) if chosen else ""
        _write(soup, control, chosen.get_text(" ", strip=True) if chosen and value else "")
    for control in soup.select("textarea"):
        _write(soup, control, control.get_text().strip())
    for one in soup.select("[role=status], .visually-hidden, [aria-hidden=true], [data-correct]"):
        one.decompose()
    return mark_safe(str(on_paper(str(soup))))  # noqa: S308  made by our own templates


def _input(soup: BeautifulSoup, control: Tag) -> None:
    kind = str(control.get("type", "text"))
    if kind in TICKED:
        box = soup.new_tag("span", attrs={"class": "box"})
        box.string = "×" if control.has_attr("checked") else "\u00a0"
        control.replace_with(box)
    elif kind in SILENT:
        control.decompose()
    else:
        _write(soup, control, str(control.get("value", "")))


def _write(soup: BeautifulSoup, control: Tag, text: str) -> None:
    given = soup.new_tag("span", attrs={"class": "given"})
    given.string = text or "–"
    control.replace_with(given)


def _drawing(found: re.Match[str]) -> str:
    """A drawing of ours as a picture that holds it; icons and layers are for the screen."""
    svg, head = found[0], found[1]
    if 'aria-hidden="true"' in head or "icon" in head:
        return ""
    if PAPER_SPACE not in head:
        svg = svg.replace("<svg", f'<svg xmlns="{PAPER_SPACE}"', 1)
    name = NAMED.search(head) or TITLED.search(svg)
    words = escape(unescape(name[1]) if name else _("The picture"), quote=True)
    return f'<img src="{printed_figure(svg)}" alt="{words}">'


def _place(layer: Tag) -> str:
    """Where the learner set a mark on a picture, in words: the layer itself doesn't print."""
    mark = layer.select_one(".marker-mark circle")
    size = str(layer.get("viewbox", "")).split()
    if mark is None or len(size) != 4:
        return ""
    across = round(100 * float(str(mark["cx"])) / float(size[2]))
    down = round(100 * float(str(mark["cy"])) / float(size[3]))
    return _("Mark at {across} % from the left and {down} % from the top").format(
        across=across, down=down
    )
