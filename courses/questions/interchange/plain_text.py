"""Texts of other systems as the plain text our questions hold, with a note of what went.

Control signs are dropped everywhere: no browser shows them and no XML may hold them.
"""

import re
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _

from courses.questions.interchange.refusals import MAX_TEXT, shorten

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&[a-zA-Z]+;|&#")
LINES = {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "pre"}
QUIET = {"p", "div", "br", "span"}  # their loss is none
MEDIA = {"img": "alt", "audio": "src", "video": "src", "object": "data", "iframe": "src"}
MARKS = {"a", "abbr", "b", "blockquote", "cite", "code", "del", "em", "hr", "i", "ins", "kbd"}
MARKS |= {"mark", "s", "small", "strong", "sub", "sup", "u"}
PARTS = {"td", "th", "thead", "tbody", "tfoot", "caption", "figure", "figcaption", "dl", "dt", "dd"}
CODE = re.compile(r"<\s*(script|style)", re.IGNORECASE)


class TextTooLong(ValueError):
    """A single text that is longer than any question's."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self.media: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MEDIA:
            self.media.append(dict(attrs).get(MEDIA[tag]) or "")
        elif tag not in QUIET:
            self.lost.add(tag)
        if tag in LINES:
            self.parts.append("\n")
        if tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES - {"br"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def tidy(text: str) -> str:
    """Trimmed lines without control signs, at most one empty line between them."""
    if len(text) > MAX_TEXT:
        raise TextTooLong
    lines = [" ".join(line.split()) for line in CONTROL.sub("", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def from_html(text: str, notes: list[str]) -> str:
    """The words of an HTML text. What was more than words is named in `notes`.

    nh3 reads it first, as browsers do: Python's own reader takes for ever over broken HTML.
    """
    if len(text) > MAX_TEXT * 4:
        raise TextTooLong
    if not TAG.search(text):
        return tidy(text)
    if CODE.search(text):
        _note(notes, _("Program code in its text was left out."))
    reader = _Reader()
    reader.feed(
        nh3.clean(
            text,
            tags=LINES | QUIET | MARKS | PARTS | set(MEDIA),
            attributes={tag: {name} for tag, name in MEDIA.items()},
            url_schemes={"http", "https"},
            link_rel=None,
        )
    )
    reader.close()
    if reader.lost:
        tags = ", ".join(f"<{shorten(tag, 20)}>" for tag in sorted(reader.lost)[:6])
        _note(notes, _("Formatting was left out: %(tags)s.") % {"tags": tags})
    for name in reader.media:
        _note(notes, _("A picture or recording was left out: %(n)s.") % {"n": shorten(name) or "?"})
    return tidy("".join(reader.parts))


def from_marked(text: str, form: str, notes: list[str]) -> str:
    """A text in one of Moodle's forms: html, plain, markdown or its automatic one."""
    if form == "markdown":
        if re.search(r"[*_`#\[]", text):
            _note(notes, _("Markdown signs were left as they are."))
        return tidy(text)
    return tidy(text) if form.startswith("plain") else from_html(text, notes)


def _note(notes: list[str], sentence: str) -> None:
    if sentence not in notes:
        notes.append(sentence)
