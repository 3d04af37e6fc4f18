"""From a certificate's frozen wording to its PDF. Reads nothing but the certificate and settings.

WeasyPrint is imported on first use: it costs seconds, and only workers need it.
"""

import atexit
import base64
import io
from functools import cache
from typing import Any

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format

from certificates import ornament
from certificates.codes import grouped
from certificates.models import Certificate

LINE_POINTS = 640.0  # printable width of the name, in points
SHOWN_ALIGNMENTS = 24


def render(certificate: Certificate) -> bytes:
    """The PDF: A4 landscape, PDF/A-3a, tagged, fonts embedded."""
    html = render_to_string("certificates/certificate.html", context(certificate))
    pdf: bytes = (
        _engine()
        .HTML(string=html, url_fetcher=_only_data())
        .write_pdf(
            stylesheets=_stylesheets(),
            font_config=_fonts(),
            pdf_variant="pdf/a-3a",
            pdf_identifier=certificate.pk.bytes,
            finisher=_plain_metadata,
        )
    )
    return pdf


def _plain_metadata(document: Any, pdf: Any) -> None:
    """PDF/A-2 and later want the metadata readable without unpacking."""
    for piece in pdf.objects:
        if getattr(piece, "extra", {}).get("Type") == "/Metadata":
            piece.compress = False


def warm_up() -> None:
    """Load engine, fonts and style sheet once per worker process."""
    _stylesheets()


def absolute(path: str) -> str:
    return settings.PUBLIC_BASE_URL.rstrip("/") + path


def address(certificate: Certificate) -> str:
    """Where anyone can check the certificate; the QR code holds it."""
    return absolute(reverse("verify-code", args=[certificate.code]))


def context(certificate: Certificate) -> dict[str, Any]:
    holder = getattr(certificate, "holder", None)
    name = holder.name if holder else ""
    identifiers = [alignment["identifier"] for alignment in certificate.wording["alignments"]]
    return {
        "certificate": certificate,
        "wording": certificate.wording,
        "name": name,
        "name_size": name_size(name),
        "issued": date_format(certificate.issued_on, "j F Y"),
        "expires": date_format(certificate.expires_on, "j F Y") if certificate.expires_on else "",
        "identifiers": ", ".join(identifiers[:SHOWN_ALIGNMENTS]),
        "more_identifiers": max(0, len(identifiers) - SHOWN_ALIGNMENTS),
        "release": next((a["release"] for a in certificate.wording["alignments"]), ""),
        "code": grouped(certificate.code),
        "address": absolute(reverse("verify")).split("://")[-1].rstrip("/"),
        "qr": _data_uri(_qr(address(certificate))),
        "seal": _data_uri(ornament.seal()),
        "site_name": settings.SITE_NAME,
    }


def name_size(name: str) -> float:
    """Points at which the name fits one line, else two; never under 13.

    Widths come from the printed font itself, so sixty capital Ws fit as surely as an i.
    """
    widths, default, units = _name_metrics()
    ems = sum(widths.get(ord(character), default) for character in name) / units or 1
    one_line = LINE_POINTS / ems
    if one_line >= 26:
        return round(min(40.0, one_line), 1)
    return round(max(13.0, min(30.0, 2 * LINE_POINTS * 0.88 / ems)), 1)


@cache
def _name_metrics() -> tuple[dict[int, int], int, int]:
    from fontTools.ttLib import TTFont

    path = finders.find("lms/fonts/pdf/SourceSerif4-SemiBold.ttf")
    with TTFont(path, lazy=True) as font:
        advances = font["hmtx"].metrics
        widths = {point: advances[glyph][0] for point, glyph in font.getBestCmap().items()}
        return widths, font["head"].unitsPerEm, font["head"].unitsPerEm


def _qr(text: str) -> str:
    # Level Q survives a quarter of the squares being unreadable: a bad photocopy.
    picture = io.BytesIO()
    segno.make_qr(text, error="q").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


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
    """The page holds everything it needs: nothing is ever fetched from an address."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)


@cache
def _stylesheets() -> list[Any]:
    sheets = ("lms/css/pdf-fonts.css", "certificates/certificate.css")
    css = _engine().CSS
    border = f"@page {{ background: #fff url({_data_uri(ornament.border())}) 0 0 / 100% 100% }}"
    return [css(filename=finders.find(sheet), font_config=_fonts()) for sheet in sheets] + [
        css(string=border, url_fetcher=_only_data())
    ]
