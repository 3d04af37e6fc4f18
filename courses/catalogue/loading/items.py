"""What is read out of a file, before it is anything."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass
class Item:
    """One page or question to be: where it is from, its stable id, and its content."""

    path: Path
    id: str
    slug: str
    content: Json
    line: int = 1
    files: dict[str, Path] = field(default_factory=dict)
