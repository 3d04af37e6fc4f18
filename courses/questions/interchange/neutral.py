"""A question as interchange files know it, before it is one of ours. Plain data, no Django models.

Readers make entries of it and mappings make configs; neither knows the other.
"""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256


class Kind(StrEnum):
    CHOICE = "choice"
    TRUE_FALSE = "true-false"
    MATCHING = "matching"
    NUMERIC = "numeric"
    SHORT_TEXT = "short text"
    ORDERING = "ordering"
    ESSAY = "essay"


@dataclass
class Choice:
    """`share` is what it earns or costs, from -100 to 100 per cent."""

    text: str
    share: float
    feedback: str = ""


@dataclass
class Number:
    """An accepted number, as it was written, and how far off an answer may be."""

    value: str
    tolerance: str = "0"
    share: float = 100
    feedback: str = ""


@dataclass
class Item:
    """One question. `notes` say what of it was left out on the way, in sentences."""

    kind: Kind
    line: int
    stem: str
    place: str = ""
    identifier: str = ""
    name: str = ""
    choices: list[Choice] = field(default_factory=list)
    multiple: bool = False
    pairs: list[tuple[str, str]] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    truth: bool = False
    case_matters: bool = False
    explanation: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for the same question, wherever it stands and whatever it is called."""
        return sha256(json.dumps(self.substance, sort_keys=True).encode()).hexdigest()

    @property
    def substance(self) -> dict[str, object]:
        aside = {"line", "place", "identifier", "name", "tags", "notes"}
        return {name: value for name, value in asdict(self).items() if name not in aside}


@dataclass
class Left:
    """Something in the file that is no question here, and why."""

    line: int
    text: str
    why: str
    place: str = ""
    # What only orders a file (a category, a list of items) is no loss.
    harmless: bool = False


Entry = Item | Left


@dataclass
class Parsed:
    """A whole file, in its own order."""

    format: str
    entries: list[Entry]

    @property
    def items(self) -> list[Item]:
        return [entry for entry in self.entries if isinstance(entry, Item)]
