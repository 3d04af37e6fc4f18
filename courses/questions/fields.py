"""JSON fields that people edit as people do: one thing a line, ticks, or through a block's form."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockField, BlockWidget, get_error_json_data
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructValue


class LinesFormField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class PlainBlockWidget(BlockWidget):
    """Wagtail's script shows streams of blocks only; ours shows any block."""

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> SafeString:
        error = get_error_json_data(errors.as_data()[0]) if errors else None
        return format_html(
            '<div id="{}" data-block data-controller="block-field" data-block-definition="{}" '
            'data-block-arguments="{}"></div>',
            name,
            self.block_json,
            json.dumps([self.block_def.get_form_state(value), error]),
        )

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["courses/js/block-field.js"])


class BlockJSONFormField(BlockField):
    """Plain JSON, edited through a block: lists hold values, without the block's bookkeeping."""

    def __init__(self, block: Block | None = None, **kwargs: Any) -> None:
        super().__init__(block=block, widget=PlainBlockWidget(block), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, StructValue | ListValue):
            return value
        return self.block.to_python(value) if value else self.block.get_default()

    def clean(self, value: Any) -> Any:
        return plain(self.block, super().clean(value))

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        return plain(self.block, self.prepare_value(initial_value)) != plain(self.block, data_value)


def plain(block: Block, value: Any) -> Any:
    """A block's value as JSON without the ids and types that lists of blocks keep."""
    if isinstance(block, ListBlock):
        return [plain(block.child_block, item) for item in value]
    if isinstance(block, StructBlock):
        return {name: plain(child, value.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, StreamBlock):
        raise TypeError("A stream of blocks belongs in a StreamField.")
    return block.get_prep_value(value)


class _PlainInMigrations(models.JSONField):
    """Migrations see a JSONField: how it is edited is no matter of the database."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), kwargs


class LinesField(_PlainInMigrations):
    """A list of strings."""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, form_class=LinesFormField, **kwargs)


class TicksField(_PlainInMigrations):
    """Some of a few fixed values, or none."""

    def __init__(
        self, *args: Any, options: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.options = options
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = self.options.values if self.options else []
        if not isinstance(value, list) or any(one not in known for one in value):
            raise ValidationError(
                _("Use some of: %(known)s.") % {"known": ", ".join(known)}, code="unknown"
            )

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return models.Field.formfield(
            self,
            form_class=forms.MultipleChoiceField,
            choices=self.options.choices if self.options else [],
            **kwargs,
        )


class BlockJSONField(_PlainInMigrations):
    """JSON whose shape is that of a block."""

    def __init__(self, *args: Any, block: Block | None = None, **kwargs: Any) -> None:
        self.block = block
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("widget", None)
        return models.Field.formfield(
            self, form_class=BlockJSONFormField, block=self.block, **kwargs
        )
