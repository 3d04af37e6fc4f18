"""How Celery reaches its broker: a folder of files by default, Redis where one is named."""

from pathlib import Path
from typing import Any


def broker_options(url: str, var: Path) -> dict[str, Any]:
    """Transport options that lost nothing when workers were killed (see docs/decisions)."""
    if not url.startswith("filesystem:"):
        return {
            "visibility_timeout": 15,
            "unacked_restore_throttle": 1,
            "unacked_restore_interval": 2,
            "socket_connect_timeout": 2,
            "socket_timeout": 10,
        }
    folder = var / "broker"
    (folder / "messages").mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        # The default of one second would mean two tasks a second.
        "polling_interval": 0.05,
    }
