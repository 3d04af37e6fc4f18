"""Named values of a YAML file, taken one by one, each refused with the line it stands on."""

from pathlib import Path
from typing import Any

from courses.catalogue.loading.problems import Report, line_of
from courses.catalogue.loading.shaping import WrongShape, shape
from courses.questions.fields import plain


class Fields:
    """A mapping being read. `finish` reports what nobody asked for."""

    def __init__(
        self, values: Any, path: Path, text: str, report: Report, *, line: int = 1
    ) -> None:
        self.values = values if isinstance(values, dict) else {}
        self.path, self.text, self.report, self.line = path, text, report, line
        self.asked: set[str] = set()

    def problem(self, name: str, what: str, fix: str) -> None:
        self.report.add(self.path, line_of(self.text, f"{name}:", self.line), what, fix)

    def take(self, name: str) -> Any:
        self.asked.add(name)
        return self.values.get(name)

    def words(self, name: str, *, required: bool = True, most: int = 0) -> str:
        value = self.take(name)
        if value is None or value == "":
            if required:
                self.problem(name, f"{name} is missing.", f"Add {name}: and the words.")
            return ""
        if not isinstance(value, str):
            self.problem(name, f"{name} is {value!r}, not text.", 'Put it in quotes: "…".')
            return str(value)
        value = value.strip()
        if most and len(value) > most:
            self.problem(name, f"{name} has {len(value)} characters.", f"Keep it under {most}.")
        return value

    def number(self, name: str, *, least: int, most: int, default: int | None = None) -> int | None:
        value = self.take(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.problem(
                name,
                f"{name} is {value!r}.",
                f"Write a whole number from {least} to {most}.",
            )
            return least
        return value

    def flag(self, name: str) -> bool:
        value = self.take(name)
        if value not in (None, True, False):
            self.problem(name, f"{name} is {value!r}.", "Write true or false, without quotes.")
        return bool(value)

    def choice(self, name: str, choices: list[str]) -> str:
        value = self.words(name)
        if value and value not in choices:
            self.problem(name, f"{name} is {value!r}.", f"Use one of: {', '.join(choices)}.")
        return value

    def some_of(self, name: str, choices: list[str]) -> list[str]:
        values = self.texts(name)
        if unknown := [value for value in values if value not in choices]:
            known = f"Use some of: {', '.join(choices)}."
            self.problem(name, f"{name} names {', '.join(unknown)}.", known)
        return values

    def texts(self, name: str, *, required: bool = False) -> list[str]:
        value = self.take(name)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.problem(
                name,
                f"{name} is not a list of texts.",
                'Start each entry with "- ", and put entries that hold ": " in quotes.',
            )
            return []
        return [" ".join(entry.split()) for entry in value]

    def block(self, name: str, block: Any) -> Any:
        """A value in the shape of a block, as plain JSON."""
        value = self.take(name)
        if value is None:
            return [] if hasattr(block, "child_block") else {}
        try:
            return plain(block, block.to_python(shape(block, value, name, name)))
        except WrongShape as error:
            self.problem(name, error.what, error.fix)
            return []

    def finish(self) -> None:
        for name in self.values:
            if name not in self.asked:
                known = ", ".join(sorted(self.asked))
                self.problem(str(name), f"Nobody reads {name}.", f"Use: {known}.")
