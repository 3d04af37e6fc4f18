"""Append-only tables, enforced by the database itself on SQLite and PostgreSQL.

A model says what is sealed with a class attribute, for example::

    sealed = Seal()                                            # no update, no delete
    sealed = Seal(update="OLD.submitted_at IS NOT NULL")       # only once handed in

The triggers are (re)created after every migration, because SQLite rebuilds a table, and so
drops its triggers, when a column changes. There they are also lifted before, because one that
asks another table stops that table from being rebuilt. Beside that, restoring a backup and
emptying a test database are the two places that may lift the seals, inside one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models, transaction

EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True)
class Seal:
    """Conditions, in SQL over OLD and NEW, under which each kind of write is refused.

    `None` never refuses, an empty string always does.
    """

    update: str | None = ""
    delete: str | None = ""
    insert: str | None = None

    def condition(self, event: str) -> str | None:
        return getattr(self, event)


def sealed_models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models() if isinstance(getattr(model, "sealed", None), Seal)
    ]


def install_seals(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """After migrating `sender`, put every seal of its models in force."""
    for model in sealed_models():
        if model._meta.app_config is sender or model._meta.app_label == sender.label:
            _install(model, using)


def lift_to_migrate(
    sender: AppConfig, using: str = "default", plan: Any = None, **kwargs: Any
) -> None:
    """Before migrating, on SQLite: `install_seals` puts them back, also where migrating failed."""
    connection = connections[using]
    if not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'seal_%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def install_all_seals(using: str = "default") -> None:
    """Every seal in force, on the tables that are there."""
    for model in sealed_models():
        _install(model, using)


@contextmanager
def seals_lifted(using: str = "default") -> Iterator[None]:
    """Within one transaction, allow writing to sealed tables: for restoring and for tests only."""
    with transaction.atomic(using=using):
        for model in sealed_models():
            _remove(model, using)
        yield
        for model in sealed_models():
            _install(model, using)


def missing_seals(using: str = "default") -> list[str]:
    """Names of triggers that should exist and don't."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for model in sealed_models() for name in _names(model) if name not in present]


def _names(model: type[models.Model]) -> list[str]:
    seal: Seal = model.sealed  # type: ignore[attr-defined]
    table = model._meta.db_table
    return [f"seal_{table}_{event}" for event in EVENTS if seal.condition(event) is not None]


def _remove(model: type[models.Model], using: str) -> None:
    connection = connections[using]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for event in EVENTS:
            on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            cursor.execute(f'DROP TRIGGER IF EXISTS "seal_{table}_{event}"{on}')


def _install(model: type[models.Model], using: str) -> None:
    connection = connections[using]
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return
    _remove(model, using)
    seal: Seal = model.sealed  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for event in EVENTS:
            condition = seal.condition(event)
            if condition is not None:
                for statement in _statements(connection.vendor, table, event, condition):
                    cursor.execute(statement)


def _statements(vendor: str, table: str, event: str, condition: str) -> list[str]:
    message = f"{table} is append-only: {event} refused"
    when = f" WHEN ({condition})" if condition else ""
    trigger = (
        f'CREATE TRIGGER "seal_{table}_{event}" BEFORE {event.upper()} ON "{table}" FOR EACH ROW'
    )
    if vendor == "sqlite":
        return [f"{trigger}{when} BEGIN SELECT RAISE(ABORT, '{message}'); END"]
    body = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
    if condition:
        # PostgreSQL allows no sub-query in WHEN, so the condition is tested inside.
        body = f"IF {condition} THEN {body} END IF;"
    result = "OLD" if event == "delete" else "NEW"
    function = (
        f'CREATE OR REPLACE FUNCTION "seal_{table}_{event}"() RETURNS trigger AS $$ '
        f"BEGIN {body} RETURN {result}; END $$ LANGUAGE plpgsql"
    )
    return [function, f'{trigger} EXECUTE FUNCTION "seal_{table}_{event}"()']
