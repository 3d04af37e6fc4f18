"""What the importers won't read, and the limits beyond which they don't try."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 5_000_000  # the file itself
MAX_UNPACKED = 20_000_000  # a package's parts together
MAX_PART = 2_000_000  # one XML part of a package
MAX_RATIO = 100  # unpacked to packed, for one part
MAX_PARTS = 2_000
MAX_DEPTH = 60  # elements inside elements
MAX_ELEMENTS = 200_000
MAX_ENTRIES = 2_000  # questions in one file
MAX_TEXT = 20_000  # signs in one text
SHOWN = 70


class FileRefused(ValidationError):
    """The file as a whole can't be read. One sentence; nothing was changed."""

    @property
    def sentence(self) -> str:
        return str(self.messages[0])


def shorten(text: object, limit: int = SHOWN) -> str:
    """A text from a file, safe to print in a sentence: short, one line, visible signs."""
    line = " ".join("".join(s if s.isprintable() else " " for s in str(text)).split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"


def decoded(data: bytes) -> str:
    """The text of a file that is not XML."""
    if len(data) > MAX_BYTES:
        raise FileRefused(too_large())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(_("The file is not UTF-8 text. Save it as UTF-8 and try again.")) from (
            error
        )
    if "\x00" in text:
        raise FileRefused(_("The file holds null signs, which no text file does."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_large() -> str:
    return _("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1_000_000}


def check_count(entries: int) -> None:
    if entries > MAX_ENTRIES:
        raise FileRefused(
            _("The file holds more than %(most)s questions. Split it.") % {"most": MAX_ENTRIES}
        )
