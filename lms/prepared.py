"""Queries that nearly every request asks, with their SQL written once in each thread.

Django writes the SQL of a query anew each time it is asked. For one row by its key that costs ten
times what the database does, and saving an answer asks four of those. Rows are made as Django
makes them, converters and related rows included: only the writing of the SQL is saved.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)

# What stands in place of the nth value while the SQL is written, by what its field keeps.
SAMPLES: dict[str, Callable[[int], object]] = {
    "CharField": lambda n: f"value {n}, to be replaced",
    "DateTimeField": lambda n: datetime(1987, 6, 5, 4, 3, 2, n, UTC),
    "IntegerField": lambda n: 1_987_654_300 + n,
    "UUIDField": lambda n: UUID(int=0x5A5A5A5A_0000_4000_8000_5A5A5A5A0000 + n),
}


class Written(NamedTuple):
    """SQL, the compiler that makes rows of what it finds, and whose value goes where."""

    compiler: Any
    sql: str
    params: tuple[Any, ...]
    names: tuple[str | None, ...]


class Prepared(Generic[M]):
    """The rows of a queryset that differs from call to call only in some values.

    `build` takes the values by name and returns the queryset; `fields` says for each name which
    field it is compared with. A value is never None and never a list: those change the SQL. What
    else `build` compares with is written down with it, so it must be the same for ever: no time.
    Rows that are to be locked are asked for inside a transaction, which nothing here checks.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], **fields: "Field[Any, Any]") -> None:
        self.build = build
        self.fields = fields
        self.kept = threading.local()

    def first(self, **values: object) -> M | None:
        """The first of the rows, if any. Where there may be many, `build` slices."""
        found = self.rows(**values)
        return found[0] if found else None

    def rows(self, **values: object) -> list[M]:
        written = self._written()
        given = {name: self._stored(name, value) for name, value in values.items()}
        params = tuple(
            given[name] if name else param
            for name, param in zip(written.names, written.params, strict=True)
        )
        compiler = written.compiler
        compiler.as_sql = lambda *args, **kwargs: (written.sql, params)
        source = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
        )
        # A thread may get another connection, and one that it has left must not be held open.
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        try:
            # At once: the compiler is shared, so a row that is read later might be another call's.
            return list(ModelIterable(source))  # type: ignore[arg-type]
        finally:
            compiler.connection = None

    def _written(self) -> Written:
        """A compiler serves one call at a time, so each thread has its own."""
        found: Written | None = getattr(self.kept, "written", None)
        if found is None:
            fields = enumerate(self.fields.items())
            samples = {name: _sample(field, number) for number, (name, field) in fields}
            compiler = self.build(**samples).query.get_compiler(DEFAULT_DB_ALIAS)
            sql, params = compiler.as_sql()
            by_value = {self._stored(name, value): name for name, value in samples.items()}
            names = tuple(by_value.get(param) for param in params)
            if set(names) - {None} != set(samples):
                raise TypeError("The query must ask for each of its values.")
            found = self.kept.written = Written(compiler, sql, tuple(params), names)
        return found

    def _stored(self, name: str, value: object) -> Any:
        return self.fields[name].get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])


def _sample(field: "Field[Any, Any]", number: int) -> object:
    while isinstance(field, ForeignKey):
        field = field.target_field
    for one in type(field).__mro__:
        if one.__name__ in SAMPLES:
            return SAMPLES[one.__name__](number)
    raise TypeError(f"No value is known to stand for a {type(field).__name__}.")
