"""Find completions that lack a consequence, and enrolments that are ready but not completed."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.completion.services import reconcile


class Command(BaseCommand):
    help = (
        "Sees that every finished course has its completion, evidence and certificate. "
        "Running it twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        result = reconcile()
        self.stdout.write(
            f"{result.checked} enrolments looked at: {result.completed} completed, "
            f"{result.repaired} given a certificate or evidence that was missing."
        )
