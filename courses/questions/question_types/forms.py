"""The blocks whose forms edit a question's config."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# A new question opens with empty places to fill in.
EMPTY = [{"text": "", "feedback": ""}] * 3


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(form_classname="title", rows=2)
    right = blocks.BooleanBlock(required=False, label=_("This option is right"))
    feedback = blocks.TextBlock(
        rows=2, help_text=_("What a learner reads after hand-in: why it is right, or why not.")
    )

    class Meta:
        label_format = "{text}"


class ChoicesBlock(blocks.StructBlock):
    """Options, some of them right."""

    options = blocks.ListBlock(
        OptionBlock(),
        default=EMPTY,
        min_num=2,
        max_num=10,
        help_text=_("Shown in a new order at each attempt."),
    )


class StepBlock(blocks.StructBlock):
    text = blocks.TextBlock(form_classname="title", rows=2)
    feedback = blocks.TextBlock(
        rows=2, help_text=_("What a learner reads after hand-in: why the step stands here.")
    )

    class Meta:
        label_format = "{text}"


class StepsBlock(blocks.StructBlock):
    """Steps in the right order."""

    options = blocks.ListBlock(
        StepBlock(),
        default=EMPTY,
        min_num=2,
        max_num=10,
        label=_("Steps"),
        help_text=_("In the right order; learners see them shuffled."),
    )
