"""Load the curriculum's files into the site. Safe to run again: only changes are written."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.assessment.filed_dates import load_dates
from courses.catalogue.loading.applying import Outcome
from courses.catalogue.loading.problems import BrokenCurriculum
from courses.catalogue.loading.services import SHIPPED, load_curriculum, read_curriculum


class Command(BaseCommand):
    help = "Loads courses from files. Pages changed in the editor are left alone and reported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="Where the files are.")
        parser.add_argument(
            "--bring-back", action="store_true", help="Load also what was deleted in the editor."
        )
        parser.add_argument("--course", default="", help="The folder of one course.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            curriculum = read_curriculum(options["folder"], options["course"])
            outcomes = load_curriculum(curriculum, bring_back=options["bring_back"])
            for course, _known in curriculum.courses:
                load_dates(course, outcomes[course.slug])
        except BrokenCurriculum as broken:
            raise CommandError(f"Nothing was changed.\n{broken}") from broken
        for name, outcome in outcomes.items():
            self._tell(name, outcome)

    def _tell(self, name: str, outcome: Outcome) -> None:
        line = (
            f"{name}: {len(outcome.created)} new, {len(outcome.updated)} updated, "
            f"{outcome.unchanged} unchanged"
        )
        if outcome.version:
            line += f"; published as version {outcome.version.label}"
            line += " (pilot)" if outcome.version.pilot else ""
        self.stdout.write(line)
        for entry in outcome.left:
            self.stdout.write(f"  left alone: {entry}")
        for note in outcome.notes:
            self.stdout.write(f"  {note}")
