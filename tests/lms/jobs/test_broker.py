"""A message is seen whole or not at all, and by one worker."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

import lms.celery  # noqa: F401  (names our transport)
from lms.jobs.broker import Channel


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options["control_folder"] = str(tmp_path / "control")
    found = Connection("filesystem://", transport_options=options).channel()
    assert isinstance(found, Channel)
    return found


def test_messages_come_in_order_once(channel: Channel, tmp_path: Path) -> None:
    for number in range(3):
        channel._put("lms", {"number": number})
    channel._put("other", {"number": 9})
    assert [channel._get("lms")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("lms")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_broken_message_stops_nobody(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "1_a.lms.msg").write_bytes(b"")
    channel._put("lms", {"number": 1})
    assert channel._get("lms") == {"number": 1}


def test_an_exchange_left_half_written_is_bound_anew(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "control").mkdir()
    (tmp_path / "control" / "lms.exchange").touch()
    assert channel.get_table("lms") == []
    for _ in range(2):
        channel._queue_bind("lms", "lms", "", "lms")
    assert [tuple(row) for row in channel.get_table("lms")] == [("lms", "", "lms")]


def test_two_workers_share_without_repeating(channel: Channel) -> None:
    for number in range(200):
        channel._put("lms", {"number": number})

    def take(_: int) -> list[int]:
        taken = []
        try:
            while True:
                taken.append(channel._get("lms")["number"])
        except Empty:
            return taken

    with ThreadPoolExecutor(4) as pool:
        taken = Counter(number for part in pool.map(take, range(4)) for number in part)
    assert taken == Counter(range(200))
