"""Keeps web server, Celery worker and Celery beat running together, and stops them together.

Standard library only: it also serves before anything is installed. Each process gets a
parent-death signal, so that none survives when the launcher itself is killed; one that ends
is started again, later each time. Celery is stopped through its main process only.
"""

import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

PR_SET_PDEATHSIG = 1
LONGEST_WAIT = 30.0
STEADY_AFTER = 30.0
STOP_WITHIN = 4.0
# The web server gets both cores first: people wait for it, jobs don't mind.
WEB_ALONE_FOR = 15.0
LOG_LIMIT = 10_000_000


class Refusal(Exception):
    """Nothing was started; the message is one sentence."""


@dataclass
class Service:
    """One process to keep running."""

    name: str
    command: list[str]
    # How far it steps back when the processor is wanted: nobody waits for a PDF as for a page.
    niceness: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 1.0
    start_at: float = 0.0


def commands(host: str, port: str, var: Path) -> list[Service]:
    """The web server first. Workers are single processes: no pool to be left half alive.

    In a pool, a child that is killed while it waits for work keeps the lock that the others wait
    for, and the worker stands still for ever, looking well.
    """
    python = sys.executable
    web = [python, "-m", "gunicorn", "lms.wsgi", "--config", "python:lms.gunicorn"]
    celery = [python, "-m", "celery", "--app", "lms.celery", "--quiet"]
    worker = [*celery, "worker", "--pool", "solo", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]
    return [
        Service("web", [*web, "--bind", f"{host}:{port}"]),
        *(Service(name, [*worker, f"{name}@%h"], 10) for name in ("worker-1", "worker-2")),
        Service("beat", [*beat, "--schedule", str(var / "beat" / "schedule")]),
    ]


def need_free_port(host: str, port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            reason = "is already in use" if error.errno == errno.EADDRINUSE else error.strerror
            raise Refusal(
                f"Port {port} on {host} {reason}: stop the other program, or choose another "
                "port, for example: make run PORT=8001"
            ) from None


def hold_folder(var: Path) -> IO[str]:
    """Refuse a second launcher over the same data; the lock ends with this process."""
    (var / "beat").mkdir(parents=True, exist_ok=True)
    (var / "log").mkdir(exist_ok=True)
    lock = (var / "launcher.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Refusal(f"The site is already running on the data in {var}.") from None
    return lock


class Launcher:
    """Starts the services, watches them, and stops them on Ctrl-C or SIGTERM."""

    def __init__(self, services: list[Service], log: Path | None) -> None:
        self.services = services
        self.log = log
        self.stopping = False

    def run(self, on_ready: Callable[[], bool]) -> None:
        """Until told to stop. `on_ready` is asked about once a second until it says True."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        ready, began = False, time.monotonic()
        while not self.stopping:
            others = ready or time.monotonic() - began > WEB_ALONE_FOR
            for service in self.services if others else self.services[:1]:
                self._watch(service)
            ready = ready or on_ready()
            time.sleep(0.2)
        self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _watch(self, service: Service) -> None:
        now = time.monotonic()
        if service.process is None:
            if now >= service.start_at:
                self._start(service)
        elif service.process.poll() is not None:
            if now - service.started > STEADY_AFTER:
                service.wait = 1.0
            code, service.process = service.process.returncode, None
            service.start_at = now + service.wait
            print(
                f"The {service.name} process ended ({code}); "
                f"starting it again in {service.wait:.0f} s. {self._last_words(service)}",
                flush=True,
            )
            service.wait = min(service.wait * 2, LONGEST_WAIT)

    def _start(self, service: Service) -> None:
        output = self._output(service)
        service.started = time.monotonic()
        service.process = subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            # A session of its own: Ctrl-C reaches the launcher only, which stops each main process.
            start_new_session=True,
            preexec_fn=die_with(os.getpid(), service.niceness),
        )
        if output:
            output.close()

    def _output(self, service: Service) -> IO[bytes] | None:
        if self.log is None:
            return None
        path = self.log / f"{service.name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _last_words(self, service: Service) -> str:
        if self.log is None:
            return ""
        return f"Its log: {self.log / service.name}.log"

    def _end_all(self) -> None:
        running = [s.process for s in self.services if s.process and s.process.poll() is None]
        for process in running:
            process.terminate()
        limit = time.monotonic() + STOP_WITHIN
        for process in running:
            try:
                process.wait(max(0.0, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def die_with(parent: int, niceness: int = 0) -> Callable[[], None]:
    """For a child, between fork and exec: be killed when the launcher is, and step back."""
    libc = ctypes.CDLL(None, use_errno=True)

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.nice(niceness)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
