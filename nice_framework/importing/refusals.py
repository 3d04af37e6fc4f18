"""What an importer won't read, and the limits beyond which it doesn't try.

NIST's real files are a tenth of each limit or less, so growth has room and an attack has not.
"""

from django.core.exceptions import ValidationError

MAX_BYTES = 10_000_000  # the file itself; the largest real one has 2.5 million
MAX_UNPACKED = 20_000_000  # a workbook's parts together; real: 1.6 million
MAX_RATIO = 100  # unpacked to packed, for one part; real: 13
MAX_PARTS = 400  # files inside a workbook; real: 60
MAX_BRACKETS = 100_000  # lists and objects in a JSON file; real: 7,900
MAX_COMMAS = 1_000_000
MAX_ITEMS = 20_000  # elements; real: 2,300
MAX_LINKS = 60_000  # real: 6,000
MAX_ROWS = 20_000  # in one sheet; real: 2,211
MAX_SHEETS = 200
MAX_TEXT = 5_000  # characters in one text; real: 434
MAX_TITLE = 120  # characters in one name; real: 53


class ImportRefused(ValidationError):
    """The file can't be read as a NICE Framework export. One sentence; nothing was changed."""

    @property
    def sentence(self) -> str:
        return str(self.messages[0])


def shorten(value: object, limit: int = 40) -> str:
    """A value from a file, made safe to print in a sentence: short, one line, visible signs."""
    text = ascii(value) if not isinstance(value, str) else value
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= limit else f"{text[:limit]}…"
