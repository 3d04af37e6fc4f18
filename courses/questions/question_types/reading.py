"""What people type, read as they mean it: numbers in their spellings, and texts by patterns.

An author's pattern is plain text in which `*` stands for anything (`\\*` for the sign itself).
There are no regular expressions: no pattern takes longer to match than its length times the text's.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 30
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]+")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
WILD = re.compile(r"(?<!\\)\*")


def number(text: str) -> Decimal | None:
    """1234.5, 1,234.5, 1 234,5 and 1.234,5 alike; none where it is no number.

    A lone comma before exactly three digits groups thousands, as people write in Belize; any
    other lone comma is the decimal sign.
    """
    text = SPACES.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if len(text) > MOST_DIGITS:
        return None
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        group, sign = (",", ".") if dot > comma else (".", ",")
        text = text.replace(group, "").replace(sign, ".")
    elif text.count(".") > 1:
        text = text.replace(".", "")
    elif comma >= 0:
        text = text.replace(",", "" if THOUSANDS.fullmatch(text) else ".")
    return Decimal(text) if NUMBER.fullmatch(text) and text.isascii() else None


@dataclass(frozen=True)
class Folding:
    """What makes a difference when texts are compared. Spaces never do, but where words part."""

    case: bool = False
    accents: bool = False
    punctuation: bool = False

    def fold(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text)
        if not self.accents:
            parts = unicodedata.normalize("NFD", text)
            text = "".join(one for one in parts if unicodedata.category(one) != "Mn")
        if not self.case:
            text = text.casefold()
        if not self.punctuation:
            text = "".join(_unpointed(one) for one in text)
        return re.sub(r"\s+", " ", text)

    def matches(self, pattern: str, text: str) -> bool:
        """Whether the whole text is what the pattern says."""
        pieces = [self.fold(piece.replace("\\*", "*")) for piece in WILD.split(pattern)]
        pieces[0], pieces[-1] = pieces[0].lstrip(), pieces[-1].rstrip()
        text = self.fold(text).strip()
        first, last = pieces[0], pieces[-1]
        if len(pieces) == 1:
            return first.strip() == text
        if not text.startswith(first) or not text[len(first) :].endswith(last):
            return False
        return _in_order(pieces[1:-1], text[len(first) : len(text) - len(last)])

    def empty(self, pattern: str) -> bool:
        """Whether nothing is left to look for: the pattern would take any answer."""
        return not any(self.fold(piece).strip() for piece in WILD.split(pattern))


def _in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _unpointed(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Pd" or letter in "/\\_":
        return " "
    return "" if kind.startswith("P") and letter != "*" else letter


def shown_pattern(pattern: str) -> str:
    """A pattern as a learner reads it: what may be anything is dots."""
    return WILD.sub("…", pattern).replace("\\*", "*")
