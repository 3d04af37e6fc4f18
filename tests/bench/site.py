"""The site as it is served, with the processor time of its web processes."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.installations import Installation

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    port: int
    master: int
    behind_tls: bool

    def cpu_seconds(self) -> float:
        """User and system time of all web processes so far."""
        return sum(_cpu(pid) for pid in [self.master, *_children(self.master)])


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid: int) -> float:
    """To the nanosecond: a clock tick is as long as several of the requests measured."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


@contextmanager
def served(site: "Installation") -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--config", "python:lms.gunicorn"]
    web = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--max-requests", "0"],
        cwd=ROOT,
        env=site.environment,
    )
    try:
        _wait(port, web)
        yield Served(port, web.pid, site.is_production)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(30)


def _wait(port: int, web: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        if web.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The web server did not start.")
