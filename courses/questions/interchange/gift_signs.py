"""The signs of GIFT and how they are written when they mean themselves."""

import re

ESCAPED = re.compile(r"\\([~=#{}:\\n])")


def masked(text: str) -> str:
    """The text with every escaped sign blanked, of the same length."""
    return ESCAPED.sub("\x00\x00", text)


def unescape(text: str) -> str:
    return ESCAPED.sub(lambda m: "\n" if m.group(1) == "n" else m.group(1), text)


def escape(text: str) -> str:
    r"""`\n` is GIFT's own sign for a new line."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", "\\n")
