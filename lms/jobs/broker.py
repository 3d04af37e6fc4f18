"""Kombu's broker of files, with messages that are only ever seen whole.

Kombu creates a message's file before it writes it, and a worker that looks in between reads half
a message and stops. Here a message appears by a rename, and is taken by one: one worker gets it.
Losing one on a power cut is allowed: the job table's sweep sends another.
"""

import fcntl
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Puts, gets and binds by renaming within one folder."""

    def get_table(self, exchange: str) -> list[Any]:
        try:
            return list(super().get_table(exchange))
        except ValueError:  # left empty by a process that was killed: bound anew
            return []

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str
    ) -> None:
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        file = Path(self._exchange_file(exchange))  # type: ignore[attr-defined]
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if bound not in table:
                draft = file.with_suffix(".part")
                draft.write_bytes(str_to_bytes(dumps([bound, *table])))
                draft.rename(file)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        # Sorted by name, so by time across processes.
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out, f".{name}.part")
        draft.write_bytes(str_to_bytes(dumps(payload)))
        draft.rename(Path(self.data_folder_out, name))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for message in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            taken = message.with_name(f".{message.name}.{uuid.uuid4()}.taken")
            try:
                message.rename(taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            content = taken.read_bytes()
            taken.unlink()
            try:
                return loads(bytes_to_str(content))
            except ValueError:
                continue
        raise Empty


class Transport(filesystem.Transport):
    """What `filesystem://` means here (see `lms.celery`)."""

    Channel = Channel
