"""What stands out: key points and warnings, law under review, practice that is disputed."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks.parts import SAMPLE, CarriesLaw, rich


def practice_point_choices() -> list[tuple[str, str]]:
    from courses.questions.models import PracticePoint

    return [(point.key, str(point)) for point in PracticePoint.objects.order_by("key")]


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


class LegalBlock(CarriesLaw, blocks.StructBlock):
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
        description = _("A passage on the law: a pilot until a legal reviewer approves it")
        preview_value = {
            "ref": "LR-1",
            "text": SAMPLE,
            "question": "Which power applies when the owner is absent?",
            "review_by": "2027-05-31",
        }


class PracticePointChoice(blocks.ChoiceBlock):
    def normalize_choice(self, value: Any) -> Any:
        """Its keys are text: Wagtail would read the whole register for each point on a page."""
        return value


class PracticePointBlock(blocks.StructBlock):
    ref = PracticePointChoice(choices=practice_point_choices, label=_("Practice point"))
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
