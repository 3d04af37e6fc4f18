"""Packages that may be hostile: measured by their own list before anything is unpacked.

Parts are read into memory one by one and never written anywhere, so a name is only a name.
"""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from courses.questions.interchange.refusals import (
    MAX_PART,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED,
    FileRefused,
)

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # encrypted, or packed in a way that zipfile does not know
    ValueError,
    OSError,
)


def read_package(data: bytes) -> dict[str, bytes]:
    """The package's XML parts by name. `zipfile` never unpacks more than the list promises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _measure(parts)
            return {
                part.filename: archive.read(part)
                for part in parts
                if part.filename.lower().endswith(".xml")
            }
    except DAMAGED as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(_("The package is damaged, cut short or locked.")) from error


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefused(_("The package unpacks to far more than a set of questions."))
    if any(part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts):
        raise FileRefused(_("The package is packed in a way that no set of questions is."))
    if len(set(names)) != len(names):
        raise FileRefused(_("The package holds two parts of one name."))
    if any(_reaches_out(name) for name in names):
        raise FileRefused(_("The package holds a part whose name reaches outside it."))
    for part in parts:
        if part.filename.lower().endswith(".xml") and part.file_size > MAX_PART:
            raise FileRefused(_("The package holds a part far larger than a question."))


def _reaches_out(name: str) -> bool:
    return (
        name.startswith(("/", "\\"))
        or ".." in name.replace("\\", "/").split("/")
        or ":" in name
        or "\x00" in name
    )
