"""Run a command on the local PostgreSQL and Redis, in a database and number of its own.

    .venv/bin/python deploy/local_servers.py COMMAND...

Ends with the command's code, or with 75 and one sentence when either server doesn't answer.
What was made is dropped afterwards, also when the command fails or is stopped.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import redis
from psycopg import sql

NOT_THERE = 75
WAYS_IN = [
    {"host": "/var/run/postgresql"},
    {"host": "127.0.0.1"},
    {"host": "127.0.0.1", "user": "postgres"},
]
# Over half a day: a run that was killed must not keep its number for ever.
CLAIM_SECONDS = 6 * 3600


class NotThere(Exception):
    """A server doesn't answer, or lets nobody in; the message says which."""


@contextmanager
def database() -> Iterator[str]:
    """A role and a database with one random name; all that the role owns is gone afterwards."""
    name, password = f"lms_ci_{secrets.token_hex(5)}", secrets.token_hex(16)
    role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
        sql.Identifier(name), sql.Literal(password)
    )
    # Nothing of it outlives the run, so no commit need wait for the disk.
    quick = sql.SQL("ALTER ROLE {} SET synchronous_commit = off").format(sql.Identifier(name))
    new = sql.SQL("CREATE DATABASE {} OWNER {}").format(*[sql.Identifier(name)] * 2)
    _administer(role, quick, new)
    try:
        yield f"postgres://{name}:{password}@127.0.0.1:5432/{name}"
    finally:
        left = _administer(
            sql.SQL(
                "SELECT datname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba "
                "WHERE rolname = {0} OR datname LIKE {1}"
            ).format(sql.Literal(name), sql.Literal(f"%{name}%"))
        )
        drops = [
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(row))
            for row in left
        ]
        _administer(*drops, sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _administer(*statements: sql.Composed) -> list[str]:
    """As whoever may: through a connection of our own, or as root through the server's user."""
    for way in WAYS_IN:
        try:
            with psycopg.connect(
                dbname="postgres", connect_timeout=3, autocommit=True, **way
            ) as db:
                rows: list[str] = []
                for statement in statements:
                    cursor = db.execute(statement)
                    rows = [row[0] for row in cursor.fetchall()] if cursor.description else []
                return rows
        except psycopg.OperationalError:
            continue
        except psycopg.errors.InsufficientPrivilege:
            continue
    if os.geteuid() == 0 and shutil.which("psql") and shutil.which("runuser"):
        text = ";\n".join(statement.as_string(None) for statement in statements) + ";"
        done = subprocess.run(
            ["runuser", "-u", "postgres", "--", "psql", "-XAtq", "-v", "ON_ERROR_STOP=1"],
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout.split()
    raise NotThere("No local PostgreSQL answers that lets this user make a database.")


@contextmanager
def broker() -> Iterator[str]:
    """An empty Redis database of our own, claimed by a key and emptied afterwards."""
    for number in range(15, 0, -1):
        url = f"redis://127.0.0.1:6379/{number}"
        client = redis.Redis.from_url(url, socket_connect_timeout=2)
        try:
            if client.dbsize() or not client.set("lms-ci", "1", nx=True, ex=CLAIM_SECONDS):
                continue
        except redis.RedisError:
            raise NotThere("No local Redis answers.") from None
        try:
            yield url
        finally:
            client.flushdb()
            client.close()
        return
    raise NotThere("The local Redis has no empty database left.")


def _stop(number: int, frame: object) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    # Being told to stop must still drop what was made.
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        with broker() as broker_url, database() as database_url:
            environment = {
                **os.environ,
                "TEST_DATABASE_URL": database_url,
                "TEST_BROKER_URL": broker_url,
            }
            return subprocess.run(command, env=environment, check=False).returncode
    except NotThere as refusal:
        print(refusal)
        return NOT_THERE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
