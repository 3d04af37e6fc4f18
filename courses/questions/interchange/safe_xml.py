"""XML that may be hostile, as a small tree of elements with the lines they stand on.

No document type is read, so there are no entities to expand and nothing to fetch. Depth, number
of elements and size are counted while reading, before anything is built of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from courses.questions.interchange.refusals import MAX_DEPTH, MAX_ELEMENTS, FileRefused


class NotWellFormed(FileRefused):
    """Broken, but nothing that looks like an attack."""


@dataclass
class Element:
    """`tag` and attribute names are without namespace; `space` is the element's."""

    tag: str
    attributes: dict[str, str]
    line: int
    space: str = ""
    parts: list["Element | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        return [part for part in self.parts if isinstance(part, Element)]

    def all(self, tag: str) -> list["Element"]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Element | None":
        return next(iter(self.all(tag)), None)

    def within(self, *tags: str) -> Iterator["Element"]:
        """Elements of those tags at any depth, in order."""
        for child in self.children:
            if child.tag in tags:
                yield child
            yield from child.within(*tags)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def text(self) -> str:
        """All text in it, at any depth."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def read_xml(data: bytes) -> Element:
    """The root element. `FileRefused` when the file is hostile or not XML."""
    return _Reading().read(data)


class _Reading:
    def __init__(self) -> None:
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0

    def read(self, data: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _no_document_type
        parser.EntityDeclHandler = _no_document_type
        parser.ExternalEntityRefHandler = _no_document_type
        self.parser = parser
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise NotWellFormed(
                _("The XML is broken or cut short at line %(line)s.") % {"line": error.lineno}
            ) from error
        except (ValueError, LookupError) as error:  # encodings that nobody knows
            raise NotWellFormed(_("The XML is in an encoding that cannot be read.")) from error
        if self.root is None:
            raise NotWellFormed(_("The XML is broken or cut short at line 1."))
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise FileRefused(_("The XML holds far more elements than a file of questions does."))
        if len(self.open) >= MAX_DEPTH:
            raise FileRefused(_("The XML is nested far deeper than a file of questions is."))
        space, _blank, tag = name.rpartition(" ")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(tag, plain, self.parser.CurrentLineNumber, space)
        if self.open:
            self.open[-1].parts.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        self.open[-1].parts.append(text)


def _no_document_type(*declared: object) -> int:
    raise FileRefused(
        _("The XML declares a document type or entities, which no file of questions needs.")
    )
