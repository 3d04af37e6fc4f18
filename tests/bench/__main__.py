"""Cost of the pages people wait for, at national size: `python -m tests.bench`.

For each size: a database of its own, the site served as in production, real requests by learners
taken at random. Per request: processor time of the server's processes, asked alone and together
with others, how many a second, and the 95th percentile of the time to the whole answer. Medians
of several runs, as JSON too.

All sizes are served at once and asked in turn, run by run, so that whatever else the machine does
weighs on all of them alike.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.asking import Figures, calm, one_run
from tests.bench.installations import Installation, first_in
from tests.bench.site import Served, served

GOALS = {  # CPU milliseconds
    "course page": 10,
    "lesson page": 8,
    "page of an assessment": 9,
    "save an answer": 3,
    "submit and grade": 7,
    "save progress": 2,
    "home": 12,
}
SEARCH_GOAL = 300  # milliseconds by the clock, over a thousand lessons
WARMING = 2  # runs that nobody counts
Run = dict[str, Figures]


def installations(sizes: list[int], folder: Path) -> list[Installation]:
    """One for each size, each grown from the one before it."""
    made: list[Installation] = []
    for size in sizes:
        began = time.perf_counter()
        place = folder / str(size)
        one = made[-1].copy(place) if made else first_in(place)
        one.run(f"from tests.bench.population import populate; populate({size})")
        if not made:
            one.run("from django.core.management import call_command as c; "
                    "c('collectstatic', interactive=False, verbosity=0)")  # fmt: skip
        made.append(one)
        print(f"{size} learners written in {time.perf_counter() - began:.0f} s", flush=True)
    return made


def pages(all_of_them: list[Installation], options: argparse.Namespace) -> list[dict[str, Any]]:
    """What each run found at each size, and how calm the machine was."""
    count = WARMING + options.runs
    plans = [_plan(one, f"plans({options.each}, {count})") for one in all_of_them]
    found = []
    with ExitStack() as stack:
        sites = [stack.enter_context(served(one)) for one in all_of_them]
        for number in range(count):
            loop = calm()
            runs = [
                one_run(site, plan[number], options.clients)
                for site, plan in zip(sites, plans, strict=True)
            ]
            if number >= WARMING:
                found.append({"loop_ms": loop, "sizes": runs})
                print(f"run {number - WARMING + 1} of {options.runs}", flush=True)
    return found


def searching(one: Installation, options: argparse.Namespace) -> Figures:
    one.run("from tests.bench.population import a_thousand_lessons_to_search as a; a()")
    requests = _plan(one, f"searches({options.each})")

    def ask(site: Served) -> Figures:
        return one_run(site, requests, options.clients)["search"]

    with served(one) as site:
        ask(site)
        return _medians([{"search": ask(site)} for _ in range(options.runs)])["search"]


def _plan(one: Installation, call: str) -> list[Any]:
    code = f"import json; from tests.bench.scenarios import *; print(json.dumps({call}))"
    return list(json.loads(one.run(code).strip().splitlines()[-1]))


def _medians(runs: list[Run]) -> Run:
    return {
        kind: {
            name: round(statistics.median(run[kind][name] for run in runs), 2)
            for name in ("cpu_ms", "together_cpu_ms", "per_second", "p95_ms")
        }
        for kind in runs[0]
    }


def growth(runs: list[dict[str, Any]]) -> dict[str, float]:
    """Cost of the largest to that of the smallest, of runs that came one right after the other."""
    return {
        kind: round(
            statistics.median(
                run["sizes"][-1][kind]["cpu_ms"] / run["sizes"][0][kind]["cpu_ms"] for run in runs
            ),
            2,
        )
        for kind in GOALS
    }


def _print(learners: int, engine: str, found: Run) -> None:
    print(f"\n{engine}, {learners} learners, 500 lessons")
    print(f"{'':<24}{'CPU ms':>8}{'goal':>6}{'together':>10}{'a second':>10}{'p95 ms':>8}")
    for kind, goal in GOALS.items():
        row = found[kind]
        print(
            f"{kind:<24}{row['cpu_ms']:>8.1f}{goal:>6}{row['together_cpu_ms']:>10.1f}{row['per_second']:>10.0f}"
            f"{row['p95_ms']:>8.0f}"
        )


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    sizes = sorted(int(size) for size in options.learners.split(","))
    all_of_them = installations(sizes, folder)
    engine = "PostgreSQL" if all_of_them[0].is_production else "SQLite"
    runs = pages(all_of_them, options)
    loop = round(statistics.median(run["loop_ms"] for run in runs), 2)
    results: dict[str, Any] = {
        "engine": engine, "measured": str(date.today()), "cores": os.cpu_count(),
        "runs": options.runs, "each": options.each, "loop_ms": loop, "sizes": {},
    }  # fmt: skip
    for at, size in enumerate(sizes):
        results["sizes"][size] = _medians([run["sizes"][at] for run in runs])
        _print(size, engine, results["sizes"][size])
    if len(sizes) > 1:
        results["growth"] = growth(runs)
        print("\nCost of the largest to that of the smallest:", json.dumps(results["growth"]))
    results["search in 1000 lessons"] = found = searching(all_of_them[-1], options)
    print(f"Searching 1000 lessons: {found['cpu_ms']:.0f} ms of CPU, "
          f"p95 {found['p95_ms']:.0f} ms (goal {SEARCH_GOAL})")  # fmt: skip
    print(f"A fixed loop took {loop} ms of CPU.")
    return results


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--learners", default="10000,100000", help="Sizes, with commas.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--each",
        type=int,
        default=200,
        help="Requests of each kind in a run, half of them one at a time.",
    )
    parser.add_argument("--clients", type=int, default=2, help="At once, in the other half.")
    parser.add_argument("--json", default="", help="Where the figures are written.")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lms-bench-"))
    try:
        results = measure(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        Path(options.json).parent.mkdir(parents=True, exist_ok=True)
        Path(options.json).write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
