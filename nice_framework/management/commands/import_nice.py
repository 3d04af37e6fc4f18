"""Read one of NIST's exports, print what importing it would change, and do it on request."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nice_framework.importing.apply import apply_import, plan_import
from nice_framework.importing.parse import parse, read_source
from nice_framework.importing.refusals import ImportRefused
from nice_framework.importing.report import lines


class Command(BaseCommand):
    help = (
        "Read NIST's NICE Framework export (JSON or workbook) and print the plan. "
        "Nothing is written without --apply."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="FILE-OR-URL", help="A file or an https address.")
        parser.add_argument("--apply", action="store_true", help="Write what the plan says.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            export = parse(*read_source(options["source"]))
        except ImportRefused as refusal:
            raise CommandError(f"{refusal.sentence} Nothing was changed.") from refusal
        plan = apply_import(export=export) if options["apply"] else plan_import(export=export)
        for line in lines(plan):
            self.stdout.write(line)
        self.stdout.write("")
        if options["apply"]:
            self.stdout.write(
                f"NICE {export.version} is stored."
                if plan.changes_something
                else "Everything was stored already; nothing was changed."
            )
        elif plan.changes_something:
            self.stdout.write("Nothing was written. Add --apply to write this.")
        else:
            self.stdout.write("Everything is stored already.")
