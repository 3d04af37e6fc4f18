"""A drawing on paper: its classes in print colours, inside the drawing itself.

An engine for paper does not look at the page's sheet inside a drawing, and knows no variables.
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from lms.pdf.api import data_uri

VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
SHEET = "courses/print/figures.css"


def printed_figure(svg: str) -> str:
    """The drawing as an address for `<img>`, or nothing where there is none."""
    if not svg:
        return ""
    at = svg.index(">") + 1
    return data_uri(f"{svg[:at]}<style>{_sheet()}</style>{svg[at:]}")


def is_tall(svg: str) -> bool:
    """Whether it wants a page of its own to be read: half as high again as it is wide, or more."""
    box = VIEW_BOX.search(svg)
    return box is not None and float(box.group(2)) > 1.45 * float(box.group(1))


@cache
def _sheet() -> str:
    return Path(str(finders.find(SHEET))).read_text(encoding="utf-8")
