"""A damaged, foreign or hostile archive is refused with one sentence and changes nothing."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from lms.accounts.models import AuditEntry, Learner, User
from lms.accounts.sealing import seals_lifted
from lms.operations import tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Storage and keys of this test's own, below its folder."""
    settings.VAR_DIR = tmp_path / "var"
    for name in ("media", "private", "keys"):
        (settings.VAR_DIR / name).mkdir(parents=True)
    (settings.VAR_DIR / "keys" / "secret-key").write_text("one")
    places = {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.VAR_DIR / folder},
        }
        for name, folder in {"default": "media", "private": "private"}.items()
    }
    settings.STORAGES = {**settings.STORAGES, **places}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A backup of one person and two files, taken before this installation is emptied again."""
    person = User.objects.create(service_number="X1", full_name="Ñandú Example")
    AuditEntry.objects.create(action="a", actor=person.learner_id)
    names = {
        "private": storages["private"].save("certificates/x.pdf", ContentFile(b"%PDF")),
        "default": storages["default"].save("images/y.png", ContentFile(b"png")),
    }
    file = tmp_path / "one.zip"
    call_command("backup", str(file), verbosity=0)
    for storage, name in names.items():
        storages[storage].delete(name)
    with seals_lifted():
        for model in (AuditEntry, User, Learner):
            tables.empty(model)
    return file


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def _flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("tables/accounts.user.jsonl").header_offset
    content[start + 90] ^= 0xFF
    file.write_bytes(content)


def _rewrite(change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Callable[[Path], None]:
    """Take the archive apart, change entries and manifest, and put a well-formed ZIP back."""

    def spoil(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(entries.pop("manifest.json"))
        change(entries, manifest)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
            archive.writestr("manifest.json", json.dumps(manifest))

    return spoil


def _list(
    entries: dict[str, bytes], manifest: dict[str, Any], name: str, content: bytes, **facts: object
) -> None:
    entries[name] = content
    manifest["entries"][name] = {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        **facts,
    }


def _climb(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    _list(entries, manifest, "media/../../climbed.txt", b"x")


def _climb_from_keys(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    _list(entries, manifest, "keys/../climbed.txt", b"x")


def _stranger(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries["media/unlisted.txt"] = b"x"


def _lie_about_size(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    entries["media/images/y.png"] = b"0" * 50_000_000


def _other_version(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["migrations"].append("accounts.9999_later")


def _lose_rows(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """Consistent hashes, but a user without the learner that the row points to."""
    name = "tables/accounts.learner.jsonl"
    _list(entries, manifest, name, b"", rows=0, fingerprint="0" * 64)


def _other_columns(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    _list(
        entries,
        manifest,
        "tables/accounts.user.jsonl",
        b'{"id": 1}\n',
        rows=1,
        fingerprint="0" * 64,
    )


def _not_a_manifest(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["entries"] = ["tables"]


SPOILT = {
    "cut off": (_cut_off, "damaged or cut off"),
    "byte flipped": (_flip_a_byte, "damaged|altered"),
    "climbs out of media": (_rewrite(_climb), "no backup writes"),
    "climbs out of keys": (_rewrite(_climb_from_keys), "no backup writes"),
    "unlisted entry": (_rewrite(_stranger), "other entries"),
    "larger than it says": (_rewrite(_lie_about_size), "another size"),
    "other version": (_rewrite(_other_version), "another version"),
    "rows lost": (_rewrite(_lose_rows), "does not fit"),
    "other columns": (_rewrite(_other_columns), "does not fit"),
    "no manifest": (_rewrite(_not_a_manifest), "manifest is not one"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_archive_changes_nothing(name: str, archive: Path) -> None:
    spoil, sentence = SPOILT[name]
    spoil(archive)
    before = _state(archive.parent)
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("restore", str(archive))
    assert "\n" not in str(refusal.value)
    assert _state(archive.parent) == before


def _state(folder: Path) -> tuple[dict[str, str], list[str]]:
    rows = {model._meta.label: tables.fingerprint(model).hash for model in tables.kept_models()}
    return rows, sorted(str(file) for file in folder.rglob("*") if file.is_file())


def _content(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return file.read()


def test_a_whole_one_restores_once(archive: Path) -> None:
    call_command("restore", str(archive))
    assert User.objects.get().full_name == "Ñandú Example"
    assert _content("certificates/x.pdf") == b"%PDF"
    with pytest.raises(CommandError, match="already holds data"):
        call_command("restore", str(archive))


def test_something_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"not a backup")
    with pytest.raises(CommandError, match="damaged or cut off"):
        call_command("restore", str(other))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", str(tmp_path / "none.zip"))


def test_files_in_the_way_are_kept(archive: Path) -> None:
    storages["private"].save("certificates/theirs.pdf", ContentFile(b"theirs"))
    with pytest.raises(CommandError, match="already holds files"):
        call_command("restore", str(archive))
    assert _content("certificates/theirs.pdf") == b"theirs"


def test_a_backup_never_replaces_a_file(archive: Path) -> None:
    with pytest.raises(CommandError, match="already there"):
        call_command("backup", str(archive))
