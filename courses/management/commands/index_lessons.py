"""Make the sections that searching reads: of versions that have none, or of all."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from courses.catalogue.models import CourseVersion
from courses.catalogue.searching.indexing import index_version


class Command(BaseCommand):
    help = "Index the lessons of published versions for searching."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also those that are indexed.")

    def handle(self, *args: Any, **options: Any) -> None:
        versions = CourseVersion.objects.all()
        if not options["all"]:
            versions = versions.filter(sections=None)
        count = total = 0
        for version in versions.iterator():
            total += index_version(version)
            count += 1
        self.stdout.write(f"{count} versions indexed, {total} sections")
