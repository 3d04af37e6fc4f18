"""Everything in one file, as it stood at one moment, while people go on working."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from lms.operations import places, tables
from lms.operations.archive import ArchiveWriter, read_chunks


def write_backup(target: Path) -> dict[str, dict[str, Any]]:
    """Write the archive and return its entries: sizes, hashes and, for tables, rows."""
    with ArchiveWriter(target) as archive:
        with one_moment():
            migrations = applied_migrations()
            for model in tables.kept_models():
                _add_table(archive, model)
        # After the rows: every file a row names was stored before the row was.
        for kind in places.STORAGES:
            for name in places.stored_names(kind):
                with places.storage_of(kind).open(name) as file:
                    archive.add(f"{kind}/{name}", read_chunks(file))
        for key in places.key_files():
            archive.add(f"keys/{key.name}", [key.read_bytes()])
        archive.finish(made_at=timezone.now().isoformat(), migrations=migrations)
        return archive.entries


def _add_table(archive: ArchiveWriter, model: Any) -> None:
    seen = tables.Fingerprint()

    def watched() -> Iterator[bytes]:
        for line in tables.lines_of(model):
            seen.add(line)
            yield line

    entry = archive.add(f"tables/{model._meta.label_lower}.jsonl", watched())
    entry.update(rows=seen.rows, fingerprint=seen.hash)


def applied_migrations() -> list[str]:
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """All tables as of one moment, and nobody made to wait for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions take the write lock at once; this one only reads.
        connection.ensure_connection()
        connection.cursor().execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.cursor().execute("ROLLBACK")
    else:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
