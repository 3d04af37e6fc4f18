"""The one launcher: prepares the installation, then keeps web, worker and beat running."""

import os
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.jobs import launcher
from lms.operations import accounts_table, preparing


class Command(BaseCommand):
    help = "Start web server, worker and beat together; Ctrl-C stops them all."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--no-prepare", action="store_true", help="Start at once.")
        parser.add_argument(
            "--log-to-terminal", action="store_true", help="For systemd and containers."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, var = options["host"], options["port"], settings.VAR_DIR
        try:
            launcher.need_free_port(host, port)
            lock = launcher.hold_folder(var)
        except launcher.Refusal as refusal:
            raise CommandError(str(refusal)) from None
        if not options["no_prepare"]:
            preparing.prepare(self.stdout)
        log = None if options["log_to_terminal"] else var / "log"
        with lock:
            self.stdout.write("Starting web server, worker and beat")
            self.stdout.flush()
            keeper = launcher.Launcher(launcher.commands(host, port, var), log)
            keeper.run(_Announcer(self.stdout, host, port))
        self.stdout.write("Stopped.")


class _Announcer:
    """Says where the site is, once it answers."""

    def __init__(self, out: Any, host: str, port: str) -> None:
        self.out = out
        self.address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
        self.asked = 0.0

    def __call__(self) -> bool:
        if time.monotonic() - self.asked < 0.5 or not self._answers():
            return False
        for line in accounts_table.lines():
            self.out.write(line)
        self.out.write(
            f"\nThe site is at {self.address} and its log in {settings.VAR_DIR / 'log'}."
        )
        self.out.write(
            "NIST's own wording is not shipped. With one of NIST's exports at hand:\n"
            "  .venv/bin/python manage.py import_nice FILE --apply"
        )
        self.out.write("Ctrl-C stops everything.")
        self.out.flush()
        return True

    def _answers(self) -> bool:
        self.asked = time.monotonic()
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False
