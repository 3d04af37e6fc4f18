"""Blocks of a lesson. Each has an icon, a description and a preview value.

The names of the blocks are those of the curriculum's files and of the stored content:
renaming one needs a migration of stored blocks and of frozen versions' rendering.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.catalogue.figures import figure, figure_choices, inline_figure

RICH = ["bold", "italic", "ol", "ul", "link", "code"]
SAMPLE = "<p>Photograph the screen before anybody touches the device.</p>"


def practice_point_choices() -> list[tuple[str, str]]:
    from courses.questions.models import PracticePoint

    return [(point.key, str(point)) for point in PracticePoint.objects.order_by("key")]


def line() -> blocks.TextBlock:
    """An entry of a list: a sentence or two."""
    return blocks.TextBlock(max_length=300, rows=1, label=_("Entry"))


def rich(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=RICH, **kwargs)


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


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("key", _("Key point")),
            ("warning", _("Warning")),
            ("doubt", _("If in doubt")),
        ],
        default="key",
    )
    title = blocks.CharBlock(max_length=120)
    text = rich()

    class Meta:
        icon = "warning"
        template = "courses/blocks/callout.html"
        description = _("A key point, a warning, or what to do when in doubt")
        preview_value = {"kind": "key", "title": "What you are protecting", "text": SAMPLE}


class LegalBlock(blocks.StructBlock):
    ref = blocks.RegexBlock(
        r"^LR-\d+$",
        label=_("Reference"),
        help_text=_("The number of the legal question, such as LR-1."),
        error_messages={"invalid": _("Write LR- and a number, such as LR-1.")},
    )
    text = rich(help_text=_("What is general and safe to say."))
    question = blocks.TextBlock(help_text=_("What the legal reviewers must settle."))
    review_by = blocks.DateBlock(help_text=_("When this passage must be looked at again."))

    class Meta:
        icon = "draft"
        template = "courses/blocks/legal.html"
        description = _("A passage on the law that awaits legal review: the course stays a pilot")
        preview_value = {
            "ref": "LR-1",
            "text": SAMPLE,
            "question": "Which power applies when the owner is absent?",
            "review_by": "2027-05-31",
        }


class PracticePointBlock(blocks.StructBlock):
    ref = blocks.ChoiceBlock(choices=practice_point_choices, label=_("Practice point"))
    text = rich(help_text=_("Both views, and what to do meanwhile."))

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        point = context.get("enclosed", {}).get("points", {}).get(value["ref"], {})
        decided_on = point.get("decided_on")
        point = {**point, "decided_on": decided_on and date.fromisoformat(decided_on)}
        return {**context, "point": point}

    class Meta:
        icon = "help"
        template = "courses/blocks/practice_point.html"
        description = _("A point on which sources differ: both views are taught")
        preview_value = {"ref": "PP-1", "text": SAMPLE}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = rich()

    class Meta:
        label_format = "{title}"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    items = blocks.ListBlock(StepBlock(), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "courses/blocks/steps.html"
        description = _("What to do, in order")
        preview_value = {
            "title": "How to cut the power",
            "items": [
                {"title": "Desktop", "text": SAMPLE},
                {"title": "Laptop", "text": SAMPLE},
            ],
        }


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    intro = blocks.TextBlock(required=False)
    items = blocks.ListBlock(line(), min_num=2)

    class Meta:
        icon = "tasks"
        template = "courses/blocks/checklist.html"
        description = _("A job aid to keep at hand")
        preview_value = {
            "title": "Power and isolation on one page",
            "intro": "Keep this with your kit.",
            "items": ["People first.", "Photograph before you touch."],
        }


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = rich(help_text=_("Short and concrete. People as roles, never by name."))

    class Meta:
        icon = "openquote"
        template = "courses/blocks/example.html"
        description = _("A short concrete example")
        preview_value = {"title": "Same laptop, two hours apart", "text": SAMPLE}


class ChoiceOfScenarioBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300)
    outcome = blocks.ChoiceBlock(
        choices=[("best", _("Best")), ("poor", _("Poor")), ("harmful", _("Harmful"))]
    )
    consequence = rich(help_text=_("What follows, told as it would happen."))

    class Meta:
        label_format = "{outcome}: {text}"


class ScenarioBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    situation = rich()
    question = blocks.CharBlock(max_length=250)
    choices = blocks.ListBlock(ChoiceOfScenarioBlock(), min_num=2)
    debrief = rich(help_text=_("Shown after the choices: why the best one is best."))

    class Meta:
        icon = "group"
        template = "courses/blocks/scenario.html"
        description = _("A situation with choices and what follows each; nothing is recorded")
        preview_value = {
            "title": "An open volume",
            "situation": "<p>A laptop is on, and an encrypted volume stands open.</p>",
            "question": "What do you do in the next two minutes?",
            "choices": [
                {"text": "Photograph and call", "outcome": "best", "consequence": SAMPLE},
                {"text": "Pull the plug", "outcome": "poor", "consequence": SAMPLE},
            ],
            "debrief": SAMPLE,
        }


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300)
    right = blocks.BooleanBlock(required=False)
    feedback = blocks.TextBlock()

    class Meta:
        label_format = "{text}"


class SelfCheckBlock(blocks.StructBlock):
    stem = blocks.TextBlock()
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2)
    after = blocks.TextBlock(required=False, help_text=_("One sentence that teaches."))

    class Meta:
        icon = "circle-check"
        template = "courses/blocks/self_check.html"
        description = _("A question to oneself: unscored, and nothing is stored")
        preview_value = {
            "stem": "The screen is black and you hear a fan. How do you treat it?",
            "options": [
                {"text": "As a device that is on", "right": True, "feedback": "Right."},
                {"text": "As off", "right": False, "feedback": "A screen is a window."},
            ],
            "after": "Lights, fan and warmth tell you more than the screen does.",
        }


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


class LessonBlocks(blocks.StreamBlock):
    """All kinds of content a lesson may hold."""

    text = rich(
        icon="pilcrow",
        template="courses/blocks/text.html",
        description=_("Paragraphs and lists"),
        preview_value=SAMPLE,
        group=_("Text"),
    )
    heading = HeadingBlock(group=_("Text"))
    figure = FigureBlock(group=_("Text"))
    table = TableBlock(group=_("Text"))
    example = ExampleBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Notices"))
    legal = LegalBlock(group=_("Notices"))
    practice_point = PracticePointBlock(group=_("Notices"))
    steps = StepsBlock(group=_("To do"))
    checklist = ChecklistBlock(group=_("To do"))
    scenario = ScenarioBlock(group=_("To do"))
    self_check = SelfCheckBlock(group=_("To do"))
    summary = SummaryBlock(group=_("Text"))


class JobAidBlock(blocks.StructBlock):
    """A module's job aid: what fits on a card."""

    title = blocks.CharBlock(max_length=120, required=False)
    intro = blocks.TextBlock(required=False)
    items = blocks.ListBlock(line(), default=[])


class SourceBlock(blocks.StructBlock):
    """What a lesson says and where that is written."""

    claim = blocks.TextBlock(required=False, help_text=_("What the lesson says."))
    source = blocks.CharBlock(max_length=250, help_text=_("Where it is written."))

    class Meta:
        label_format = "{source}"
