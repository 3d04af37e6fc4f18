"""What is wrong in curriculum files, said so that a subject expert can put it right."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """`what` is wrong in that line of that file, and what to do about it."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what} {self.fix}"


class BrokenCurriculum(Exception):
    """Files that cannot be loaded. Nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class Report:
    """Collects problems of one folder of files, so that an author sees all of them at once."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, line: int, what: str, fix: str) -> None:
        name = str(path.relative_to(self.root)) if path.is_relative_to(self.root) else path.name
        self.problems.append(Problem(name, max(line, 1), what, fix))

    def raise_if_any(self) -> None:
        if self.problems:
            raise BrokenCurriculum(sorted(self.problems, key=lambda p: (p.file, p.line)))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


def line_of(text: str, needle: str, start: int = 0) -> int:
    """The line on which a piece of text stands, at or after line `start`; `start` if nowhere."""
    for number, line in enumerate(text.splitlines(), start=1):
        if number >= start and needle in line:
            return number
    return max(start, 1)
