"""Uploads that a lesson's blocks show: which they are, described, and kept at publishing."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.refusals import PublishRefused
from courses.files.describing import document, picture
from courses.files.keeping import keep

Json = dict[str, Any]
BLOCKS = LessonBlocks()


def choosers(kind: str) -> dict[str, bool]:
    """Fields of a kind of block that choose an upload: true for a picture, false for a file."""
    block = BLOCKS.child_blocks.get(kind)
    found: dict[str, bool] = {}
    for name, child in getattr(block, "child_blocks", {}).items():
        if isinstance(child, ImageChooserBlock | DocumentChooserBlock):
            found[name] = isinstance(child, ImageChooserBlock)
    return found


def chosen(body: list[Json]) -> Iterator[tuple[Json, str, bool]]:
    """Each block and field that names an upload, and whether it is a picture."""
    for block in body:
        for name, is_picture in choosers(block["type"]).items():
            if block["value"].get(name):
                yield block, name, is_picture


def files_of(body: list[Json]) -> dict[str, Json]:
    """{block id: {field: description}}. An upload that is gone is left out."""
    named = list(chosen(body))
    pictures = _rows(get_image_model(), [b["value"][n] for b, n, is_picture in named if is_picture])
    uploads = _rows(get_document_model(), [b["value"][n] for b, n, pic in named if not pic])
    found: dict[str, Json] = {}
    for block, name, is_picture in named:
        pk = block["value"][name]
        described = picture(pictures.get(pk)) if is_picture else document(uploads.get(pk))
        if described:
            found.setdefault(str(block["id"]), {})[name] = described
    return found


def keep_files(modules: list[Json]) -> None:
    """Copy every upload that these frozen lessons show. Refuses when one has vanished."""
    for module in modules:
        for lesson in module["lessons"]:
            for fields in lesson["enclosed"].get("files", {}).values():
                for one in fields.values():
                    _keep(one, lesson["title"])


def _keep(description: Json, lesson: str) -> None:
    try:
        keep(description)
    except OSError as error:
        raise PublishRefused(
            _("The file “%(name)s” of lesson “%(lesson)s” cannot be read. Upload it again.")
            % {"name": description["name"], "lesson": lesson}
        ) from error


def _rows(model: Any, keys: list[int]) -> dict[int, Any]:
    return model.objects.in_bulk(keys) if keys else {}
