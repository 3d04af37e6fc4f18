"""Which function does which kind of owed work. Packages declare theirs in a module `tasks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from lms.jobs.runs import JobRun

Work = Callable[..., Any]
LEASE = timedelta(seconds=60)

_tasks: dict[str, OwedTask] = {}
_discovered = False


@dataclass(frozen=True)
class OwedTask:
    """A function for one kind of job, and how long one run of it may hold the row."""

    name: str
    work: Work
    lease: timedelta

    def __call__(self, run: JobRun, **ids: Any) -> Any:
        return self.work(run, **ids)


class UnknownTask(LookupError):
    """Nobody declared a task of this name."""


def owed_task(name: str, *, lease: timedelta = LEASE) -> Callable[[Work], OwedTask]:
    """Declare `def f(run: JobRun, **ids)` as the work behind jobs of this name.

    Give `lease` where one run may take longer than a minute and reports no progress: after it,
    another worker may begin the job afresh, and the first one's result is refused.
    """

    def declare(work: Work) -> OwedTask:
        known = _tasks.get(name)
        if known and known.work.__module__ != work.__module__:
            raise ValueError(f"Two owed tasks are named {name}")
        _tasks[name] = OwedTask(name=name, work=work, lease=lease)
        return _tasks[name]

    return declare


def task_named(name: str) -> OwedTask:
    global _discovered
    if name not in _tasks and not _discovered:
        _discovered = True
        autodiscover_modules("tasks")
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownTask(f"No owed task is named {name}") from None
