"""What a learner does: steps, checklists, situations, questions to oneself. Nothing is stored."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks.parts import SAMPLE, line, rich


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
