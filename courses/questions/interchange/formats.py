"""The formats there are: how each is called, read and, where it can be, written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.questions.interchange.aiken import read_aiken
from courses.questions.interchange.gift import read_gift
from courses.questions.interchange.gift_writing import write_gift
from courses.questions.interchange.moodle_writing import write_moodle_xml
from courses.questions.interchange.moodle_xml import read_moodle_xml
from courses.questions.interchange.neutral import Item, Left, Parsed
from courses.questions.interchange.qti import read_qti
from courses.questions.interchange.refusals import MAX_BYTES, FileRefused, too_large

Writer = Callable[[list[Item], list[Left]], str]


@dataclass(frozen=True)
class Format:
    key: str
    label: Any
    read: Callable[[bytes], Parsed]
    write: Writer | None = None
    content_type: str = ""
    ending: str = ""


FORMATS = (
    Format("gift", gettext_lazy("GIFT"), read_gift, write_gift, "text/plain", "gift"),
    Format("aiken", gettext_lazy("Aiken"), read_aiken),
    Format(
        "moodle-xml",
        gettext_lazy("Moodle XML"),
        read_moodle_xml,
        write_moodle_xml,
        "application/xml",
        "xml",
    ),
    Format("qti", gettext_lazy("QTI 2.1"), read_qti),
)


def format_of(key: str) -> Format | None:
    return next((one for one in FORMATS if one.key == key), None)


def read_questions(data: bytes, form: str = "") -> Parsed:
    """The file's entries. Without a format named it is told by what the file holds."""
    if len(data) > MAX_BYTES:
        raise FileRefused(too_large())
    if not data.strip():
        raise FileRefused(_("The file is empty."))
    found = format_of(form or _guess(data))
    if found is None:
        raise FileRefused(_("There is no such format."))
    parsed = found.read(data)
    if not parsed.entries:
        raise FileRefused(
            _("There is no question in the file. Is it %(format)s?") % {"format": found.label}
        )
    return parsed


def _guess(data: bytes) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK"):
        return "qti"
    if start.startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "moodle-xml" if b"<quiz" in data or b"<\x00q" in data else "qti"
    return "aiken" if b"\nANSWER:" in data.replace(b"\r", b"\n") and b"{" not in data else "gift"
