"""Make the skills-gap snapshot of a month, by default the current one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nice_framework.releases.queries import month_named
from nice_framework.releases.services import make_snapshot


class Command(BaseCommand):
    help = (
        "Makes the skills-gap snapshot of a month as at its last day, or as at today while the "
        "month lasts. A month is made once; asking again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", default="", help="The month, for example 2026-10.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = month_named(options["month"]) if options["month"] else None
            snapshot = make_snapshot(month=month)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        cells = ", ".join(f"{state} {n}" for state, n in snapshot.quality["cells"].items())
        self.stdout.write(
            f"Skills gap {snapshot.month:%Y-%m}, as at {snapshot.as_of}: {cells} cells."
        )
