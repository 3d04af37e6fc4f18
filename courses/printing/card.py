"""A module's job aid as a card for the kit: one side of A6, or four of them on A4 to cut."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime

from courses.catalogue.models import ModuleVersion
from courses.printing.models import Form
from lms.pdf.api import Look, make_pdf, page_count

LOOK = Look(("courses/print/paper.css", "courses/print/card.css"))
# Points, from comfortable to the smallest that is read by a torch's light.
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
COPIES = {Form.CARD: 1, Form.SHEET: 4}


class TooLong(ValueError):
    """A job aid that fits no card at a size that can be read."""


def render_card(module: ModuleVersion, form: Form) -> bytes:
    """The card in the largest type that fits. Refuses (`TooLong`) what fits in none."""
    size = _size_that_fits(module)
    html = _html(module, size, copies=COPIES[form])
    return make_pdf(html, LOOK, identifier=f"{module.pk}:{form.value}".encode())


def _size_that_fits(module: ModuleVersion) -> float:
    for size in SIZES:
        if page_count(_html(module, size, copies=0), LOOK) == 1:
            return size
    raise TooLong(f"The job aid of module {module.code} is too long for a card: shorten it.")


def _html(module: ModuleVersion, size: float, *, copies: int) -> str:
    """With no copies: one card that may run over, to see whether it does."""
    return render_to_string("courses/print/card.html", _context(module, size, copies))


def _context(module: ModuleVersion, size: float, copies: int) -> dict[str, Any]:
    return {
        "module": module,
        "version": module.version,
        "aid": module.job_aid,
        "date": date_format(localtime(module.version.created_at), "j F Y"),
        "size": size,
        "copies": range(copies or 1),
        "setting": {0: "trial", 1: "single"}.get(copies, "sheet"),
        "site_name": settings.SITE_NAME,
    }
