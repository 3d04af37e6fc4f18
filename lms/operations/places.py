"""The files a backup holds: media, private files and keys, wherever storage keeps them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import InvalidStorageError, Storage, storages

STORAGES = {"media": "default", "private": "private"}
# Written and removed by the readiness check.
PASSING = "readyz/"


def storage_of(kind: str) -> Storage:
    try:
        return storages[STORAGES[kind]]
    except InvalidStorageError:
        return storages["default"]


def stored_names(kind: str) -> Iterator[str]:
    """Names of all files in a storage, folder by folder."""
    yield from _walk(storage_of(kind), "")


def keys_folder() -> Path:
    return Path(settings.VAR_DIR) / "keys"


def key_files() -> list[Path]:
    folder = keys_folder()
    return sorted(file for file in folder.iterdir() if file.is_file()) if folder.exists() else []


def sha256_of(kind: str, name: str) -> str:
    """Of what the storage gives back, not of what it was given."""
    with storage_of(kind).open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(kind: str, name: str, source: Any) -> None:
    """Store under exactly this name; storage must not choose another."""
    saved = storage_of(kind).save(name, File(source))
    if saved != name:
        storage_of(kind).delete(saved)
        raise FileExistsError(name)


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in sorted(files):
        name = f"{folder}{file}"
        if not name.startswith(PASSING):
            yield name
    for sub in sorted(folders):
        yield from _walk(storage, f"{folder}{sub}/")
