"""A picture or drawing with numbered points, which reads as an ordered list."""

from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageChooserBlock

from courses.catalogue.blocks.files import UploadBlock, alternative, refuse
from courses.catalogue.blocks.parts import SAMPLE, rich
from courses.catalogue.figures import figure, figure_choices, inline_figure
from courses.interactions.marking import MarkedPictureAdapter


class PointBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80)
    text = rich(help_text=_("What there is to know about it."))
    x = blocks.IntegerBlock(
        min_value=0, max_value=100, label=_("From the left"), help_text=_("In per cent.")
    )
    y = blocks.IntegerBlock(
        min_value=0, max_value=100, label=_("From the top"), help_text=_("In per cent.")
    )

    class Meta:
        label_format = "{name}"


class HotspotsBlock(UploadBlock):
    image = ImageChooserBlock(
        required=False, label=_("Picture"), help_text=_("Either a picture of yours…")
    )
    src = blocks.ChoiceBlock(
        choices=figure_choices,
        required=False,
        label=_("Drawing"),
        help_text=_("… or one of our own drawings."),
    )
    alt = alternative()
    points = blocks.ListBlock(PointBlock(), min_num=1, max_num=12)
    caption = blocks.CharBlock(required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["image"]) == bool(cleaned["src"]):
            refuse(image=_g("Choose either a picture or a drawing."))
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        name, block_id = value["src"], context.get("block_id", "preview")
        frozen = context.get("enclosed", {}).get("figures", {})
        svg = (frozen.get(name) or figure(name)) if name else ""
        return {**context, "svg": inline_figure(svg, block_id)}

    class Meta:
        icon = "crosshairs"
        template = "courses/blocks/hotspots.html"
        description = _("A picture or drawing with numbered points to explore")
        preview_value = {
            "src": "isolate-phone.svg",
            "alt": "How a live phone is isolated and kept charged.",
            "points": [
                {"name": "The phone", "text": SAMPLE, "x": 20, "y": 30},
                {"name": "The bag", "text": SAMPLE, "x": 60, "y": 50},
            ],
            "caption": "",
        }


register(
    MarkedPictureAdapter(
        drawing="src",
        image="image",
        places="points",
        form="point",
        words={"mark": _("Point to place"), "unnamed": _("Point %n")},
    ),
    HotspotsBlock,
)
