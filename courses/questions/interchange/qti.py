"""Reads QTI 2.1: one item as XML, or a package of items."""

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_answers import NotRead
from courses.questions.interchange.neutral import Entry, Left, Parsed
from courses.questions.interchange.plain_text import TextTooLong
from courses.questions.interchange.qti_item import read_item
from courses.questions.interchange.refusals import (
    MAX_BYTES,
    FileRefused,
    check_count,
    shorten,
    too_large,
)
from courses.questions.interchange.safe_xml import Element, NotWellFormed, read_xml
from courses.questions.interchange.safe_zip import read_package

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p"
MANIFEST = "imsmanifest.xml"


def read_qti(data: bytes) -> Parsed:
    if len(data) > MAX_BYTES:
        raise FileRefused(too_large())
    if data.startswith(b"PK"):
        return Parsed("qti", _package(read_package(data)))
    root = read_xml(data)
    if root.tag != "assessmentItem":
        raise FileRefused(_version_of(root))
    return Parsed("qti", [_item(root, "")])


def _version_of(root: Element) -> str:
    if root.tag in ("questestinterop", "qticomment"):
        return _("This is QTI 1.2. QTI 2.1 is read; most systems export both.")
    if root.tag.startswith("qti-"):
        return _("This is QTI 3.0. QTI 2.1 is read; most systems export both.")
    return _("This XML is no QTI 2.1 item: its first element is not assessmentItem.")


def _package(parts: dict[str, bytes]) -> list[Entry]:
    """Items in the order of the manifest, then those that it forgets."""
    listed = _listed(parts)
    entries: list[Entry] = []
    wrong = ""
    for name in [*listed, *(name for name in sorted(parts) if name not in listed)]:
        if name.rpartition("/")[2] == MANIFEST:
            continue
        try:
            root = read_xml(parts[name])
        except NotWellFormed as error:
            entries.append(Left(1, shorten(name), error.sentence, place=name))
            continue
        if root.tag == "assessmentItem":
            entries.append(_item(root, name))
        elif root.tag in ("assessmentTest", "assessmentSection"):
            why = _("A list of items. Put them into a module's assessment yourself.")
            entries.append(Left(root.line, root.get("title"), why, place=name, harmless=True))
        elif root.tag.startswith(("qti-", "questestinterop")):
            wrong = wrong or _version_of(root)
        check_count(len(entries))
    if not any(not isinstance(entry, Left) or not entry.harmless for entry in entries):
        raise FileRefused(wrong or _("The package holds no QTI 2.1 item."))
    return entries


def _listed(parts: dict[str, bytes]) -> list[str]:
    manifest = next((name for name in parts if name.rpartition("/")[2] == MANIFEST), None)
    if manifest is None:
        return []
    folder = manifest[: -len(MANIFEST)]
    try:
        root = read_xml(parts[manifest])
    except NotWellFormed:
        return []
    names = [folder + resource.get("href") for resource in root.within("resource")]
    return [name for name in dict.fromkeys(names) if name in parts]


def _item(root: Element, place: str) -> Entry:
    title = shorten(root.get("title") or root.get("identifier"))
    try:
        if not root.space.startswith(SPACE):
            raise NotRead(_("It does not say that it is QTI 2.1."))
        return read_item(root, place)
    except NotRead as error:
        return Left(root.line, title, str(error), place=place)
    except TextTooLong:
        return Left(root.line, title, _("A text in it is too long."), place=place)
