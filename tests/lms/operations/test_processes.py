"""Real processes, really killed: nothing lost, nothing twice, nobody left behind."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, migrated_template
from tests.lms.operations import kill_campaign

pytestmark = pytest.mark.slow


def test_kills_lose_nothing_and_leave_no_orphan(tmp_path: Path) -> None:
    """SIGKILL the worker in mid-job, then the launcher with everything under it."""
    outcome = kill_campaign.run(
        jobs=40,
        kills=["worker", "serve"],
        seconds=120,
        folder=tmp_path,
        migrated=migrated_template(),
    )
    assert outcome.killed == {"worker": 1, "serve": 1}
    assert (outcome.lost, outcome.twice, outcome.orphans) == (0, 0, 0), str(outcome)


def test_the_same_over_redis(tmp_path: Path) -> None:
    broker = os.environ.get("TEST_BROKER_URL", "")
    if not broker.startswith("redis"):
        pytest.skip("TEST_BROKER_URL names no Redis")
    outcome = kill_campaign.run(
        jobs=40,
        kills=["worker", "serve"],
        seconds=120,
        folder=tmp_path,
        broker=broker,
        migrated=migrated_template(),
    )
    assert (outcome.lost, outcome.twice, outcome.orphans) == (0, 0, 0), str(outcome)


def _serve(var: Path, port: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", port, *more],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LMS_VAR": str(var)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = _serve(tmp_path, str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "is already in use" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "db.sqlite3").exists()


def test_two_launchers_over_one_folder_are_refused(tmp_path: Path) -> None:
    from lms.jobs.launcher import Refusal, hold_folder

    with hold_folder(tmp_path), pytest.raises(Refusal, match="already running"):
        hold_folder(tmp_path)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT must be a number"),
        ("LMS_VAR", "/proc/nowhere", "cannot be written"),
    ],
)
def test_set_up_refuses_with_one_sentence(setting: str, value: str, sentence: str) -> None:
    environment = {"PATH": os.environ["PATH"], "LMS_VAR": os.environ["LMS_VAR"], setting: value}
    refused = subprocess.run(
        [sys.executable, "deploy/setup.py", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
