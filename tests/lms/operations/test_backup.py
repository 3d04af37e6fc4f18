"""A backup restores whole, once, into an empty installation, on and across both databases."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, migrated_template

FILL = """
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from lms.accounts.models import AuditEntry, User
User.objects.create(service_number="X1", full_name="Ñandú Example")
AuditEntry.objects.create(action="a", detail={"b": [1.0, 2.5], "a": "é"})
storages["private"].save("certificates/x.pdf", ContentFile(b"%PDF"))
storages["default"].save("images/y.png", ContentFile(b"png"))
"""
LOOK = """
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from lms.accounts.models import AuditEntry, User
first = User.objects.get(service_number="X1")
assert first.full_name == "Ñandú Example"
assert AuditEntry.objects.get(action="a").detail == {"a": "é", "b": [1, 2.5]}
assert storages["private"].open("certificates/x.pdf").read() == b"%PDF"
assert storages["default"].open("images/y.png").read() == b"png"
assert User.objects.create(service_number="X2", full_name="Next").pk > first.pk
try:
    with transaction.atomic():
        AuditEntry.objects.update(action="b")
except DatabaseError:
    print("sealed and numbered")
"""


class Installation:
    """Data of its own in a folder, and in a database of its own; driven from outside."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "LMS_VAR": str(folder),
            "DATABASE_URL": database or f"sqlite:///{folder}/db.sqlite3",
        }
        folder.mkdir(exist_ok=True)
        if not database and migrated_template().exists():
            shutil.copyfile(migrated_template(), folder / "db.sqlite3")

    def manage(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        return self.manage("shell", "-v", "0", "-c", code)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("source"))
    installation.manage("migrate", "-v", "0")
    installation.python(FILL)
    return installation


@pytest.fixture(scope="session")
def archive(source: Installation) -> Path:
    file = source.folder / "one.zip"
    assert "rows" in source.manage("backup", str(file))
    return file


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database beside the one that TEST_DATABASE_URL names."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if not named.startswith("postgres"):
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    import psycopg

    server, _, base = named.rpartition("/")
    name = f"{base}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_sqlite_into_empty_sqlite(archive: Path, source: Installation, tmp_path: Path) -> None:
    target = Installation(tmp_path / "target")
    said = target.manage("restore", str(archive))
    assert "all counts and hashes are equal" in said
    key = Path("keys", "secret-key")
    assert (target.folder / key).read_text() == (source.folder / key).read_text()
    assert "sealed and numbered" in target.python(LOOK)
    assert oct(archive.stat().st_mode)[-3:] == "600"


@pytest.mark.slow
@pytest.mark.postgres
def test_sqlite_to_postgresql_and_back(archive: Path, tmp_path: Path, postgres_url: str) -> None:
    server = Installation(tmp_path / "server", postgres_url)
    assert "are equal" in server.manage("restore", str(archive))
    assert "sealed and numbered" in server.python(LOOK)
    second = tmp_path / "two.zip"
    server.manage("backup", str(second))
    back = Installation(tmp_path / "back")
    assert "are equal" in back.manage("restore", str(second))
    assert "True" in back.python(
        "from lms.accounts.models import User; print(User.objects.count() == 2)"
    )
