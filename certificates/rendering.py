"""From a certificate's frozen wording to its PDF. Reads the certificate and settings only."""

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
from lms.pdf.api import Look, absolute, data_uri, make_pdf
from lms.pdf.api import warm_up as load_engine

LINE_POINTS = 640.0  # printable width of the name, in points
SHOWN_ALIGNMENTS = 24


def render(certificate: Certificate) -> bytes:
    """The PDF: A4 landscape, PDF/A-3a, tagged, fonts embedded."""
    html = render_to_string("certificates/certificate.html", context(certificate))
    return make_pdf(html, _look(), identifier=certificate.pk.bytes, variant="pdf/a-3a")


def warm_up() -> None:
    """Load engine, fonts and style sheet once per worker process."""
    load_engine(_look())


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
        "qr": data_uri(_qr(address(certificate))),
        "seal": data_uri(ornament.seal()),
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


@cache
def _look() -> Look:
    border = f"@page {{ background: #fff url({data_uri(ornament.border())}) 0 0 / 100% 100% }}"
    return Look(("certificates/certificate.css",), border)
