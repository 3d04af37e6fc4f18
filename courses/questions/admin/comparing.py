"""JSON fields as people read them, where Wagtail compares two revisions."""

from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, diff_text, register_comparison_class

from courses.questions.question_types import question_type


class ReadableComparison(FieldComparison):
    """One line for each thing said, each compared by its words."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        kind = question_type(getattr(obj_b, "type_key", "")) if field.name == "config" else None
        self.label = kind.label if kind is not None else ""
        block = kind.block() if kind is not None else getattr(field, "block", None)
        self.lines_a = dict(lines_of(self.val_a, block))
        self.lines_b = dict(lines_of(self.val_b, block))

    def field_label(self) -> str:
        """A question's content goes by the name of its type, as in the editor."""
        return force_str(self.label or super().field_label())

    def htmldiff(self) -> SafeString:
        rows = [
            (name, diff_text(self.lines_a.get(name, ""), self.lines_b.get(name, "")).to_html())
            for name in dict.fromkeys([*self.lines_a, *self.lines_b])
        ]
        return format_html_join("", "<p><strong>{}</strong> {}</p>", rows)


def lines_of(value: Any, block: Any = None, name: str = "") -> list[tuple[str, str]]:
    """Every value that is not empty, under a name such as “Options 2, Feedback”."""
    if isinstance(value, dict):
        return [
            line
            for key, child in value.items()
            for line in lines_of(child, _child(block, key), _joined(name, _label(block, key)))
        ]
    if isinstance(value, list):
        item = getattr(block, "child_block", None)
        return [
            line
            for at, child in enumerate(value, start=1)
            for line in lines_of(child, item, f"{name} {at}".strip())
        ]
    if isinstance(value, bool):
        return [(name, _("yes") if value else _("no"))]
    return [(name, force_str(value))] if value not in (None, "") else []


def _child(block: Any, key: str) -> Any:
    return getattr(block, "child_blocks", {}).get(key)


def _label(block: Any, key: str) -> str:
    label = getattr(_child(block, key), "label", "")
    return force_str(label) or key.replace("_", " ").capitalize()


def _joined(name: str, label: str) -> str:
    return f"{name}, {label}" if name else label


def register() -> None:
    """For every JSON field of the site."""
    register_comparison_class(models.JSONField, comparison_class=ReadableComparison)
