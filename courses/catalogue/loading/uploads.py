"""Pictures and files of the folder `media`, which become uploads when a lesson is written.

A body names them by their hash, `upload:<hash>`, in files and in what is read back from pages:
so the same file is the same content, whatever its row.
"""

import copy
import re
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.catalogue.enclosing import chosen
from courses.catalogue.loading.problems import Report, line_of
from courses.files.captions import cues_in

Json = dict[str, Any]
MARK = "upload:"
NAME = re.compile(r"[\w][\w .-]*\.\w+")


def name_uploads(body: list[Json], path: Path, report: Report) -> dict[str, Path]:
    """Replace file names in the body by hashes; which file each is. Reports what is missing."""
    folder = path.parents[2] / "media"
    found: dict[str, Path] = {}
    for block, name, is_picture in chosen(body):
        file_name = str(block["value"][name])
        file = folder / file_name
        problem = _problem(file, is_picture)
        if problem:
            line = line_of(path.read_text(encoding="utf-8"), file_name)
            report.add(path, line, f"{name} is {file_name!r}: {problem}", "Put it into media/.")
            continue
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha1").hexdigest()  # as Wagtail keeps it
        block["value"][name] = f"{MARK}{digest}"
        found[digest] = file
    return found


def named_uploads(body: list[Json]) -> list[Json]:
    """A stored body with hashes in place of rows."""
    rows: dict[bool, list[int]] = {True: [], False: []}
    for block, name, is_picture in chosen(body):
        rows[is_picture].append(block["value"][name])
    hashes = {kind: _hashes(kind, keys) for kind, keys in rows.items() if keys}
    for block, name, is_picture in chosen(body):
        digest = hashes[is_picture].get(block["value"][name], "gone")
        block["value"][name] = f"{MARK}{digest}"
    return body


def with_uploads(body: list[Json], files: dict[str, Path]) -> list[Json]:
    """The body with rows in place of hashes; an upload that is not there yet is made."""
    body = copy.deepcopy(body)
    for block, name, is_picture in chosen(body):
        digest = str(block["value"][name]).removeprefix(MARK)
        block["value"][name] = _row(digest, files[digest], is_picture)
    return body


def _problem(file: Path, is_picture: bool) -> str:
    if not NAME.fullmatch(file.name) or file.parent.name != "media" or not file.is_file():
        return "there is no such file in the folder media."
    ending = file.suffix.lower().lstrip(".")
    allowed = settings.WAGTAILIMAGES_EXTENSIONS if is_picture else settings.WAGTAILDOCS_EXTENSIONS
    if ending not in allowed:
        return f"a file that ends in .{ending} cannot be shown here."
    if is_picture:
        try:
            with Pillow.open(file) as picture:
                picture.verify()
        except (OSError, SyntaxError):
            return "it is no picture."
    if ending == "vtt" and not cues_in(file.read_bytes()):
        return "it holds no WebVTT captions."
    return ""


def _model(is_picture: bool) -> Any:
    return get_image_model() if is_picture else get_document_model()


def _hashes(is_picture: bool, keys: list[int]) -> dict[int, str]:
    return dict(_model(is_picture).objects.filter(pk__in=keys).values_list("pk", "file_hash"))


def _row(digest: str, file: Path, is_picture: bool) -> int:
    model = _model(is_picture)
    row = model.objects.filter(file_hash=digest).order_by("pk").first()
    if row is None:
        with file.open("rb") as opened:
            row = model(title=file.stem.replace("-", " "), file=File(opened, name=file.name))
            row._set_file_hash()
            if is_picture:
                row.file_size = file.stat().st_size
            row.save()
    return int(row.pk)
