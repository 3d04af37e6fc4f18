"""What an installation needs before it is served: tables, seals, catalogue, courses, a demo.

Each step is skipped only when the database itself, or a hash of the content bound to this very
database, says that there is nothing to do.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from lms.accounts.sealing import install_all_seals, missing_seals

# Command, what is said, and the files whose change makes loading necessary again.
LOADERS = [
    (
        "load_nice_catalogue",
        "Loading the NICE catalogue",
        ["nice_framework/**/*"],
    ),
    (
        "load_curriculum",
        "Loading the courses",
        ["courses/**/*", "nice_framework/framework/**/*"],
    ),
    (
        "index_lessons",
        "Indexing lessons for searching",
        ["courses/catalogue/searching/*"],
    ),
]


def prepare(out: Any) -> None:
    """Bring the database up to date; load content; load the demo if nobody is in it yet."""
    migrate(out)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    stamps = _Stamps()
    for command, sentence, patterns in LOADERS:
        if command not in get_commands():
            continue
        wanted = _hash_of(patterns)
        if stamps.get(command) != wanted:
            _say(out, sentence)
            call_command(command, stdout=out)
            stamps.set(command, wanted)
    if "load_demo" in get_commands() and settings.DEBUG and not get_user_model().objects.exists():
        _say(out, "Loading the demo")
        call_command("load_demo", stdout=out)


def migrate(out: Any) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or missing_seals():
        _say(out, "Bringing the database up to date")
        try:
            call_command("migrate", interactive=False, verbosity=0, database=DEFAULT_DB_ALIAS)
        except Exception:
            # The database is as it was before, and must be as safe.
            install_all_seals()
            raise


def forget_what_was_loaded() -> None:
    """After a restore: whatever was loaded before is not in this database."""
    _Stamps.path().unlink(missing_ok=True)


class _Stamps:
    """Which content was loaded into which database, in a file beside the data."""

    def __init__(self) -> None:
        self.database = _identity_of_database()
        try:
            kept = json.loads(self.path().read_text())
        except (OSError, ValueError):
            kept = {}
        self.kept: dict[str, str] = kept.get(self.database, {}) if isinstance(kept, dict) else {}

    @staticmethod
    def path() -> Path:
        return Path(settings.VAR_DIR) / "loaded.json"

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value
        self.path().write_text(json.dumps({self.database: self.kept}, indent=1))


def _identity_of_database() -> str:
    """Where it is, and the moment of its first migration: another database has another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(applied) FROM django_migrations")
        (first,) = cursor.fetchone()
    place = (
        f"{connection.vendor}:{connection.settings_dict['HOST']}:{connection.settings_dict['NAME']}"
    )
    return hashlib.sha256(f"{place}:{first}".encode()).hexdigest()[:24]


def _hash_of(patterns: Iterable[str]) -> str:
    total = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    files = {file for pattern in patterns for file in root.glob(pattern) if file.is_file()}
    for file in sorted(files):
        if "__pycache__" not in file.parts:
            total.update(f"{file.relative_to(root)}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _say(out: Any, sentence: str) -> None:
    out.write(sentence)
    out.flush()
