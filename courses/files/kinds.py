"""Which uploads are what, by their ending and their first bytes."""

from typing import Any

VIDEO = {"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm"}
AUDIO = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}
CAPTIONS = {"vtt": "text/vtt"}
BEGINS = {
    "mp4": ((4, b"ftyp"),),
    "m4v": ((4, b"ftyp"),),
    "m4a": ((4, b"ftyp"),),
    "webm": ((0, b"\x1a\x45\xdf\xa3"),),
    "mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "ogg": ((0, b"OggS"),),
    "wav": ((0, b"RIFF"),),
}


def ending_of(upload: Any) -> str:
    return str(upload.file.name).rpartition(".")[2].lower()


def is_one_of(upload: Any, kinds: dict[str, str]) -> bool:
    """By its name and, where a kind has a mark, by how it begins."""
    ending = ending_of(upload)
    if ending not in kinds:
        return False
    marks = BEGINS.get(ending)
    return marks is None or any(_head(upload)[at : at + len(m)] == m for at, m in marks)


def _head(upload: Any) -> bytes:
    try:
        with upload.file.open("rb") as file:
            return bytes(file.read(16))
    except OSError:
        return b""
