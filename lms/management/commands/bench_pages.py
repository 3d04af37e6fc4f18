"""Times the pages people wait for, on the data that is there: CPU, queries, bytes."""

import gzip
import statistics
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.api import current_versions


class Command(BaseCommand):
    help = "Time home, catalogue, course, lesson and verification, signed out and as one learner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=20)
        parser.add_argument("--learner", default="BPD-2417", help="Service number.")

    def handle(self, *args: Any, times: int, learner: str, **options: Any) -> None:
        settings.ALLOWED_HOSTS = ["testserver"]
        self.stdout.write(f"{'page':<46}{'CPU ms':>8}{'queries':>9}{'KB gzip':>9}")
        person = get_user_model().objects.filter(service_number=learner).first()
        for who in (None, person) if person else (None,):
            client = Client()
            if who:
                client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
            for path in self._paths(bool(who)):
                self.stdout.write(self._line(client, path, times, "learner" if who else "anyone"))

    def _paths(self, signed_in: bool) -> list[str]:
        paths = ["/", "/courses/", "/verify/"]
        for version in list(current_versions())[:1]:
            course = f"/courses/{version.course.slug}/"
            paths.append(course)
            module = version.modules.first()
            lesson = module.lessons.first() if module else None
            if signed_in and module and lesson:
                paths.append(f"{course}{module.slug}/{lesson.slug}/")
        return paths

    def _line(self, client: Client, path: str, times: int, who: str) -> str:
        answer = client.get(path)
        spent = []
        for _ in range(times):
            began = time.process_time()
            client.get(path)
            spent.append((time.process_time() - began) * 1000)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        size = len(gzip.compress(answer.content)) / 1000
        name = f"{who} {path} {answer.status_code}"
        return f"{name[:45]:<46}{statistics.median(spent):>8.1f}{len(queries):>9}{size:>9.1f}"
