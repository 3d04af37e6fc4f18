"""A scene's picture: one of our drawings, or an uploaded image.

A version keeps what was shown: the drawing's markup, or a copy of the image under a name made of
its content, which deleting the image from the library does not reach.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from courses.interactions.drawings import UnsafeFigure, drawing, drawing_names
from courses.interactions.scene.reading import group, text

FOLDER = Path(__file__).resolve().parents[2] / "curriculum" / "scenes"
LARGEST = "max-1400x1400|format-webp"  # sharp at twice the column's width, about 150 KB
KEPT = "scene-pictures/"
BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')

Config = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """As a page shows it: markup or an address, with its size."""

    alt: str
    width: int
    height: int
    svg: SafeString = mark_safe("")  # noqa: RUF009  an empty string never changes
    src: str = ""


def drawing_choices() -> list[tuple[str, str]]:
    return [(name, name.removesuffix(".svg").replace("-", " ")) for name in drawing_names(FOLDER)]


def clean_picture(value: Any) -> Config:
    where = _("The picture")
    value = group(value, where)
    name = text(value, "drawing", where, required=False, most=80)
    image = value.get("image")
    if bool(name) == (image is not None):
        raise ValidationError(_("Choose one of our drawings or upload a picture: one of the two."))
    if name:
        _check_drawing(name)
    elif isinstance(image, bool) or not isinstance(image, int) or _image(image) is None:
        raise ValidationError(_("The picture is no longer in the library. Choose another."))
    return {"drawing": name, "image": image, "alt": text(value, "alt", where, most=1000)}


def _check_drawing(name: str) -> None:
    try:
        markup = drawing(name, FOLDER)
    except UnsafeFigure as error:
        raise ValidationError(
            _("The drawing “%(name)s” cannot be shown: %(why)s.") % {"name": name, "why": error}
        ) from error
    if not BOX.search(markup):
        raise ValidationError(
            _("The drawing “%(name)s” needs a viewBox that starts 0 0.") % {"name": name}
        )


def _image(pk: int) -> Any:
    return get_image_model().objects.filter(pk=pk).first()


def frozen_picture(picture: Config) -> Config:
    """The picture with what it shows. Made again it is the same."""
    if picture["drawing"]:
        return {**picture, "svg": drawing(picture["drawing"], FOLDER)}
    image = _image(picture["image"])
    if image is None:
        raise ValidationError(_("The picture is no longer in the library. Choose another."))
    rendition = image.get_rendition(LARGEST)
    with rendition.file.open("rb") as file:
        content = file.read()
    path = f"{KEPT}{hashlib.sha256(content).hexdigest()}.webp"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return {**picture, "path": path, "width": rendition.width, "height": rendition.height}


def shown_picture(picture: Config) -> Picture:
    """What a page needs, from a frozen picture or from one that is being edited."""
    if "svg" not in picture and "path" not in picture:
        picture = frozen_picture(picture)
    if "path" in picture:
        return Picture(
            picture["alt"],
            picture["width"],
            picture["height"],
            src=default_storage.url(picture["path"]),
        )
    width, height = (int(n) for n in BOX.search(picture["svg"]).groups())  # type: ignore[union-attr]
    return Picture(picture["alt"], width, height, svg=inline(picture["svg"], picture["alt"]))


def inline(svg: str, alt: str) -> SafeString:
    """A checked drawing with this scene's own words as its name."""
    svg = re.sub(r"<title[^>]*>.*?</title>\s*", "", svg, flags=re.DOTALL)
    opening, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    opening = re.sub(r"\s(role|focusable|aria-[a-z]+|id)=(\"[^\"]*\"|'[^']*')", "", opening)
    name = f' role="img" aria-label="{escape(alt)}"'
    return mark_safe(opening + name + rest)  # noqa: S308  checked when it was read
