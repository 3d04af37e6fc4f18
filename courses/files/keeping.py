"""Copies of uploads, made when something is published and never changed or deleted.

Pictures are kept in a few sizes, upright and without what the camera wrote into them: the
place where a picture was taken is nobody's business.
"""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageOps

Json = dict[str, Any]
QUALITY = 82


def keep(description: Json) -> None:
    """Store what is described, unless it is there. Raises `OSError` when the upload is gone."""
    if description["kind"] == "picture":
        missing = [one for one in description["sizes"] if not default_storage.exists(one["path"])]
        if missing:
            _keep_picture(description["original"], missing)
    elif not default_storage.exists(description["path"]):
        with default_storage.open(description["original"]) as file:
            _store(description["path"], file)


def shown(description: Json) -> Json:
    """What a template needs: addresses now, since storage may move."""
    if description["kind"] == "picture":
        sizes = [{**one, "url": default_storage.url(one["path"])} for one in description["sizes"]]
        return {
            **sizes[-1],
            "srcset": ", ".join(f"{one['url']} {one['width']}w" for one in sizes),
            "small": sizes[0]["url"],
        }
    url = default_storage.url(description["path"])
    # Captions from another host come only when both sides say so.
    return {**description, "url": url, "elsewhere": url.startswith(("http://", "https://"))}


def for_preview(description: Json) -> Json:
    """The same in the editor: pictures in their sizes, files as they were uploaded."""
    if description["kind"] == "picture":
        keep(description)
        return description
    return {**description, "path": description["original"]}


def _keep_picture(original: str, sizes: list[Json]) -> None:
    with default_storage.open(original) as file, Pillow.open(file) as opened:
        upright = ImageOps.exif_transpose(opened)
        whole = upright.convert("RGBA" if "transparency" in opened.info else _mode(upright))
        for size in sizes:
            made = BytesIO()
            small = whole.resize((size["width"], size["height"]), Pillow.Resampling.LANCZOS)
            small.info = {}
            small.save(made, "WEBP", quality=QUALITY, method=4)
            _store(size["path"], ContentFile(made.getvalue()))


def _mode(image: Pillow.Image) -> str:
    return "RGBA" if image.mode in ("RGBA", "LA", "PA") else "RGB"


def _store(path: str, content: Any) -> None:
    """Under exactly this name: whoever came first wrote the very same."""
    saved = default_storage.save(path, content)
    if saved != path:
        default_storage.delete(saved)
