"""Kill worker, beat, web server and launcher while jobs run; count what was lost or done twice.

python -m tests.lms.operations.kill_campaign --jobs 300 --kills 6
"""

import argparse
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
VICTIMS = ("worker", "beat", "gunicorn", "serve")
ENQUEUE = """
from lms.jobs.api import enqueue
for number in range({first}, {last}):
    enqueue("campaign.write", key=f"campaign:{{number}}", number=number)
"""


@dataclass
class Outcome:
    """What the database says afterwards, and which processes were left behind."""

    jobs: int
    lost: int
    twice: int
    orphans: int
    killed: Counter[str]
    seconds: float

    def __str__(self) -> str:
        killed = ", ".join(f"{name} {count}" for name, count in sorted(self.killed.items()))
        return (
            f"{self.jobs} jobs, killed: {killed}; lost {self.lost}, done twice {self.twice}, "
            f"orphans {self.orphans}; {self.seconds:.0f} s"
        )


class Campaign:
    """One installation of its own in a folder, with real processes."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])
        self.environment = {
            "PATH": os.environ["PATH"],
            "LMS_VAR": str(folder),
            "PORT": self.port,
            "CELERY_BROKER_URL": broker,
            "DJANGO_SETTINGS_MODULE": "tests.lms.operations.campaign_settings",
        }
        self.launcher: subprocess.Popen[bytes] | None = None
        self.killed: Counter[str] = Counter()

    def manage(self, *command: str) -> None:
        command = (sys.executable, "manage.py", *command)
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def enqueue(self, first: int, last: int) -> None:
        self.manage("shell", "-v", "0", "-c", ENQUEUE.format(first=first, last=last))

    def start(self) -> None:
        self.launcher = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-prepare", "--port", self.port],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def processes(self) -> dict[int, str]:
        """Every live process of this installation, known by its LMS_VAR."""
        mark, found = f"LMS_VAR={self.folder}\0".encode(), {}
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or mark not in (entry / "environ").read_bytes():
                    continue
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            name = next((victim for victim in VICTIMS if f" {victim}" in command), "other")
            if command and int(entry.name) != os.getpid():
                found[int(entry.name)] = name
        return found

    def kill(self, name: str) -> None:
        """SIGKILL to one process of this kind; the launcher is started again by hand."""
        candidates = [pid for pid, kind in self.processes().items() if kind == name]
        if name == "serve" and self.launcher:
            # A process that it has just forked still bears its name.
            candidates = [self.launcher.pid]
        if not candidates:
            return
        os.kill(random.choice(candidates), signal.SIGKILL)  # noqa: S311
        self.killed[name] += 1
        if name == "serve" and self.launcher:
            self.launcher.wait(20)
            if self.wait_for_none(10):
                self.start()

    def stop(self) -> None:
        if self.launcher:
            self.launcher.send_signal(signal.SIGINT)
            self.launcher.wait(20)

    def wait_for_none(self, seconds: float) -> bool:
        limit = time.monotonic() + seconds
        while self.processes() and time.monotonic() < limit:
            time.sleep(0.1)
        return not self.processes()

    def counts(self) -> Counter[str]:
        with sqlite3.connect(self.folder / "db.sqlite3", timeout=20) as database:
            rows = database.execute("SELECT state, COUNT(*) FROM jobs_job GROUP BY state")
            return Counter(dict(rows.fetchall()))

    def effects(self) -> Counter[str]:
        with sqlite3.connect(self.folder / "db.sqlite3", timeout=20) as database:
            rows = database.execute(
                "SELECT subject FROM accounts_auditentry WHERE action = 'campaign'"
            )
            return Counter(row[0] for row in rows.fetchall())

    def wait_until_done(self, jobs: int, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while self.counts()["done"] < jobs and time.monotonic() < limit:
            time.sleep(0.2)


def run(
    *,
    jobs: int,
    kills: list[str],
    seconds: float,
    folder: Path,
    broker: str = "",
    migrated: Path | None = None,
) -> Outcome:
    """Owe `jobs`, kill as told while they are done, and count."""
    began = time.monotonic()
    campaign = Campaign(folder, broker)
    if migrated and migrated.exists():
        shutil.copyfile(migrated, folder / "db.sqlite3")
    campaign.manage("migrate", "-v", "0")
    campaign.enqueue(0, jobs)
    campaign.start()
    try:
        for number, victim in enumerate(kills, 1):
            _wait_for_share(campaign, jobs * number // (len(kills) + 1), seconds / len(kills))
            campaign.kill(victim)
        campaign.wait_until_done(jobs, seconds)
        campaign.stop()
        orphans = 0 if campaign.wait_for_none(10) else len(campaign.processes())
    finally:
        for pid in campaign.processes():
            os.kill(pid, signal.SIGKILL)
    effects = campaign.effects()
    return Outcome(
        jobs=jobs,
        lost=jobs - len(effects) + (jobs - campaign.counts()["done"]),
        twice=sum(1 for count in effects.values() if count > 1),
        orphans=orphans,
        killed=campaign.killed,
        seconds=time.monotonic() - began,
    )


def _wait_for_share(campaign: Campaign, done: int, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while campaign.counts()["done"] < done and time.monotonic() < limit:
        time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=6)
    options = parser.parse_args()
    order = ["worker", "serve", "worker", "gunicorn", "beat", "worker"]
    kills = [order[number % len(order)] for number in range(options.kills)]
    with tempfile.TemporaryDirectory(prefix="lms-campaign-") as folder:
        outcome = run(jobs=options.jobs, kills=kills, seconds=600, folder=Path(folder))
    print(outcome)
    return 1 if outcome.lost or outcome.twice or outcome.orphans else 0


if __name__ == "__main__":
    sys.exit(main())
