"""One file that holds everything: a ZIP of tables, files and keys under a manifest of hashes.

Reading trusts nothing: names, sizes and hashes are checked against the manifest before any
entry is used, and no entry can reach outside the three places it may be written to.
"""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = "cyber-learning-backup"
VERSION = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 100_000_000
LINE_LIMIT = 100_000_000
CHUNK = 1 << 20
KINDS = ("tables", "media", "private", "keys")
NAME = re.compile(r"(tables|media|private|keys)(/[^/\x00-\x1f\\]{1,255})+")


class DamagedArchive(Exception):
    """The file is not a whole, unaltered backup; the message is one sentence."""


class ArchiveWriter:
    """Writes beside the target and puts it in place only when it is whole."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        self.entries: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "ArchiveWriter":
        # Holds every person's data and the keys: readable by its owner only, from the start.
        self.handle = os.fdopen(
            os.open(self.draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b"
        )
        self.zip = zipfile.ZipFile(self.handle, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        return self

    def add(self, name: str, chunks: Iterable[bytes], **facts: Any) -> dict[str, Any]:
        """Stream one entry; its size and SHA-256 go into the manifest with the facts given."""
        digest, size = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        self.entries[name] = {"size": size, "sha256": digest.hexdigest(), **facts}
        return self.entries[name]

    def finish(self, **about: Any) -> None:
        manifest = {"format": FORMAT, "version": VERSION, **about, "entries": self.entries}
        self.zip.writestr(MANIFEST, json.dumps(manifest, indent=1))
        self.zip.close()
        self.handle.flush()
        os.fsync(self.handle.fileno())
        self.draft.replace(self.target)

    def __exit__(self, *error: object) -> None:
        self.handle.close()
        self.draft.unlink(missing_ok=True)


class ArchiveReader:
    """A backup that was checked from end to end before anything of it is used."""

    def __init__(self, source: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(source)
            self.manifest = self._read_manifest()
            self.entries: dict[str, dict[str, Any]] = self.manifest["entries"]
            self._check_names()
            for name in self.entries:
                self._check_content(name)
        except OSError as error:
            raise DamagedArchive(f"The file cannot be read ({error.strerror or error}).") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,  # also what zipfile does not implement
            ValueError,
        ):
            raise DamagedArchive(
                "The file is not a whole backup: it is damaged or cut off."
            ) from None
        except (KeyError, TypeError, AttributeError):
            raise DamagedArchive("The file's manifest is not one that a backup writes.") from None

    def _read_manifest(self) -> dict[str, Any]:
        try:
            info = self.zip.getinfo(MANIFEST)
        except KeyError:
            raise DamagedArchive(
                "The file has no manifest, so it is not one of our backups."
            ) from None
        if info.file_size > MANIFEST_LIMIT:
            raise DamagedArchive("The file's manifest is larger than any that a backup writes.")
        manifest = json.loads(self.zip.read(info))
        if manifest["format"] != FORMAT:
            raise DamagedArchive("The file is not one of our backups.")
        if manifest["version"] != VERSION:
            raise DamagedArchive("The file was written in a form that this version cannot read.")
        _check_manifest(manifest)
        return manifest

    def _check_names(self) -> None:
        names = [info.filename for info in self.zip.infolist()]
        if len(names) != len(set(names)) or set(names) != {*self.entries, MANIFEST}:
            raise DamagedArchive("The file holds other entries than its manifest lists.")
        for name in self.entries:
            if not NAME.fullmatch(name) or {".", ".."} & set(name.split("/")):
                raise DamagedArchive("The file holds an entry with a name that no backup writes.")

    def _check_content(self, name: str) -> None:
        expected, digest, size = self.entries[name], hashlib.sha256(), 0
        if self.zip.getinfo(name).file_size != expected["size"]:
            raise DamagedArchive(f"The entry {name} has another size than the manifest says.")
        for chunk in self.chunks(name):
            digest.update(chunk)
            size += len(chunk)
            if size > expected["size"]:
                break
        if size != expected["size"] or digest.hexdigest() != expected["sha256"]:
            raise DamagedArchive(f"The entry {name} was altered: its hash is not the manifest's.")

    def names(self, kind: str) -> list[str]:
        return [name for name in self.entries if name.split("/")[0] == kind]

    def open(self, name: str) -> Any:
        return self.zip.open(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        with self.open(name) as entry:
            yield from read_chunks(entry)

    def lines(self, name: str) -> Iterator[bytes]:
        with self.open(name) as entry:
            while line := entry.readline(LINE_LIMIT):
                yield line

    def total_size(self) -> int:
        return sum(entry["size"] for entry in self.entries.values())


def _check_manifest(manifest: dict[str, Any]) -> None:
    """Raise TypeError, KeyError or AttributeError unless all facts are there, of their types."""
    if not all(type(name) is str for name in manifest["migrations"]):
        raise TypeError
    for name, entry in manifest["entries"].items():
        facts = {"size": int, "sha256": str}
        if name.startswith("tables/"):
            facts |= {"rows": int, "fingerprint": str}
        if not all(type(entry[fact]) is kind for fact, kind in facts.items()):
            raise TypeError


def read_chunks(file: BinaryIO | Any) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
