"""Letters as people type them: without case, accents or punctuation."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
# Letters that no decomposition takes apart.
SINGLE = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """ "Garífuna" and "garifuna" become the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(SINGLE)


def words_in(text: str) -> list[str]:
    return WORD.findall(fold(text))


def searched(text: str) -> str:
    """Words with one space before each."""
    return "".join(f" {word}" for word in words_in(text))


def stem(word: str) -> str:
    """A plural finds its singular: what is searched for is the beginning of a word."""
    if len(word) > 6 and word.endswith("ies"):
        return word[:-3]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
