"""What a mapping answers."""

from dataclasses import dataclass, field
from typing import Any


class NotTaken(ValueError):
    """No type of ours holds this item, with the reason in a sentence."""


@dataclass
class Taken:
    """A type of ours with its config, and what of the item it does not hold."""

    type_key: str
    config: dict[str, Any]
    notes: list[str] = field(default_factory=list)
