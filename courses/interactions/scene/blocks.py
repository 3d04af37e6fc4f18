"""The form in which an author makes a scene. Its script marks objects on the picture."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageChooserBlock

from courses.interactions.marking import MarkedPictureAdapter
from courses.interactions.scene.actions import choices
from courses.interactions.scene.pictures import drawing_choices


def percent(label: Any) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(min_value=0, max_value=100, default=0, label=label)


class PictureBlock(blocks.StructBlock):
    drawing = blocks.ChoiceBlock(
        choices=drawing_choices, required=False, help_text=_("One of our own scenes.")
    )
    image = ImageChooserBlock(
        required=False, label=_("Or a picture of yours"), help_text=_("A photograph or a plan.")
    )
    alt = blocks.TextBlock(
        rows=2,
        label=_("What the picture shows"),
        help_text=_("In a sentence or two, for people who cannot see it. Objects follow below."),
    )

    class Meta:
        icon = "image"


class ActionBlock(blocks.StructBlock):
    action = blocks.ChoiceBlock(choices=choices, label=_("Action"))
    label = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("In your words"),
        help_text=_("Needed for an action of your own; may replace the words of the list."),
    )
    standing = blocks.ChoiceBlock(
        choices=[
            ("required", _("Required: earns a point")),
            ("optional", _("Optional: neither earns nor costs")),
            ("harmful", _("Harmful: costs a point")),
            ("fatal", _("Fatal: fails the whole assessment")),
        ],
        default="optional",
        label=_("What it is"),
    )
    consequence = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("What comes of it"),
        help_text=_(
            "Told at the end. Required: what follows when it is left out. Others: what follows "
            "when it is done."
        ),
    )
    feedback = blocks.TextBlock(required=False, rows=2, label=_("Why"))
    point = blocks.CharBlock(
        required=False,
        max_length=20,
        label=_("Practice point"),
        help_text=_("PP- and a number, if sources differ on it. Then it can only be optional."),
    )

    class Meta:
        label_format = "{action} {label}: {standing}"


class ObjectBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, help_text=_("As the log names it: Phone on the sofa."))
    key = blocks.CharBlock(
        required=False,
        max_length=30,
        label=_("Short name"),
        help_text=_("What the order below calls it. Made from the name when empty."),
    )
    seen = blocks.TextBlock(
        rows=2,
        label=_("What an officer sees"),
        help_text=_("Its state without touching it. It must not say what to do."),
    )
    x = percent(_("From the left, %"))
    y = percent(_("From the top, %"))
    width = percent(_("Width, %"))
    height = percent(_("Height, %"))
    outline = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Outline"),
        help_text=_("Instead of a rectangle: corners in per cent, such as 10,20 30,20 30,40."),
    )
    actions = blocks.ListBlock(ActionBlock(), min_num=1, label=_("What can be done"))

    class Meta:
        icon = "crosshairs"
        label_format = "{name}"


class RuleBlock(blocks.StructBlock):
    before = blocks.CharBlock(max_length=120, label=_("First"))
    after = blocks.CharBlock(max_length=120, label=_("Then"))
    why = blocks.TextBlock(rows=2, help_text=_("Told at the end to whom it went the other way."))

    class Meta:
        label_format = "{before} → {after}"


class SceneBlock(blocks.StructBlock):
    picture = PictureBlock()
    objects = blocks.ListBlock(
        ObjectBlock(),
        min_num=1,
        label=_("Objects"),
        help_text=_("Draw a rectangle on the picture above, or write the numbers."),
    )
    order = blocks.ListBlock(
        RuleBlock(),
        default=[],
        label=_("Order"),
        help_text=_("Only where it matters. Everything else may be done in any order."),
    )
    seals = blocks.BooleanBlock(
        required=False,
        label=_("Ask for seal numbers"),
        help_text=_("Sealing an object then asks for the number on its seal."),
    )


class SceneBlockAdapter(MarkedPictureAdapter):
    """Its script also offers the steps there are for the order."""

    js_constructor = "courses.interactions.scene.SceneBlock"
    scripts = ("courses/js/scene-editor.js",)


register(
    SceneBlockAdapter(
        drawing="picture-drawing",
        image="picture-image",
        places="objects",
        form="sides",
        words={
            "mark": _("Object to mark"),
            "unnamed": _("Object %n"),
            "step": _("Choose a step"),
            "gone": _("%s (not in the scene)"),
        },
    ),
    SceneBlock,
)
