"""Check the curriculum's files and write nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.loading.problems import BrokenCurriculum
from courses.catalogue.loading.services import SHIPPED, read_curriculum


class Command(BaseCommand):
    help = "Says what is wrong in curriculum files, line by line, and how to put it right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="Where the files are.")
        parser.add_argument("--course", default="", help="The folder of one course.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            curriculum = read_curriculum(options["folder"], options["course"])
        except BrokenCurriculum as broken:
            raise CommandError(str(broken)) from broken
        for course, _known in curriculum.courses:
            lessons = sum(len(module.lessons) for module in course.modules)
            items = sum(len(module.questions) for module in course.modules)
            self.stdout.write(
                f"{course.slug}: {len(course.modules)} modules, {lessons} lessons, {items} items"
            )
