"""The form that edits a custody form: a narrative, and the lines of the record."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class MistakeBlock(blocks.StructBlock):
    value = blocks.CharBlock(max_length=200, help_text=_("What somebody may well write."))
    feedback = blocks.TextBlock(rows=2, help_text=_("Why that is not right."))

    class Meta:
        label_format = "{value}"


class FieldBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=120)
    kind = blocks.ChoiceBlock(
        choices=[
            ("identifier", _("Identifier: sign by sign")),
            ("seal", _("Seal number: digit by digit, with its zeros")),
            ("datetime", _("Date and time with UTC offset")),
            ("party", _("A person who releases or receives")),
            ("hash", _("Hash value")),
            ("algorithm", _("Hash algorithm")),
            ("text", _("Text: one of the expected phrases must be in it")),
            ("choice", _("One of several choices")),
        ],
        help_text=_("By which rule it is checked."),
    )
    hint = blocks.CharBlock(
        required=False, max_length=200, help_text=_("Shown under the label. Never the answer.")
    )
    expected = blocks.TextBlock(
        rows=2,
        label=_("Right"),
        help_text=_("One a line where several are right. A time as 2026-03-09 16:10 -06:00."),
    )
    choices = blocks.TextBlock(
        required=False, rows=3, help_text=_("For one of several choices: one a line.")
    )
    feedback = blocks.TextBlock(rows=2, help_text=_("What a learner should take from this field."))
    mistakes = blocks.ListBlock(
        MistakeBlock(),
        default=[],
        max_num=8,
        collapsed=True,
        help_text=_("Mistakes to answer in your own words. The rule finds the others."),
    )

    class Meta:
        label_format = "{label}"


class EntryBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, help_text=_("Such as First transfer."))
    fields = blocks.ListBlock(FieldBlock(), min_num=1, max_num=12, collapsed=True)

    class Meta:
        label_format = "{title}"


class CustodyBlock(blocks.StructBlock):
    """What happened, and the record to be made of it."""

    narrative = blocks.TextBlock(rows=10, help_text=_("What happened. People as roles only."))
    entries = blocks.ListBlock(
        EntryBlock(),
        min_num=1,
        max_num=12,
        collapsed=True,
        label=_("Lines"),
        help_text=_("Each is signed by itself; after that only a correction changes it."),
    )
