"""Write everything (database, media, private files, keys) into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.operations.backup import write_backup


class Command(BaseCommand):
    help = "Write database, media, private files and keys, as of one moment, into FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is already there: name a new file.")
        try:
            entries = write_backup(file)
        except OSError as error:
            raise CommandError(f"The backup could not be written ({error.strerror}).") from error
        rows = 0
        for name, entry in entries.items():
            if "rows" in entry:
                rows += entry["rows"]
                self.stdout.write(f"{entry['rows']:>8} rows  {entry['sha256'][:16]}  {name}")
        files = sum(1 for entry in entries.values() if "rows" not in entry)
        self.stdout.write(f"{rows} rows and {files} files written to {file}.")
        self.stdout.write("It holds personal data and keys: keep it where only you can read it.")
