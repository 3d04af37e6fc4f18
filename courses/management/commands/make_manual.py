"""Make a course's manual now, in this process, and keep it where learners download it."""

from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import current_version
from courses.printing.models import Form
from courses.printing.queries import Wanted, printed
from courses.printing.services import keep, render


class Command(BaseCommand):
    help = "Make the manual of a course's newest version as an accessible PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="The course's code, such as FR.")
        parser.add_argument("--output", type=Path, help="Write a copy to this file.")

    def handle(self, *args: Any, code: str, output: Path | None, **options: Any) -> None:
        course = CoursePage.objects.filter(code__iexact=code).first()
        version = current_version(course) if course else None
        if version is None:
            codes = CoursePage.objects.filter(versions__isnull=False).values_list("code", flat=True)
            known = ", ".join(sorted(set(codes))) or "none yet"
            raise CommandError(f"No published course has the code {code}. There is: {known}.")
        wanted = Wanted(version, Form.MANUAL)
        file = printed(wanted) or keep(wanted=wanted, content=render(wanted))
        self.stdout.write(f"{version}: {file.size // 1024} KB, {file.name}")
        if output:
            try:
                with storages["private"].open(file.name) as made:
                    output.write_bytes(made.read())
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
            self.stdout.write(f"A copy is in {output}")
