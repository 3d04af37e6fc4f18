"""Read a course's package, print what it would add, and do it on request."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.packaging.importing import Plan, apply_course, plan_course
from courses.catalogue.packaging.refusals import PackageRefused


class Command(BaseCommand):
    help = "Reads a file that export_course wrote. Nothing is written without --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="Write what the plan says.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        try:
            plan = apply_course(data=data)[0] if options["apply"] else plan_course(data=data)
        except PackageRefused as refusal:
            said = "\n".join(refusal.messages)
            raise CommandError(f"{said}\nNothing was changed.") from refusal
        self._tell(plan, applied=options["apply"])

    def _tell(self, plan: Plan, *, applied: bool) -> None:
        counts = ", ".join(f"{n} {name}" for name, n in plan.counts.items() if n)
        self.stdout.write(f"{plan.title} ({plan.code}): {counts}.")
        for line in [*plan.problems, *plan.notes]:
            self.stdout.write(f"  {line}")
        if plan.here:
            self.stdout.write("It is here already; nothing was changed.")
        elif applied:
            self.stdout.write("It was added as a draft. Publish its page to offer it.")
        elif not plan.problems:
            self.stdout.write("Nothing was written. Add --apply to write this.")
