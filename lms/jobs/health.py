"""What must work for the site to do its job. Each check gives one sentence when it doesn't."""

import ctypes
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PDF_LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"]


class Trouble(Exception):
    """The check failed; the message is safe to show to anybody."""


def report() -> dict[str, str]:
    """`ok` or one sentence for each part. Sentences name no host, path or person."""
    return {name: _outcome(check) for name, check in CHECKS.items()}


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except Trouble as trouble:
        return str(trouble)
    except Exception as error:
        return f"Not working ({type(error).__name__})."
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Trouble("Some migrations have not been applied: run manage.py migrate.")


def _cache() -> None:
    mark = uuid.uuid4().hex
    cache.set("readyz", mark, 60)
    if cache.get("readyz") is None:
        raise Trouble("The cache does not keep what is written to it.")


def _broker() -> None:
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        if not os.access(folder, os.W_OK | os.X_OK):
            raise Trouble("The broker's folder cannot be written.")
    elif settings.CELERY_BROKER_URL.startswith("redis"):
        import redis

        client = redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2
        )
        with client:
            client.ping()


def _private_storage() -> None:
    storage = storages["private"]
    name = storage.save(f"readyz/{uuid.uuid4().hex}", ContentFile(b"ready"))
    storage.delete(name)


def _pdf_libraries() -> None:
    for library in PDF_LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            raise Trouble(f"{library} is missing, which certificates need.") from None


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "broker": _broker,
    "private storage": _private_storage,
    "PDF libraries": _pdf_libraries,
}
