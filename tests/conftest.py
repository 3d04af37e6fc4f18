"""Fixtures of the whole suite: the database, its seals, and where NIST's real files are."""

from pathlib import Path

import pytest
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def nist_files() -> Path:
    """The folder of NIST's own exports, which lies beside the repository on some machines."""
    folder = SHARED / "nice" / "official"
    if not folder.exists():
        pytest.skip("NIST's files are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_seals(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Emptying a transactional test's database is the one deletion a test may make."""
    from django.core.management.commands import flush

    from lms.accounts.sealing import seals_lifted

    original = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        using = str(options["database"])
        if connections[using].vendor == "sqlite":
            with seals_lifted(using):
                original(self, **options)
        else:
            original(self, **options)

    flush.Command.handle = handle
