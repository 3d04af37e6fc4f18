"""Write a whole course into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.models import CoursePage
from courses.catalogue.packaging.exporting import export_course
from courses.catalogue.packaging.refusals import PackageRefused


class Command(BaseCommand):
    help = "Writes a course with everything an author made of it. Nothing of learners is in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="The course's code, such as FR.")
        parser.add_argument("file", type=Path, help="Where to write it.")

    def handle(self, *args: Any, **options: Any) -> None:
        course = CoursePage.objects.filter(code=options["code"]).first()
        if course is None:
            raise CommandError(f"There is no course {options['code']}.")
        try:
            data = export_course(course)
            options["file"].write_bytes(data)
        except PackageRefused as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{course.title}: {len(data):,} bytes in {options['file']}.")
