"""Do everything that is owed now, in this process: for a machine without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.jobs import queries, services


class Command(BaseCommand):
    help = "Do all jobs that are owed now, and say what is left."

    def handle(self, *args: Any, **options: Any) -> None:
        finished = services.run_owed()
        counts = queries.counts()
        self.stdout.write(
            f"{finished} jobs done; {counts['owed']} owed later, {counts['running']} running, "
            f"{counts['failed']} need a person."
        )
        for job in queries.needing_a_person():
            self.stdout.write(f"  {job.key}: {job.error}")
