"""Read a backup into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.operations.restoring import CannotRestore, restore


class Command(BaseCommand):
    help = "Restore FILE into an empty installation; counts and hashes are compared and printed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            restored = restore(file, self.stdout.write)
        except CannotRestore as refusal:
            raise CommandError(str(refusal)) from refusal
        for table in restored:
            self.stdout.write(f"{table.rows:>8} rows  {table.hash[:16]}  {table.table}")
        rows = sum(table.rows for table in restored)
        self.stdout.write(
            f"{rows} rows in {len(restored)} tables restored; all counts and hashes are equal. "
            "Start the site again: it has the restored keys."
        )
