"""Installations to measure: a folder, a database of its own, and the settings of production.

On PostgreSQL the site runs with `lms.settings.production`, as behind a proxy that ends TLS; on
SQLite, which production refuses, with the settings of `make run` and DEBUG off.
"""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.bench.site import ROOT


@dataclass(frozen=True)
class Installation:
    folder: Path
    database: str  # a URL
    secret: str
    redis: str = ""

    @property
    def is_production(self) -> bool:
        return self.database.startswith("postgres")

    @property
    def environment(self) -> dict[str, str]:
        found = {
            "PATH": os.environ["PATH"],
            "LMS_VAR": str(self.folder),
            "DATABASE_URL": self.database,
            "DEBUG": "0",
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        if not self.is_production:
            return found | {"DJANGO_SETTINGS_MODULE": "lms.settings.base"}
        return found | {
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "PUBLIC_BASE_URL": "https://learning.example",
            "BEHIND_TLS_PROXY": "on",
            "REDIS_URL": self.redis,
        }

    def run(self, code: str) -> str:
        """What Python code prints inside this installation; ends the bench if it fails."""
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        return done.stdout

    def copy(self, folder: Path) -> "Installation":
        """Another installation with the same content. Nobody may be connected to this one."""
        shutil.copytree(self.folder, folder)
        if not self.is_production:
            return replace(self, folder=folder, database=f"sqlite:///{folder}/db.sqlite3")
        url = urlsplit(self.database)
        name = url.path.strip("/")
        fresh = f"{name}_{secrets.token_hex(3)}"
        with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as db:
            db.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(fresh), sql.Identifier(name)
                )
            )
        return replace(self, folder=folder, database=urlunsplit(url._replace(path=f"/{fresh}")))


def first_in(folder: Path) -> Installation:
    """An empty one, on the servers that the environment names, else on SQLite."""
    folder.mkdir()
    return Installation(
        folder=folder,
        database=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/db.sqlite3",
        secret=secrets.token_urlsafe(60),
        redis=os.environ.get("TEST_BROKER_URL", ""),
    )
