"""A backup back into an empty installation: all of it, or nothing.

The archive is checked from end to end first. Rows are written in one transaction; files are
written before it commits and taken away again if it doesn't.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction

from lms.accounts.sealing import missing_seals, seals_lifted
from lms.operations import places, preparing, tables
from lms.operations.archive import ArchiveReader, DamagedArchive
from lms.operations.backup import applied_migrations

OUR_APPS = ("accounts", "jobs", "notices", "nice_framework", "certificates", "courses")
# What migrations themselves write; a restore replaces it.
MADE_BY_MIGRATIONS = {
    "accounts.District",
    "courses.CourseIndexPage",
    "courses.LegalReview",
    "courses.SubjectReview",
}


class CannotRestore(Exception):
    """Nothing was changed; the message is one sentence."""


@dataclass(frozen=True)
class Restored:
    """One table, compared: what the manifest says and what the database now holds."""

    table: str
    rows: int
    hash: str


def restore(source: Path, say: Callable[[str], None]) -> list[Restored]:
    try:
        archive = ArchiveReader(source)
    except DamagedArchive as damage:
        raise CannotRestore(str(damage)) from None
    _need_same_version(archive)
    _need_empty()
    _need_space(archive)
    written: list[tuple[str, str]] = []
    try:
        with transaction.atomic():
            restored = _write_rows(archive)
            _write_files(archive, written)
            say(f"{len(written)} files written and compared")
    except BaseException as error:
        for kind, name in written:
            places.storage_of(kind).delete(name)
        if isinstance(error, Error | ValueError | TypeError | OSError | KeyError):
            raise CannotRestore(
                f"The backup does not fit this installation ({type(error).__name__}); "
                "nothing was changed."
            ) from error
        raise
    _write_keys(archive)
    preparing.forget_what_was_loaded()
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    return restored


def _need_same_version(archive: ArchiveReader) -> None:
    if not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
    if sorted(archive.manifest["migrations"]) != applied_migrations() or missing_seals():
        raise CannotRestore(
            "The backup was made by another version of this software, or this database is not "
            "migrated: run manage.py migrate with the version that made the backup."
        )
    ours = {f"tables/{model._meta.label_lower}.jsonl" for model in tables.kept_models()}
    if set(archive.names("tables")) != ours:
        raise CannotRestore("The backup holds other tables than this version has.")


def _need_empty() -> None:
    for model in apps.get_models():
        label, ours = model._meta.label, model._meta.app_label in OUR_APPS
        if ours and label not in MADE_BY_MIGRATIONS and model._base_manager.exists():
            raise CannotRestore(
                f"This installation already holds data ({label}): restore into an empty one, "
                "for example with LMS_VAR or DATABASE_URL naming a new place."
            )
    for kind in places.STORAGES:
        if next(places.stored_names(kind), None):
            raise CannotRestore(
                f"The {kind} storage already holds files: restore into an empty one."
            )


def _need_space(archive: ArchiveReader) -> None:
    if archive.total_size() > shutil.disk_usage(settings.VAR_DIR).free:
        raise CannotRestore("The backup needs more room than this disk has free.")


def _write_rows(archive: ArchiveReader) -> list[Restored]:
    models = tables.kept_models()
    with seals_lifted():
        for model in models:
            tables.empty(model)
        for model in models:
            tables.insert(model, archive.lines(_entry(model)))
        tables.reset_sequences()
        # Every foreign key, now: a later commit would only say that one of them is broken.
        connection.check_constraints()
    return [_compared(archive, model) for model in models]


def _compared(archive: ArchiveReader, model: Any) -> Restored:
    said, found = archive.entries[_entry(model)], tables.fingerprint(model)
    if (found.rows, found.hash) != (said["rows"], said["fingerprint"]):
        raise CannotRestore(
            f"The table {model._meta.label} came out different from the backup "
            f"({found.rows} rows of {said['rows']}); nothing was changed."
        )
    return Restored(model._meta.label, found.rows, found.hash)


def _entry(model: Any) -> str:
    return f"tables/{model._meta.label_lower}.jsonl"


def _write_files(archive: ArchiveReader, written: list[tuple[str, str]]) -> None:
    for kind in places.STORAGES:
        for entry in archive.names(kind):
            name = entry.partition("/")[2]
            with archive.open(entry) as source:
                places.write(kind, name, source)
            written.append((kind, name))
            if places.sha256_of(kind, name) != archive.entries[entry]["sha256"]:
                raise CannotRestore(f"The file {name} came out different; nothing was changed.")


def _write_keys(archive: ArchiveReader) -> None:
    folder = places.keys_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for entry in archive.names("keys"):
        target = folder / entry.split("/")[-1]
        draft = target.with_name(f".{target.name}.part")
        draft.touch(mode=0o600)
        draft.write_bytes(b"".join(archive.chunks(entry)))
        draft.replace(target)
