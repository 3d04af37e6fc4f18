"""Fill an empty database with the demo."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.dashboard import demo


class Command(BaseCommand):
    help = "Load the demo (invented people at every stage) into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-known-passwords",
            action="store_true",
            help="Load it outside development too. Everybody can know its passwords.",
        )

    def handle(self, *args: Any, with_known_passwords: bool, **options: Any) -> None:
        try:
            made = demo.load(with_known_passwords=with_known_passwords)
        except demo.CannotLoad as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Demo loaded: {made.people} people, {made.enrolled} enrolled, "
            f"{made.completed} completed. See manage.py demo_accounts."
        )
