"""Print the demo's named accounts."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.operations import accounts_table


class Command(BaseCommand):
    help = "Print the demo accounts as a table, where the demo is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = accounts_table.lines()
        if not lines:
            lines = ["The demo is not loaded here, so there are no demo accounts."]
        for line in lines:
            self.stdout.write(line)
