"""The form that edits a scenario: one place below the other, each with its choices."""

from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

KEY = r"^[a-z0-9][a-z0-9-]{0,39}$"
KEY_ERROR = {"invalid": _("Use small letters, figures and hyphens.")}


def key(help_text: object) -> blocks.RegexBlock:
    return blocks.RegexBlock(KEY, max_length=40, error_messages=KEY_ERROR, help_text=help_text)


def facts(help_text: object, label: object) -> blocks.CharBlock:
    return blocks.CharBlock(required=False, max_length=200, label=label, help_text=help_text)


class FlagBlock(blocks.StructBlock):
    key = key(_("A short name, such as photographed."))
    label = blocks.CharBlock(
        max_length=120, help_text=_("What the learner reads: The screen is photographed.")
    )

    class Meta:
        label_format = "{key}"


class ChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=2, max_length=300, help_text=_("What the learner may do."))
    to = blocks.CharBlock(
        max_length=40, label=_("Leads to"), help_text=_("The key of a place. Start to type it.")
    )
    quality = blocks.ChoiceBlock(
        choices=[
            ("best", _("Best")),
            ("acceptable", _("Acceptable")),
            ("poor", _("Poor")),
            ("harmful", _("Harmful")),
            ("fatal", _("Fatal: loses the evidence, nothing is earned")),
        ],
        label=_("How good it is"),
    )
    consequence = blocks.TextBlock(
        rows=3, help_text=_("What follows from it. Told only when the learner looks back.")
    )
    minutes = blocks.IntegerBlock(
        min_value=0, max_value=1440, default=0, label=_("Minutes it takes")
    )
    sets = facts(_("Facts that hold from now on, by their keys."), _("Makes true"))
    clears = facts(_("Facts that no longer hold."), _("Makes untrue"))
    needs = facts(_("Offered only while all these hold."), _("Needs"))
    lacks = facts(_("Offered only while none of these holds."), _("Not when"))
    point = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Practice point"),
        help_text=_("Such as PP-1, where sources differ. Such a choice can't be fatal."),
    )

    class Meta:
        label_format = "{quality}: {text}"


class NodeBlock(blocks.StructBlock):
    key = key(_("A short name for this place, used by the choices that lead here."))
    title = blocks.CharBlock(max_length=80, help_text=_("For the map. It gives nothing away."))
    text = blocks.TextBlock(rows=5, help_text=_("What happens here, in the present tense."))
    minutes = blocks.IntegerBlock(
        min_value=0, max_value=1440, default=0, label=_("Minutes that pass on arriving")
    )
    ask_sure = blocks.BooleanBlock(
        required=False,
        label=_("Ask how sure"),
        help_text=_("With the choice, ask how sure the learner is. It is never scored."),
    )
    choices = blocks.ListBlock(
        ChoiceBlock(),
        default=[],
        max_num=6,
        collapsed=True,
        help_text=_("None makes this place an ending."),
    )
    debriefing = blocks.TextBlock(
        required=False,
        rows=4,
        help_text=_("For an ending: what to take from it. Told when the learner looks back."),
    )
    value = blocks.IntegerBlock(
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("For an ending: what it is worth, from 0 to 100. The best is worth 100."),
    )

    class Meta:
        label_format = "{key}: {title}"


class ScenarioBlock(blocks.StructBlock):
    """The first place is where the scenario begins."""

    flags = blocks.ListBlock(
        FlagBlock(),
        default=[],
        max_num=8,
        collapsed=True,
        label=_("Facts to remember"),
        help_text=_("What may have happened on the way, and changes what can be done later."),
    )
    nodes = blocks.ListBlock(
        NodeBlock(),
        min_num=2,
        max_num=40,
        collapsed=True,
        label=_("Places"),
        help_text=_("The first is where it begins. A place without choices is an ending."),
    )


class ScenarioAdapter(StructBlockAdapter):
    """The form as any group, with one script more: it offers the keys where a choice leads."""

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=["courses/js/scenario-editor.js"])


register(ScenarioAdapter(), ScenarioBlock)
