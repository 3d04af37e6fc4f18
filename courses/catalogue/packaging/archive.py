"""The file itself: a ZIP under a manifest of hashes. The same course gives the same bytes.

Reading trusts nothing. Parts are read into memory and checked; none is written by its name.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.packaging.refusals import (
    MAX_BYTES,
    MAX_CONTENT,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED,
    PackageRefused,
)

Json = dict[str, Any]
FORMAT = "cyber-learning-course"
VERSION = 1
MANIFEST, CONTENT = "manifest.json", "content.json"
NAME = re.compile(r"content\.json|files/[0-9a-f]{64}")
DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows: packing again gives the same file


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1).encode()


def pack(content: Json, files: dict[str, bytes], **about: Any) -> bytes:
    parts = {CONTENT: canonical(content)} | {f"files/{sha}": files[sha] for sha in sorted(files)}
    entries = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
    }
    manifest = {"format": FORMAT, "version": VERSION, **about, "entries": entries}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in [(MANIFEST, canonical(manifest)), *parts.items()]:
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=6)
    return stream.getvalue()


def unpack(data: bytes) -> tuple[Json, Json, dict[str, bytes]]:
    """Manifest, content and files by hash; each part as the manifest promises it."""
    if len(data) > MAX_BYTES:
        raise PackageRefused(_("The file is larger than any course."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except PackageRefused:
        raise
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
        *(RuntimeError, ValueError, KeyError, TypeError, AttributeError),
    ) as error:
        raise PackageRefused(
            _("The file is not a whole course package: it is damaged, cut off or something else.")
        ) from error


def _read(archive: zipfile.ZipFile) -> tuple[Json, Json, dict[str, bytes]]:
    parts = archive.infolist()
    _measure(parts)
    manifest = _json(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise PackageRefused(_("The file is not one of our course packages."))
    if manifest["version"] != VERSION:
        raise PackageRefused(
            _("The package is of form %(version)s, and this site reads form %(own)s.")
            % {"version": str(manifest["version"])[:10], "own": VERSION}
        )
    entries = manifest["entries"]
    if {part.filename for part in parts} != {MANIFEST, *entries}:
        raise PackageRefused(_("The package holds other parts than its manifest lists."))
    read = {name: _checked(archive, name, entries[name]) for name in entries}
    content = _json(read.pop(CONTENT))
    files = {name.removeprefix("files/"): part for name, part in read.items()}
    if any(hashlib.sha256(part).hexdigest() != sha for sha, part in files.items()):
        raise PackageRefused(_("A file in the package is not the one it is named after."))
    return manifest, content, files


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise PackageRefused(_("The package unpacks to more than any course."))
    if len(set(names)) != len(names):
        raise PackageRefused(_("The package holds two parts of one name."))
    for part in parts:
        if part.filename != MANIFEST and not NAME.fullmatch(part.filename):
            raise PackageRefused(_("The package holds a part with a name that no course has."))
        if part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise PackageRefused(_("The package is packed in a way that no course is."))
        if not part.filename.startswith("files/") and part.file_size > MAX_CONTENT:
            raise PackageRefused(_("The package holds more text than any course."))


def _checked(archive: zipfile.ZipFile, name: str, expected: Json) -> bytes:
    part = archive.read(name)
    same = hashlib.sha256(part).hexdigest() == expected["sha256"]
    if len(part) != expected["size"] or not same:
        raise PackageRefused(_("The package was altered: a part is not as its manifest says."))
    return part


def _json(data: bytes) -> Json:
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise PackageRefused(_("The package is nested deeper than any course.")) from error
    if not isinstance(value, dict):
        raise TypeError
    return value
