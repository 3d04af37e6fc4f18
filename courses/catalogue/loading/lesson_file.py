"""A lesson's Markdown file: front matter, then CommonMark with `:::` blocks."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses.catalogue.loading.problems import Report
from courses.catalogue.loading.shaping import WrongShape, stable_id, stream_child

OPENING = re.compile(r"^:::\s*([a-z_]+)\s*$")
# The same reader written in C, eight times as fast, where PyYAML was built with it.
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")


@dataclass
class Piece:
    """A run of the body: a kind, its text, and the line on which it starts."""

    kind: str
    text: str
    line: int
    level: str = ""


def read_yaml(text: str, path: Path, report: Report, *, first_line: int = 1) -> Any:
    """Parsed YAML, or nothing and a problem with the line it stands on."""
    try:
        return yaml.load(text, Loader=SAFE)  # noqa: S506  it is one of the two safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or "the YAML cannot be read"
        report.add(
            path,
            line,
            f"The YAML cannot be read here: {what}.",
            'Check the indentation, and put values that hold ": " or "#" in quotes.',
        )
        return None


def split_front_matter(text: str, path: Path, report: Report) -> tuple[dict[str, Any], str, int]:
    """Front matter, body, and the line on which the body starts."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        report.add(
            path, 1, "The lesson has no front matter.", "Start with --- and end it with ---."
        )
        return {}, "", 1
    end = next(n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    front = read_yaml("\n".join(lines[1:end]), path, report, first_line=2)
    if front is not None and not isinstance(front, dict):
        report.add(
            path, 2, "The front matter is not name: value lines.", "Write title: … and so on."
        )
        front = None
    return front or {}, "\n".join(lines[end + 1 :]), end + 2


def read_body(text: str, first_line: int, path: Path, seed: str, report: Report) -> list[Any]:
    """The body as raw blocks. Problems are reported and their block is left out."""
    body: list[Any] = []
    counts: dict[str, int] = {}
    for piece in _pieces(text, first_line, path, report):
        counts[piece.kind] = counts.get(piece.kind, 0) + 1
        block_id = str(stable_id(seed, piece.kind, counts[piece.kind]))
        value: Any = piece.text
        if piece.kind == "heading":
            value = {"text": piece.text, "level": piece.level}
        elif piece.kind != "text":
            value = read_yaml(piece.text, path, report, first_line=piece.line + 1)
            if value is None:
                continue
        try:
            body.append(stream_child(piece.kind, value, block_id))
        except WrongShape as error:
            report.add(path, piece.line, error.what, error.fix)
    return body


def _pieces(text: str, first_line: int, path: Path, report: Report) -> list[Piece]:
    pieces: list[Piece] = []
    current: Piece | None = None
    for number, line in enumerate(text.splitlines(), start=first_line):
        if current is not None and current.kind != "text":
            if line.strip() == ":::":
                current = None
            else:
                current.text += line + "\n"
            continue
        opening, heading = OPENING.match(line), HEADING.match(line)
        if opening:
            current = Piece(opening.group(1), "", number)
            pieces.append(current)
        elif line.startswith(":::"):
            report.add(
                path, number, f"{line.strip()!r} starts no block.", "Write ::: and one kind."
            )
        elif heading:
            pieces.append(_heading(heading, number, path, report))
            current = None
        elif current is None and line.strip():
            current = Piece("text", line + "\n", number)
            pieces.append(current)
        elif current is not None:
            current.text += line + "\n"
    if current is not None and current.kind != "text":
        report.add(
            path, current.line, f"The block {current.kind!r} is not closed.", "End it with :::."
        )
    return [piece for piece in pieces if piece.kind != "text" or piece.text.strip()]


def _heading(match: re.Match[str], line: int, path: Path, report: Report) -> Piece:
    level = len(match.group(1))
    if level not in (2, 3):
        report.add(
            path, line, f"A heading of level {level}.", "Use ## for a section and ### below it."
        )
    return Piece("heading", match.group(2), line, str(min(max(level, 2), 3)))
