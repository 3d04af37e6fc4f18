"""Numbered paper forms of a sitting as a PDF: questions with boxes and lines to write on.

Made from the page's own markup, so that paper and page ask the same.
"""

import re
from typing import Any

import segno
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.assessment.queries import as_shown, pool_of
from courses.assessment.sittings.models import PaperFile, PaperForm, Sitting
from courses.assessment.sittings.queries import label_of
from courses.player.questions import Asked
from courses.printing.paper import on_paper
from lms.pdf.api import Look, absolute, make_pdf

LOOK = Look(sheets=("courses/css/custody-log.css", "courses/css/paper-form.css"))
TICKED = ("radio", "checkbox")
SILENT = ("hidden", "submit", "button", "image", "reset", "file")
ICON = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)


def questions_of(form: PaperForm, keyed: dict[str, Any] | None = None) -> list[Asked]:
    """The questions of one paper in its order, with what was keyed where it is given."""
    pool = pool_of(form.assessment_id, form.sitting.module_key)
    keyed = keyed or {}
    return [
        Asked(
            number=number,
            total=len(form.items),
            item=pool.items[shown["key"]],
            shown=as_shown(shown),
            answer=keyed.get(shown["key"], {}).get("answer"),
            certainty=keyed.get(shown["key"], {}).get("certainty"),
            asks_certainty=pool.asks_certainty(shown["key"]),
        )
        for number, shown in enumerate(form.items, start=1)
    ]


def papers_pdf(file: PaperFile) -> bytes:
    """So many forms in one file, each on pages of its own with its number on every page.

    Nothing stands on it that may change: neither the day nor the room.
    """
    sitting = Sitting.objects.select_related("module").get(pk=file.sitting_id)
    forms = sitting.paper_forms.filter(number__range=(file.first, file.last)).select_related(
        "sitting", "assessment__module__version"
    )
    context = {
        "sitting": sitting,
        "module": sitting.module,
        "forms": [_form(one) for one in forms],
        "site_name": settings.SITE_NAME,
    }
    html = render_to_string("courses/paper/paper_forms.html", context)
    return make_pdf(html, LOOK, identifier=sitting.pk.bytes)


def _form(form: PaperForm) -> dict[str, Any]:
    label = label_of(form)
    address = absolute(reverse("sitting-paper", args=[form.sitting_id, form.number]))
    code = segno.make(address, error="m").svg_data_uri(
        scale=3, border=2, dark="#17222b", light="#ffffff"
    )
    limit = form.assessment.time_limit
    return {
        "label": label,
        "qr": code,
        "questions": [blank(one.html()) for one in questions_of(form)],
        "limit": limit,
        "version": form.assessment.module.version.label,
        "hash": form.items_hash,
    }


def blank(html: str) -> SafeString:
    """A question's controls as boxes to tick and lines to write on."""
    soup = BeautifulSoup(ICON.sub("", html), "html.parser")
    for control in soup.select("input"):
        kind = str(control.get("type", "text"))
        if kind in TICKED:
            control.replace_with(_box(soup))
        elif kind in SILENT:
            control.decompose()
        else:
            control.replace_with(_line(soup, narrow=control.get("inputmode") == "decimal"))
    for control in soup.select("textarea"):
        control.replace_with(_line(soup))
    for control in soup.select("select"):
        _choices(soup, control)
    for one in soup.select("[role=status], .visually-hidden, [aria-hidden=true]"):
        one.decompose()
    for one in soup.select("[id]"):
        del one["id"]  # the same question stands on other papers of the file
    return mark_safe(str(on_paper(str(soup))))  # noqa: S308  made by our own templates


def keyable(html: str, *, answered: bool) -> SafeString:
    """A question for somebody who copies a paper: no list stands at an answer by itself."""
    soup = BeautifulSoup(html, "html.parser")
    for control in soup.select("select"):
        if control.find("option", value="") is None:
            nothing = soup.new_tag("option", attrs={"value": ""})
            nothing.string = "–"
            control.insert(0, nothing)
        for chosen in control.select("option[selected]") if not answered else ():
            del chosen["selected"]
    return mark_safe(str(soup))  # noqa: S308  made by our own templates


def _box(soup: BeautifulSoup) -> Tag:
    box = soup.new_tag("span", attrs={"class": "box"})
    box.string = "\u00a0"
    return box


def _line(soup: BeautifulSoup, *, narrow: bool = False) -> Tag:
    line = soup.new_tag("span", attrs={"class": "line line-short" if narrow else "line"})
    line.string = "\u00a0"
    return line


def _choices(soup: BeautifulSoup, control: Tag) -> None:
    """A number is written; of anything else one box is ticked."""
    texts = [one.get_text(" ", strip=True) for one in control.select("option")]
    values = [one.get("value") for one in control.select("option")]
    texts = [text for text, value in zip(texts, values, strict=True) if value != ""]
    if all(text.isdigit() for text in texts):
        control.replace_with(_line(soup, narrow=True))
        return
    group = soup.new_tag("span", attrs={"class": "choices"})
    for text in texts:
        choice = soup.new_tag("span", attrs={"class": "choice"})
        choice.append(_box(soup))
        choice.append(text)
        group.append(choice)
    control.replace_with(group)


def file_name(file: PaperFile) -> str:
    return _("papers-{reference}-{first}-{last}.pdf").format(
        reference=file.sitting.reference, first=file.first, last=file.last
    )
