"""Forms of the admin where places are marked on a picture by pointing, and written as numbers.

The fields hold what is sent; the script draws the picture with the places above their list, and
writes into the same fields.
"""

from functools import cached_property
from typing import Any, Literal

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructBlockAdapter


class MarkedPictureAdapter(StructBlockAdapter):
    """`drawing`, `image` and `places` name fields of the block; `form` says how a place is written.

    `sides` are four numbers (x, y, width, height) and an outline, `area` is one text of corners,
    `point` is two numbers (x, y); all of them per cent of the picture.
    """

    js_constructor = "courses.interactions.marking.MarkedPicture"
    scripts: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        drawing: str,
        image: str,
        places: str,
        form: Literal["sides", "area", "point"],
        words: dict[str, Any],
    ) -> None:
        self.marks = {"drawing": drawing, "image": image, "list": places, "form": form}
        self.words = {**WORDS, **words, "how": HOW_POINT if form == "point" else HOW_REGION}
        super().__init__()

    def js_args(self, block: Any) -> list[Any]:
        name, children, meta = super().js_args(block)
        picture = reverse("picture-to-mark")
        return [
            name,
            children,
            {**meta, "picture": picture, "marks": self.marks, "words": self.words},
        ]

    @cached_property
    def media(self) -> forms.Media:
        scripts = ("courses/js/picture-board.js", "courses/js/region-editor.js", *self.scripts)
        return super().media + forms.Media(
            js=list(scripts), css={"all": ["courses/css/region-editor.css"]}
        )


HOW_REGION = _(
    "Drag on the picture to draw the chosen place, drag a place to move it, and its corners to "
    "change its size. By keyboard: Tab to its number, then the arrow keys move it and Shift with "
    "the arrow keys changes its size. The fields below say the same."
)
HOW_POINT = _(
    "Press where the chosen point belongs, or drag it there. By keyboard: Tab to its number, then "
    "the arrow keys move it. The fields below say the same."
)
WORDS = {
    "start": _("Put it in the middle"),
    "badge": _("%n. %s: arrow keys move it"),
    "region": _("%s: %x per cent from the left, %y from the top, %w wide, %h high."),
    "point": _("%s: %x per cent from the left, %y from the top."),
    "outline": _("This place has an outline. Pull its corners, or clear the outline to draw anew."),
    "none": _("Choose a picture above. It then shows here, for you to mark places on it."),
}
