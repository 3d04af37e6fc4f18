"""A question's picture, one of our drawings or an uploaded image, and what a version keeps."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from courses.files.describing import picture
from courses.files.keeping import keep, shown
from courses.interactions.drawings import FIGURES, UnsafeFigure, drawing, drawing_names
from courses.interactions.scene.pictures import FOLDER as SCENES

BOX = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
Config = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """As a page shows it: markup of a drawing, or addresses of an image."""

    alt: str
    width: int
    height: int
    svg: SafeString = SafeString("")  # noqa: RUF009  an empty string never changes
    src: str = ""
    srcset: str = ""


def drawing_choices() -> list[tuple[str, str]]:
    names = [*drawing_names(SCENES), *drawing_names(FIGURES)]
    return [(name, name.removesuffix(".svg").replace("-", " ")) for name in names]


def markup_of(name: str) -> str:
    """A scene or a figure: they share one set of names."""
    return drawing(name, SCENES if name in drawing_names(SCENES) else FIGURES)


def check_picture(figure: str, image: Any) -> None:
    """Refuse unless one of the two is given and can be shown."""
    if bool(figure) == (image is not None):
        raise ValidationError(_("Choose a drawing of ours or a picture of yours: one of the two."))
    if image is not None:
        if isinstance(image, bool) or not isinstance(image, int) or _described(image) is None:
            raise ValidationError(_("The picture is no longer in the library. Choose another."))
        return
    try:
        found = BOX.search(markup_of(figure))
    except UnsafeFigure as error:
        raise ValidationError(
            _("The drawing “%(name)s” cannot be shown.") % {"name": figure}
        ) from error
    if found is None:
        raise ValidationError(_("The drawing “%(name)s” has no size.") % {"name": figure})


def frozen_picture(figure: str, image: int | None) -> Config | None:
    """What a version keeps. None when an image is gone: the places still have their names."""
    if figure:
        return {"svg": markup_of(figure)}
    described = _described(image)
    if described is None:
        return None
    try:
        keep(described)
    except OSError:
        return None
    return described


def shown_picture(kept: Config | None, alt: str) -> Picture | None:
    if kept is None:
        return None
    if "svg" in kept:
        box = BOX.search(kept["svg"])
        assert box is not None  # noqa: S101  checked when it was written
        width, height = (round(float(one)) for one in box.groups())
        return Picture(alt, width, height, svg=_inline(kept["svg"], alt))
    found = shown(kept)
    return Picture(
        alt, found["width"], found["height"], src=found["url"], srcset=found.get("srcset", "")
    )


def _described(image: int | None) -> Config | None:
    return picture(get_image_model().objects.filter(pk=image).first())


def _inline(svg: str, alt: str) -> SafeString:
    """A checked drawing, named by what the question says about it."""
    svg = re.sub(r"<title[^>]*>.*?</title>\s*", "", svg, flags=re.DOTALL)
    opening, rest = svg[: svg.index(">")], svg[svg.index(">") :]
    opening = re.sub(r"\s(role|focusable|aria-[a-z]+|id)=(\"[^\"]*\"|'[^']*')", "", opening)
    name = f' role="img" aria-label="{escape(alt)}"'
    return mark_safe(opening + name + rest)  # noqa: S308  checked when it was read
