"""One function for each thing that is looked for. Each yields problems of one block."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.catalogue.gate.contrast import weakest

Json = dict[str, Any]
GONE = "gone"
PICTURED = ("image", "figure", "hotspots")
SAYS_NOTHING = frozenset(
    {
        *("alt", "chart", "diagram", "drawing", "figure", "graphic", "icon", "image", "img"),
        *("photo", "photograph", "picture", "placeholder", "screenshot", "untitled"),
    }
)
FILE_NAME = re.compile(r"[\w .()-]+\.(jpe?g|png|gif|webp|svg|heic)", re.IGNORECASE)
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL | re.IGNORECASE)
HREF = re.compile(r'\bhref="([^"]*)"')
LEADS_NOWHERE = frozenset(
    {
        *("click", "click here", "click this", "click this link", "details", "download", "go"),
        *("here", "info", "learn more", "link", "more", "more information", "page", "press here"),
        *("read more", "read this", "see here", "see more", "tap here", "this", "this link"),
        *("this page", "this site", "this website", "url", "website"),
    }
)


@dataclass(frozen=True)
class Problem:
    code: str
    what: str
    fix: str


def headings(body: list[Json], at: int) -> Iterator[Problem]:
    """Sections come before their parts, have words, and something stands under each."""
    block = body[at]
    if block["type"] != "heading":
        return
    text, level = str(block["value"].get("text") or "").strip(), str(block["value"].get("level"))
    before = [b["value"].get("level") for b in body[:at] if b["type"] == "heading"]
    if not text:
        yield Problem("heading", _("The heading is empty."), _("Write it, or take it out."))
    if level == "3" and "2" not in before:
        yield Problem(
            "heading",
            _("It is a part of a section, but no section stands above it."),
            _("Make it a section, or put a section above it."),
        )
    after = body[at + 1] if at + 1 < len(body) else None
    ends = after is None or (after["type"] == "heading" and after["value"].get("level") <= level)
    if text and ends:
        yield Problem(
            "heading", _("Nothing stands under this heading."), _("Add text, or take it out.")
        )


def tables(block: Json) -> Iterator[Problem]:
    """Each column has a heading and each row a name, so that a screen reader can say them."""
    if block["type"] != "table":
        return
    columns, rows = block["value"].get("columns") or [], block["value"].get("rows") or []
    blank = [n for n, column in enumerate(columns, 1) if not str(column.get("heading", "")).strip()]
    if blank or not columns:
        yield Problem(
            "table",
            _("Columns without a heading: %(columns)s.")
            % {"columns": ", ".join(map(str, blank)) or "1"},
            _("Write above each column what stands in it."),
        )
    unnamed = [n for n, row in enumerate(rows, 1) if not _text((row["values"] or [""])[0])]
    if unnamed:
        yield Problem(
            "table",
            _("Rows without a name in the first column: %(rows)s.")
            % {"rows": ", ".join(map(str, unnamed))},
            _("Fill the first cell: it names its row."),
        )


def alternatives(block: Json) -> Iterator[Problem]:
    """Words for people who cannot see the picture."""
    if block["type"] in PICTURED:
        yield from says_nothing(block["value"].get("alt"))


def says_nothing(alternative: Any) -> Iterator[Problem]:
    alt = _text(alternative)
    fix = _("Write what it says at this place, for people who cannot see it.")
    if not alt:
        yield Problem("alternative", _("The text alternative is missing."), fix)
    elif FILE_NAME.fullmatch(alt) or set(re.findall(r"\w+", alt.lower())) <= SAYS_NOTHING:
        yield Problem(
            "alternative", _("The text alternative “%(alt)s” says nothing.") % {"alt": alt}, fix
        )


def uploads(block: Json, enclosed: Json) -> Iterator[Problem]:
    """What is shown is there; what is heard can be read."""
    kept = enclosed.get("files", {}).get(str(block.get("id")), {})
    kind, value = block["type"], block["value"]
    if kind in ("image", "video", "audio", "download"):
        name = "image" if kind == "image" else "file"
        if name not in kept:
            yield gone()
    if kind == "hotspots" and not value.get("src") and "image" not in kept:
        yield gone()
    if kind == "video" and not kept.get("captions", {}).get("cues"):
        yield Problem(
            "captions",
            _("The video has no captions."),
            _("Add a WebVTT file with what is said, and choose it as captions."),
        )
    if kind in ("video", "audio") and len(_text(value.get("transcript"))) < 10:
        yield Problem(
            "transcript",
            _("The transcript is missing."),
            _("Write down all that is said and all that matters without sound or picture."),
        )


def gone() -> Problem:
    return Problem(
        GONE,
        _("Its file is not there, or is no file of this kind."),
        _("Choose another, or take the block out."),
    )


def drawings(block: Json, enclosed: Json) -> Iterator[Problem]:
    """Words in a drawing stand out against what is behind them, by day and by night."""
    if block["type"] not in ("figure", "hotspots") or not block["value"].get("src"):
        return
    yield from drawing_problems(enclosed.get("figures", {}).get(block["value"]["src"], ""))


def drawing_problems(svg: str) -> Iterator[Problem]:
    for words, ratio, theme in weakest(svg):
        values = {"words": words[:40], "ratio": f"{ratio:.1f}"}
        what = (
            _("In the drawing, “%(words)s” is hard to read: contrast %(ratio)s on a dark screen.")
            if theme == "dark"
            else _("In the drawing, “%(words)s” is hard to read: contrast %(ratio)s.")
        )
        yield Problem(
            "contrast", what % values, _("Choose colours with a contrast of 4.5 or more.")
        )


def links(block: Json) -> Iterator[Problem]:
    """A link says where it leads, also to somebody who hears nothing but the links."""
    for attributes, inside in LINK.findall(_markup(block["value"])):
        text = _text(inside)
        plain = re.sub(r"[^\w ]+", "", text).strip().lower()
        if not text:
            yield Problem(
                "link", _("A link has no words."), _("Write where it leads, or remove it.")
            )
        elif plain in LEADS_NOWHERE or re.match(r"(https?://|www\.)", text):
            yield Problem(
                "link",
                _("The link “%(text)s” does not say where it leads.") % {"text": text[:60]},
                _("Write the name of what it leads to."),
            )
        href = HREF.search(attributes)
        if "linktype=" not in attributes and (href is None or href.group(1) in ("", "#")):
            yield Problem(
                "link",
                _("The link “%(text)s” leads nowhere.") % {"text": text[:60]},
                _("Choose where it leads, or remove it."),
            )


def _markup(value: Any) -> str:
    """All text of a block's value, nested parts included."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(_markup(part) for part in value.values())
    if isinstance(value, list):
        return "\n".join(_markup(part) for part in value)
    return ""


def _text(html: Any) -> str:
    words = html if isinstance(html, str) else json.dumps(html) if html else ""
    return re.sub(r"\s+", " ", unescape(strip_tags(words))).strip()
