"""Texts as they should have been typed: NIST's exports hold odd blanks and escapes."""

import re
import unicodedata

from nice_framework.importing.refusals import MAX_TEXT, MAX_TITLE, ImportRefused, shorten

# Excel writes a carriage return in a cell as these seven signs.
EXCEL_RETURN = re.compile(r"_x000D_", re.IGNORECASE)
BLANKS = re.compile(r"\s+")
MISSING_BLANK = re.compile(r"(?<=[a-z])\.(?=[A-Z][a-z])")
FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def clean(value: object, where: str, limit: int = MAX_TEXT) -> str:
    """Text without stray blanks. Refuses what is no text, too long or holds control signs."""
    if not isinstance(value, str):
        raise ImportRefused(f"{where} should be text, but it is {shorten(value)}.")
    if len(value) > limit * 2:
        raise ImportRefused(f"{where} is longer than {limit:,} characters.")
    text = BLANKS.sub(" ", EXCEL_RETURN.sub(" ", value)).strip()
    if len(text) > limit:
        raise ImportRefused(f"{where} is longer than {limit:,} characters.")
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in text):
        raise ImportRefused(f"{where} holds signs that do not belong in a text.")
    return MISSING_BLANK.sub(". ", text)


def clean_title(value: object, where: str) -> str:
    return clean(value, where, MAX_TITLE)


def same_wording(one: str, other: str) -> bool:
    """Whether two texts differ only in typographic quotes and dashes."""
    return one.translate(FOLDED) == other.translate(FOLDED)
