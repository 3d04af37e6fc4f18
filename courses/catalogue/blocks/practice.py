"""A question of any type inside a lesson, to be tried and not to be scored.

The block keeps the question's key, not its row: frozen lessons and files say the same thing on
every site, and a frozen lesson is rendered without looking anything up.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.questions.question_types import question_type


class QuestionKeyBlock(SnippetChooserBlock):
    """Wagtail's chooser of questions, whose value is the key of the question chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("courses.Question", **kwargs)

    def _row(self, key: Any) -> Any:
        return self.model_class.objects.filter(key=key).first() if key else None

    def to_python(self, value: Any) -> Any:
        return value or ""

    def bulk_to_python(self, values: Any) -> list[Any]:
        return [self.to_python(value) for value in values]

    def get_prep_value(self, value: Any) -> Any:
        return value or ""

    def get_form_state(self, value: Any) -> Any:
        return self.widget.get_value_data(self._row(value))

    def value_from_form(self, value: Any) -> Any:
        row = super().value_from_form(value)
        return row.key if row is not None else ""

    def clean(self, value: Any) -> Any:
        row = self._row(value)
        return FieldBlock.clean(self, row.pk if row is not None else None)

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        yield from super().extract_references(self._row(value))


class PracticeBlock(blocks.StructBlock):
    """Named in the lesson by a card; answered on a page of its own."""

    title = blocks.CharBlock(max_length=120)
    question = QuestionKeyBlock(help_text=_("Any question of the bank, of any type."))
    intro = blocks.TextBlock(
        required=False,
        max_length=300,
        rows=2,
        help_text=_("What the learner will do there, in a sentence or two."),
    )
    minutes = blocks.IntegerBlock(min_value=1, max_value=60, default=5)

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        item = context.get("enclosed", {}).get("questions", {}).get(value["question"])
        kind = question_type(item["type"]) if item else None
        return {**context, "kind": kind}

    class Meta:
        icon = "edit"
        template = "courses/blocks/practice.html"
        description = _("Any question of the bank to try out: never scored, again and again")
        preview_value = {
            "title": "Decide, step by step",
            "question": "",
            "intro": "You are first on the scene. Each choice leads to the next.",
            "minutes": 8,
        }
