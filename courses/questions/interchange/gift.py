"""Reads Moodle's GIFT. Questions stand apart by empty lines; what cannot be read is kept as Left.

Signs behind a backslash mean themselves. A mask of the same length, in which they are blanked,
is searched for the signs that mean something; what is found is cut from the text itself.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_answers import NotRead, read_answers
from courses.questions.interchange.gift_signs import masked, unescape
from courses.questions.interchange.neutral import Entry, Item, Kind, Left, Parsed
from courses.questions.interchange.plain_text import TextTooLong, from_marked
from courses.questions.interchange.refusals import check_count, decoded, shorten

NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
MARK = re.compile(r"\[(id|tag):([^\]]*)\]")
CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
BLANK = "_____"


@dataclass
class Block:
    """Lines that belong together, and what the comment lines among them say."""

    line: int
    text: str = ""
    identifier: str = ""
    tags: list[str] = field(default_factory=list)


def read_gift(data: bytes) -> Parsed:
    entries: list[Entry] = []
    category = ""
    for block in _joined(_blocks(decoded(data))):
        found = CATEGORY.match(block.text)
        if found:
            category = found.group(1).splitlines()[0].rpartition("/")[2].strip()
            entries.append(_category(block, category))
            rest = block.text[found.end() :].strip()
            if not rest:
                continue
            block.text = rest
        if category:
            block.tags.append(category[:100])
        entries.append(_question(block))
        check_count(len(entries))
    return Parsed("gift", entries)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    current: Block | None = None
    identifier, tags = "", list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith("//"):
            for name, value in MARK.findall(line):
                if name == "id":
                    identifier = value.strip()
                else:
                    tags.append(value.strip()[:100])
            continue
        if not line.strip():
            current = None
            continue
        if current is None:
            current = Block(number, identifier=identifier, tags=tags)
            identifier, tags = "", []
            blocks.append(current)
            check_count(len(blocks))
        current.text += line + "\n"
    return blocks


def _joined(blocks: list[Block]) -> list[Block]:
    """An answer part may hold empty lines, unless another question begins before it ends."""
    joined: list[Block] = []
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        for _more in range(_rest_of(block, waiting)):
            block.text += "\n" + waiting.pop(0).text
        joined.append(block)
    return joined


def _rest_of(block: Block, following: list[Block]) -> int:
    """How many of the following blocks belong to an answer part that is still open."""
    mask = masked(block.text)
    if mask.count("{") <= mask.count("}"):
        return 0
    for count, other in enumerate(following, start=1):
        found = re.search(r"[{}]", masked(other.text))
        if found:
            return count if found.group() == "}" else 0
    return 0


def _category(block: Block, name: str) -> Left:
    why = _("A category. The questions after it get its last part as a tag.")
    return Left(block.line, shorten(name), why, harmless=True)


def _question(block: Block) -> Entry:
    try:
        return _read(block)
    except NotRead as error:
        return Left(block.line, shorten(block.text), str(error))
    except TextTooLong:
        return Left(block.line, shorten(block.text), _("A text in it is too long."))


def _read(block: Block) -> Item:
    text = block.text
    found = NAME.match(masked(text))
    name = unescape(text[found.start(1) : found.end(1)]).strip() if found else ""
    text = text[found.end() :] if found else text
    form = FORM.match(text)
    text = text[form.end() :] if form else text
    mask = masked(text)
    opening, closing = mask.find("{"), mask.find("}")
    if opening < 0 and closing < 0:
        raise NotRead(_("It has no answer part in braces, so it asks nothing."))
    if closing < opening or opening < 0:
        raise NotRead(_("The braces of its answer part do not match."))
    if "{" in mask[opening + 1 :] or "}" in mask[closing + 1 :]:
        raise NotRead(
            _("It has more than one answer part. Questions stand apart by an empty line.")
        )
    item = Item(Kind.ESSAY, block.line, "", identifier=block.identifier, name=shorten(name))
    kind = form.group(1) if form else "moodle"
    before, after = unescape(text[:opening]), unescape(text[closing + 1 :])
    item.stem = from_marked(_stem(before.rstrip(), after.strip()), kind, item.notes)
    item.tags = list(dict.fromkeys(tag for tag in block.tags if tag))
    if not item.stem:
        item.stem = item.name
        item.notes.append(_("It has no text of its own; its name stands for it."))
    read_answers(item, text[opening + 1 : closing], kind)
    if not item.stem:
        raise NotRead(_("It has no text that asks something."))
    return item


def _stem(before: str, after: str) -> str:
    if not after or (after in {".", "?", "!"} and before.endswith(("?", "!", "."))):
        return before
    return f"{before} {BLANK}{'' if after[0] in '.,;:?!' else ' '}{after}"
