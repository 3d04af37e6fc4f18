"""Requests as browsers send them, over connections kept open, and what each kind of them cost."""

import http.client
import statistics
import threading
import time
from itertools import groupby
from typing import Any

from tests.bench.site import Served

TOKEN = "b" * 32
Figures = dict[str, float]


def one_run(site: Served, requests: list[list[Any]], clients: int) -> dict[str, Figures]:
    """Kind by kind: processor time of the server a request, requests a second, p95.

    The first half is asked one after the other: what a request costs. The second half is asked by
    several at once, for how many a second and how long they take; where two of the machine's
    processors are one core, each then works more slowly, which `together_cpu_ms` shows.
    """
    found = {}
    for kind, group in groupby(requests, key=lambda request: request[0]):
        rows = list(group)
        half = len(rows) // 2
        alone, _seconds, _times = _measured(site, rows[:half], 1)
        together, seconds, times = _measured(site, rows[half:], clients)
        found[kind] = {
            "cpu_ms": alone,
            "together_cpu_ms": together,
            "per_second": (len(rows) - half) / seconds,
            "p95_ms": statistics.quantiles(times, n=20)[-1],
        }
    return found


def _measured(
    site: Served, rows: list[list[Any]], clients: int
) -> tuple[float, float, list[float]]:
    """Milliseconds of processor time a request, seconds for all, milliseconds of each."""
    times: list[float] = []
    before, began = site.cpu_seconds(), time.perf_counter()
    _ask(site, rows, times, clients)
    seconds = time.perf_counter() - began
    return (site.cpu_seconds() - before) * 1000 / len(rows), seconds, times


def _ask(site: Served, requests: list[list[Any]], times: list[float], clients: int) -> None:
    waiting = list(reversed(requests))
    lock = threading.Lock()
    wrong: list[str] = []

    def client() -> None:
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        while True:
            with lock:
                if not waiting:
                    break
                _kind, session, method, path, body, content_type = waiting.pop()
            headers = _headers(site, session, content_type)
            began = time.perf_counter()
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            answer.read()
            times.append((time.perf_counter() - began) * 1000)
            if answer.status not in (200, 204, 302) or "login" in answer.headers.get(
                "Location", ""
            ):
                wrong.append(f"{method} {path}: {answer.status}")
        line.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit("\n".join(wrong[:5]))


def _headers(site: Served, session: str, content_type: str) -> dict[str, str]:
    scheme = "https" if site.behind_tls else "http"
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "X-Forwarded-Proto": scheme,
        "Origin": f"{scheme}://127.0.0.1:{site.port}",
        "Accept-Encoding": "gzip",
        "Accept": "application/json" if "json" in content_type else "text/html",
    }
    return headers | ({"Content-Type": content_type} if content_type else {})


def calm() -> float:
    """Milliseconds of processor time for a fixed piece of Python: what the machine gives now.

    On a shared machine a figure means little without it: who else is working slows this loop and
    the site alike.
    """
    found = []
    for _ in range(9):
        began, total = time.thread_time(), 0
        for number in range(100_000):
            total += number * number % 7
        found.append((time.thread_time() - began) * 1000)
    return statistics.median(found)
