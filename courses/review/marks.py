"""The mark of what somebody reviewed: the same words give the same mark, and no others do."""

import json
import re
from hashlib import sha256
from typing import Any

EDITOR_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')


def mark_of(words: Any) -> str:
    """SHA-256 over canonical JSON, without the ids that the editor gives to blocks and lines."""
    text = json.dumps(
        _without_ids(words), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )
    return sha256(EDITOR_KEY.sub("", text).encode()).hexdigest()


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        block = {"type", "value", "id"} == set(value)
        return {
            name: _without_ids(child)
            for name, child in value.items()
            if not (block and name == "id")
        }
    return value
