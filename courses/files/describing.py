"""Uploaded pictures and files as plain JSON, ready to be frozen.

A description says where the copy will be kept and which upload it is made from. It is worked
out without making the copy, so that looking at what would be published writes nothing.
"""

from hashlib import file_digest
from pathlib import PurePath
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils.text import slugify
from PIL import Image as Pillow
from PIL import ImageOps

from courses.files.captions import cues_in

Json = dict[str, Any]
WIDTHS = (480, 960, 1600)  # a phone, a column of text, that column on a fine screen


def picture(image: Any) -> Json | None:
    """One of Wagtail's images; nothing when its file is gone or is no picture."""
    facts = image and _facts(image)
    if not facts or not facts.get("width"):
        return None
    width, height, sha = facts["width"], facts["height"], facts["sha256"]
    wanted = [one for one in WIDTHS if one < width] + [min(width, WIDTHS[-1])]
    return {
        "kind": "picture",
        "name": image.title,
        "sha256": sha,
        "size": facts["size"],
        "width": width,
        "height": height,
        "original": image.file.name,
        "sizes": [
            {
                "width": one,
                "height": max(1, round(height * one / width)),
                "path": f"lessons/pictures/{sha[:2]}/{sha}-{one}.webp",
            }
            for one in dict.fromkeys(wanted)
        ],
    }


def document(upload: Any) -> Json | None:
    """One of Wagtail's documents; nothing when its file is gone."""
    facts = upload and _facts(upload)
    if not facts:
        return None
    path, sha = PurePath(upload.file.name), facts["sha256"]
    ending = path.suffix.lower().lstrip(".")
    described = {
        "kind": "file",
        "name": upload.title,
        "sha256": sha,
        "size": facts["size"],
        "type": ending,
        "original": upload.file.name,
        "path": f"lessons/files/{sha[:2]}/{sha}/{_name(upload, ending)}.{ending}",
    }
    return {**described, "cues": facts["cues"]} if "cues" in facts else described


def _name(upload: Any, ending: str) -> str:
    """As its title names it: what storage calls it differs from upload to upload."""
    return slugify(str(upload.title).removesuffix(f".{ending}"))[:60] or "file"


def _facts(upload: Any) -> Json | None:
    """Hash, size and, of a picture, width and height as it is seen. Read once for each upload."""
    name = upload.file.name
    # Wagtail's own hash of the file: without it nothing tells that the file was replaced.
    key = f"upload:{upload.file_hash}:{slugify(name)}"
    facts = cache.get(key) if upload.file_hash else None
    if facts is None:
        try:
            facts = _read(name)
        except OSError:
            return None
        if upload.file_hash:
            cache.set(key, facts, 86400)
    return facts


def _read(name: str) -> Json:
    with default_storage.open(name) as file:
        facts = {"sha256": file_digest(file, "sha256").hexdigest(), "size": file.size}
        file.seek(0)
        if name.lower().endswith(".vtt"):
            return {**facts, "cues": cues_in(file.read())}
        try:
            with Pillow.open(file) as found:
                facts["width"], facts["height"] = ImageOps.exif_transpose(found).size
        except (OSError, SyntaxError, Pillow.DecompressionBombError):
            pass  # no picture: it is offered as a file only
    return facts
