"""What is read: headings, drawings, tables, examples, what to remember."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.catalogue.blocks.parts import SAMPLE, line, rich
from courses.catalogue.figures import figure, figure_choices, inline_figure


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120)
    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
        help_text=_("A lesson has four to seven sections."),
    )

    class Meta:
        icon = "title"
        template = "courses/blocks/heading.html"
        description = _("The heading of a section")
        preview_value = {"text": "Why your first minutes count", "level": "2"}


class FigureBlock(blocks.StructBlock):
    src = blocks.ChoiceBlock(
        choices=figure_choices, label=_("Drawing"), help_text=_("One of our own drawings.")
    )
    alt = blocks.TextBlock(
        label=_("Text alternative"),
        help_text=_("Everything the drawing says, for people who cannot see it."),
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        frozen = context.get("enclosed", {}).get("figures", {})
        svg = frozen.get(value["src"]) or figure(value["src"])
        return {**context, "svg": inline_figure(svg, context.get("block_id", "preview"))}

    class Meta:
        icon = "image"
        template = "courses/blocks/figure.html"
        description = _("One of our drawings, with its full text alternative")
        preview_value = {
            "src": "volatility-order.svg",
            "alt": "Seven kinds of data, from the first to vanish to the last.",
            "caption": "The order of volatility.",
        }


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = rich(help_text=_("Short and concrete. People as roles, never by name."))

    class Meta:
        icon = "openquote"
        template = "courses/blocks/example.html"
        description = _("A short concrete example")
        preview_value = {"title": "Same laptop, two hours apart", "text": SAMPLE}


class SummaryBlock(blocks.StructBlock):
    items = blocks.ListBlock(line(), min_num=1)

    class Meta:
        icon = "list-ul"
        template = "courses/blocks/summary.html"
        description = _("What to remember of the lesson")
        preview_value = {"items": ["Your task is to stop change and stop loss."]}


class TableBlock(TypedTableBlock):
    """The first column names its row."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or [("text", blocks.CharBlock(required=False))], **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value.columns]
        rows = [
            [
                {"heading": heading, "value": cell}
                for heading, cell in zip(headings, row["values"], strict=False)
            ]
            for row in value.row_data
        ]
        return {**context, "rows": rows}

    def get_preview_value(self) -> Any:
        return self.to_python(
            {
                "caption": "What loses it",
                "columns": [
                    {"type": "text", "heading": "Group"},
                    {"type": "text", "heading": "What loses it"},
                ],
                "rows": [{"values": ["Memory", "Power loss"]}],
            }
        )

    class Meta:
        icon = "table"
        template = "courses/blocks/table.html"
        description = _("A table with headers; the first column names its row")
