"""Uploads of every kind, as small as they can be and still be what they claim."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 1500
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nPhotograph the screen first.\n"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def jpeg(width: int = 1200, height: int = 800, *, turned: bool = False) -> bytes:
    """A picture with what a camera writes into it: how it was held, and where."""
    made = BytesIO()
    exif = Pillow.Exif()
    exif[0x0112] = 6 if turned else 1
    exif[0x010E] = "Taken in Belmopan"
    Pillow.new("RGB", (width, height), (11, 79, 108)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def image(name: str = "phone.jpg", data: bytes | None = None, **fields: Any) -> Image:
    content = ContentFile(data or jpeg(), name=name)
    return _hashed(Image(title=fields.pop("title", "A phone"), file=content, **fields))


def upload(name: str, data: bytes, **fields: Any) -> Document:
    title = fields.pop("title", name)
    return _hashed(Document(title=title, file=ContentFile(data, name=name), **fields))


def _hashed(row: Any) -> Any:
    """As Wagtail's own forms leave it."""
    row._set_file_hash()
    row.save()
    return row
