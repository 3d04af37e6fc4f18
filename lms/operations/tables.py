"""Rows as plain JSON lines, the same on SQLite and PostgreSQL, and back again.

Every managed table is taken, with its many-to-many tables and every column as it stands,
so keys, dates and revisions survive. A table's fingerprint does not depend on the order of
rows or of keys in JSON, which the databases do not share.
"""

import datetime
import decimal
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.functions import Cast

# Sign-ins end with a move; search indexes are built anew, in each database's own way.
LEFT_OUT = {"sessions.Session"}
LEFT_OUT_APPS = {"wagtailsearch", "modelsearch"}
BATCH = 200
LINES_MODULUS = 1 << 256


class Fingerprint:
    """Count and order-free hash of lines."""

    def __init__(self) -> None:
        self.rows = 0
        self.total = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total += int.from_bytes(hashlib.sha256(line).digest())

    @property
    def hash(self) -> str:
        return f"{self.total % LINES_MODULUS:064x}"


def kept_models() -> list[type[models.Model]]:
    """Every table that a backup holds, many-to-many tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in LEFT_OUT
        and model._meta.app_label not in LEFT_OUT_APPS
    ]


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Each row as one canonical JSON line, streamed."""
    fields = _fields(model)
    columns = {f"c{i}": _readable(field) for i, field in enumerate(fields)}
    rows = models.QuerySet(model).order_by("pk").annotate(**columns).values_list(*columns)
    for row in rows.iterator(chunk_size=BATCH):
        values = {
            field.column: _plain(field, value) for field, value in zip(fields, row, strict=True)
        }
        yield (json.dumps(values, sort_keys=True, ensure_ascii=False) + "\n").encode()


def insert(model: type[models.Model], lines: Iterable[bytes]) -> None:
    """Write rows just as they were, in batches; refuse a line with other columns than ours."""
    fields = _fields(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    source = iter(lines)
    with connection.cursor() as cursor:
        while batch := list(islice(source, BATCH)):
            cursor.executemany(statement, [_stored(fields, line) for line in batch])


def empty(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def fingerprint(model: type[models.Model]) -> Fingerprint:
    found = Fingerprint()
    for line in lines_of(model):
        found.add(line)
    return found


def reset_sequences() -> None:
    """New rows get numbers after the restored ones."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if field.column]


def _is_json(field: models.Field[Any, Any]) -> bool:
    return field.get_internal_type() == "JSONField"


def _readable(field: models.Field[Any, Any]) -> models.Expression | models.F:
    """JSON as text: fields of others (StreamField) would turn it into objects of their own."""
    column = models.F(field.attname)
    return Cast(column, models.TextField()) if _is_json(field) else column


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if _is_json(field):
        return _canonical(json.loads(value))
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, uuid.UUID | decimal.Decimal):
        return str(value)
    return value


def _canonical(value: Any) -> Any:
    """PostgreSQL tells 1.0 from 1 no more than JSON does."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    return value


def _stored(fields: list[models.Field[Any, Any]], line: bytes) -> list[Any]:
    values = json.loads(line)
    if not isinstance(values, dict) or set(values) != {field.column for field in fields}:
        raise ValueError("columns")
    return [_for_database(field, values[field.column]) for field in fields]


def _for_database(field: models.Field[Any, Any], value: Any) -> Any:
    if _is_json(field):
        # SQL NULL and JSON null are not told apart by a nullable column's readers.
        return None if value is None else connection.ops.adapt_json_value(value, None)
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return field.get_db_prep_save(bytes.fromhex(value), connection)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    return target.get_db_prep_value(target.to_python(value), connection, prepared=False)
