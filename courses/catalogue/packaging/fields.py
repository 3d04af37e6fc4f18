"""A model's fields and child rows as plain JSON, and back. Knows no model by name.

New fields and child rows of pages and questions travel without a line being added here.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.catalogue.packaging.references import codec_of, is_file
from courses.catalogue.packaging.walking import Change, walk
from courses.questions.fields import BlockJSONField
from courses.questions.models import Question
from courses.questions.question_types import question_type

Json = dict[str, Any]
OF_A_PAGE = ("title", "seo_title", "search_description", "show_in_menus")
# What a row is on this site, or who did what to it here.
ASIDE = {
    *("id", "page_ptr", "live", "has_unpublished_changes", "first_published_at"),
    *("last_published_at", "go_live_at", "expire_at", "expired", "live_revision"),
    *("latest_revision", "locked", "locked_at", "locked_by", "created_at", "created_by"),
    "import_hash",
}
COMMENTS = "wagtail_admin_comments"


def fields_of(model: type[models.Model]) -> Iterator[models.Field]:
    if issubclass(model, Page):
        yield from (Page._meta.get_field(name) for name in OF_A_PAGE)  # type: ignore[misc]
    yield from (field for field in model._meta.local_fields if field.name not in ASIDE)


def relations_of(model: type[models.Model]) -> Iterator[tuple[str, str, type[models.Model]]]:
    """Name, parental field and model of each kind of child rows."""
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() != COMMENTS:
            yield relation.get_accessor_name(), relation.field.name, relation.related_model


def dump(instance: Any, change: Change) -> Json:
    content = {field.name: _dumped(field, instance, change) for field in fields_of(type(instance))}
    for name, parent, model in relations_of(type(instance)):
        rows = sorted(getattr(instance, name).all(), key=_place)
        content[name] = [
            {
                field.name: _dumped(field, row, change)
                for field in fields_of(model)
                if field.name not in (parent, "sort_order")
            }
            for row in rows
        ]
    return content


def _place(row: Any) -> tuple[int, int]:
    return (getattr(row, "sort_order", None) or 0, row.pk or 0)


def _dumped(field: models.Field, instance: Any, change: Change) -> Any:
    if field.is_relation:
        row = getattr(instance, field.name)
        if row is None:
            return None
        model = _model_of(field)
        return change.chosen(model, row.pk) if is_file(model) else codec_of(model).write(row)
    value = field.value_from_object(instance)
    if isinstance(field, StreamField):
        raw = json.loads(json.dumps(value.get_prep_value(), default=str))
        return walk(field.stream_block, raw, change)
    block = _block(field, instance)
    if block is not None:
        return walk(block, value, change) if value else value
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return field.value_to_string(instance)


def _model_of(field: models.Field) -> type[models.Model]:
    return cast(type[models.Model], field.related_model)


def _block(field: models.Field, instance: Any) -> Any:
    if isinstance(field, BlockJSONField):
        return field.block
    if isinstance(instance, Question) and field.name == "config":
        kind = question_type(instance.type_key)
        return kind.block() if kind else None
    return None


def fill(instance: Any, content: Json, change: Change) -> None:
    """Put a dump into an instance that is then saved. Names nobody knows are refused before."""
    for field in fields_of(type(instance)):
        if field.name in content:
            _filled(field, instance, content[field.name], change)
    for name, _parent, model in relations_of(type(instance)):
        rows = []
        for at, values in enumerate(content.get(name, [])):
            row = model()
            for field in fields_of(model):
                if field.name in values:
                    _filled(field, row, values[field.name], change)
            if any(field.name == "sort_order" for field in model._meta.fields):
                row.sort_order = at  # type: ignore[attr-defined]
            rows.append(row)
        setattr(instance, name, rows)


def _filled(field: models.Field, instance: Any, value: Any, change: Change) -> None:
    if field.is_relation:
        if value is not None:
            model = _model_of(field)
            if is_file(model):
                value = model._default_manager.get(pk=change.chosen(model, value))
            else:
                value = codec_of(model).read(value)
        setattr(instance, field.name, value)
    elif isinstance(field, StreamField):
        setattr(instance, field.name, json.dumps(walk(field.stream_block, value, change)))
    else:
        block = _block(field, instance)
        walked = walk(block, value, change) if block is not None and value else value
        setattr(instance, field.name, field.to_python(walked))
