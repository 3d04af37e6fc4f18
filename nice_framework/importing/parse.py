"""Read a file or address, tell its form, and give one internal form of its contents."""

import hashlib
import time
from pathlib import Path
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from nice_framework.importing.contents import Export
from nice_framework.importing.json_form import read_json
from nice_framework.importing.refusals import MAX_BYTES, ImportRefused, shorten
from nice_framework.importing.workbook_form import read_workbook

PATIENCE = 60.0  # seconds for a whole download
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1_000_000} MB; no NICE export is."


def parse(data: bytes, file_name: str) -> Export:
    """The contents of NIST's JSON (bare or wrapped) or workbook, told apart by its first bytes."""
    if len(data) > MAX_BYTES:
        raise ImportRefused(TOO_LARGE)
    if not data.strip():
        raise ImportRefused("The file is empty.")
    sha256 = hashlib.sha256(data).hexdigest()
    reader = read_workbook if data.startswith(b"PK") else read_json
    return reader(data, file_name[:200], sha256)


def read_source(source: str) -> tuple[bytes, str]:
    """The bytes of a file or of an https address, and a name for them."""
    if "://" in source:
        return _download(source), Path(urlsplit(source).path).name or "download"
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{shorten(path.name)} cannot be read: {error.strerror}.") from error
    return data, path.name


def _download(url: str) -> bytes:
    """At most MAX_BYTES over https, redirects included, within PATIENCE seconds."""
    if urlsplit(url).scheme != "https":
        raise ImportRefused("Only addresses that begin with https:// are read.")
    started, data = time.monotonic(), b""
    try:
        # Nothing packed: what arrives is what is counted.
        headers = {"Accept-Encoding": "identity"}
        with requests.get(url, stream=True, timeout=(5, 20), headers=headers) as answer:
            answer.raise_for_status()
            if any(urlsplit(step.url).scheme != "https" for step in [*answer.history, answer]):
                raise ImportRefused("The address leads to one that is not https.")
            for piece in answer.raw.stream(65_536, decode_content=False):
                data += piece
                if len(data) > MAX_BYTES:
                    raise ImportRefused(TOO_LARGE)
                if time.monotonic() - started > PATIENCE:
                    raise ImportRefused("The download took longer than a minute.")
    except (requests.RequestException, HTTPError) as error:
        raise ImportRefused(f"The address did not answer: {type(error).__name__}.") from error
    return data
