"""WeasyPrint, used safely and once a process: our fonts, our sheets, nothing from any address.

The engine is imported on first use: it costs seconds, and only workers need it. What a page shows
stands in its markup, or in it as a `data:` address; anything else is refused, so that no text of
an author or a learner can make the server read a file or call another machine.
"""

import atexit
import base64
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal

from django.conf import settings
from django.contrib.staticfiles import finders

FONTS = "lms/css/pdf-fonts.css"
Variant = Literal["pdf/a-3a", "pdf/ua-1"]


class NotSelfContained(ValueError):
    """The page wants something from an address. It holds what it shows, or there is no file."""


@dataclass(frozen=True)
class Look:
    """What a kind of document looks like: static sheets in order, and CSS made by our own code."""

    sheets: tuple[str, ...]
    made: str = field(default="", repr=False)


def make_pdf(
    html: str, look: Look, *, identifier: bytes = b"", variant: Variant = "pdf/ua-1"
) -> bytes:
    """A tagged PDF with its fonts embedded. The same page and identifier give the same file.

    `pdf/a-3a` is for what is archived (certificates); `pdf/ua-1` for what is read, with headings as
    bookmarks and the title in the window's bar. Refuses what the page wants from elsewhere.
    """
    from weasyprint.urls import FatalURLFetchingError  # which is no Exception to Python

    page = _engine().HTML(string=html, url_fetcher=_only_data())
    try:
        pdf: bytes = page.write_pdf(
            stylesheets=_stylesheets(look),
            font_config=_fonts(),
            pdf_variant=variant,
            pdf_identifier=identifier or None,
            finisher=_plain_metadata if variant == "pdf/a-3a" else _tell_headers,
        )
    except FatalURLFetchingError as error:
        raise NotSelfContained("A page for paper may load nothing from an address.") from error
    return pdf


def page_count(html: str, look: Look) -> int:
    """How many pages it makes, for what has to fit on one."""
    page = _engine().HTML(string=html, url_fetcher=_only_data())
    return len(page.render(stylesheets=_stylesheets(look), font_config=_fonts()).pages)


def warm_up(look: Look) -> None:
    """Load engine, fonts and sheets once per worker process, never in the parent."""
    _stylesheets(look)


def absolute(path: str) -> str:
    """An address that works on paper."""
    return settings.PUBLIC_BASE_URL.rstrip("/") + path


def data_uri(svg: str) -> str:
    """A drawing as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _plain_metadata(document: Any, pdf: Any) -> None:
    """PDF/A-2 and later want the metadata readable without unpacking."""
    for piece in pdf.objects:
        if getattr(piece, "extra", {}).get("Type") == "/Metadata":
            piece.compress = False


def _tell_headers(document: Any, pdf: Any) -> None:
    """Header cells say whether they head a column or a row; the engine names them in cells only.

    The corner over a column of row headers is named by no cell, so readers would not know it.
    """
    made: dict[bytes, Any] = {
        piece.reference: piece for piece in pdf.objects if hasattr(piece, "get")
    }
    for cell in made.values():
        if cell.get("S") != "/TH":
            continue
        group = made[made[cell["P"]]["P"]]
        cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _engine() -> Any:
    import weasyprint

    return weasyprint


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    # Freed while Pango is still loaded, not when the interpreter is already half gone.
    atexit.register(_fonts.cache_clear)
    atexit.register(_stylesheets.cache_clear)
    return FontConfiguration()


@cache
def _only_data() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)


@cache
def _stylesheets(look: Look) -> list[Any]:
    css = partial(_engine().CSS, font_config=_fonts())
    sheets = [css(filename=finders.find(sheet)) for sheet in (FONTS, *look.sheets)]
    if look.made:
        sheets.append(css(string=look.made, url_fetcher=_only_data()))
    return sheets
