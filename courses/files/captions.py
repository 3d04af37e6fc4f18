"""WebVTT captions, checked as far as a machine can: it is one, and something is said in it."""

import re

TIME = r"(?:\d+:)?\d{2}:\d{2}\.\d{3}"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}")
LARGEST = 2_000_000


def cues_in(data: bytes) -> int:
    """How many times somebody or something is heard; 0 when this is no WebVTT file."""
    try:
        text = data[:LARGEST].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return 0
    first, _, rest = text.partition("\n")
    if not re.fullmatch(r"WEBVTT([ \t].*)?", first):
        return 0
    blocks = (block.strip().split("\n") for block in re.split(r"\n{2,}", rest))
    return sum(1 for lines in blocks if _spoken(lines))


def _spoken(lines: list[str]) -> bool:
    at = next((n for n, line in enumerate(lines) if TIMING.match(line)), None)
    return at is not None and any(line.strip() for line in lines[at + 1 :])
