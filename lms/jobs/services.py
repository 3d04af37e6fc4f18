"""Writing down what is owed, and seeing that it gets done.

The row is the outbox: it commits or rolls back with the fact that owes it. The Celery message
sent after the commit is a nudge that may be lost; `sweep` sends another.
"""

import re
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.jobs.models import Job, JobState
from lms.jobs.registry import task_named
from lms.jobs.runs import MOST_ATTEMPTS, perform

# How long a message may be on its way before the sweep sends another.
MESSAGE_GRACE = timedelta(seconds=30)
SWEEP_AT_MOST = 500
IDENTIFIER = re.compile(r"[^\s@]{0,200}")

log = structlog.get_logger(__name__)


def enqueue(task_name: str, *, key: str, due_at: datetime | None = None, **ids: Any) -> Job:
    """Owe this work once, in the caller's transaction; the same key again returns the same row.

    `ids` are opaque identifiers (numbers, UUIDs, short codes): the table must not tell who did
    what, so names, addresses and sentences are refused.
    """
    task_named(task_name)
    now = timezone.now()
    due = due_at or now
    job, created = Job.objects.get_or_create(
        key=_identifier(key),
        defaults={
            "task": task_name,
            "args": {name: _identifier(value) for name, value in ids.items()},
            "due_at": due,
            "held_until": due + MESSAGE_GRACE,
        },
    )
    if created and due <= now:
        transaction.on_commit(partial(_send, job.pk))
    return job


def sweep() -> int:
    """Send a message for every job that is owed and that nobody seems to be doing."""
    now = timezone.now()
    stale = Q(held_until__isnull=True) | Q(held_until__lt=now)
    held_too_often = Job.objects.filter(
        state=JobState.RUNNING, held_until__lt=now, attempts__gte=MOST_ATTEMPTS
    )
    if given_up := held_too_often.update(
        state=JobState.FAILED,
        run=None,
        held_until=None,
        error="The worker was stopped or timed out at each try.",
    ):
        log.error("jobs-failed", count=given_up, reason="stopped at each try")
    Job.objects.filter(state=JobState.RUNNING, held_until__lt=now).update(
        state=JobState.OWED, run=None, held_until=None
    )
    owed = Job.objects.filter(stale, state=JobState.OWED, due_at__lte=now).order_by("due_at")
    sent = 0
    for job_id in owed.values_list("pk", flat=True)[:SWEEP_AT_MOST]:
        mine = Job.objects.filter(stale, pk=job_id, state=JobState.OWED)
        if mine.update(held_until=now + MESSAGE_GRACE):
            _send(job_id)
            sent += 1
    return sent


def run_owed(*, limit: int | None = None) -> int:
    """Do everything that is owed now, in this process; return how many jobs were finished.

    For tests, for `manage.py run_owed_jobs`, and for a machine without a worker.
    """
    finished, tried = 0, set[uuid.UUID]()
    while limit is None or len(tried) < limit:
        owed = Job.objects.filter(state=JobState.OWED, due_at__lte=timezone.now())
        job = owed.exclude(pk__in=tried).order_by("due_at", "created_at").first()
        if job is None:
            break
        tried.add(job.pk)
        finished += perform(job.pk)
    return finished


def cancel(*, key: str) -> bool:
    """Stop owing a job. What a run is already writing is rolled back."""
    open_states = [JobState.OWED, JobState.RUNNING, JobState.FAILED]
    cancelled = Job.objects.filter(key=key, state__in=open_states).update(
        state=JobState.CANCELLED, run=None, held_until=None, finished_at=timezone.now()
    )
    return bool(cancelled)


def retry(*, key: str) -> bool:
    """Owe a failed job again, after a person has seen to its reason."""
    failed = Job.objects.filter(key=key, state=JobState.FAILED)
    return bool(
        failed.update(
            state=JobState.OWED, attempts=0, due_at=timezone.now(), run=None, held_until=None
        )
    )


def _identifier(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, str) and IDENTIFIER.fullmatch(value):
        return value
    raise ValueError("A job takes opaque identifiers only: no names, addresses or sentences.")


def _send(job_id: uuid.UUID) -> None:
    """Nudge a worker. If the broker is away the row is still there, and the sweep will send."""
    from lms.jobs.tasks import run_job

    if not settings.JOBS_SEND_MESSAGES:
        return
    try:
        run_job.apply_async(args=(str(job_id),), retry=False)
    except Exception as error:
        log.warning("job-message-not-sent", job=str(job_id), reason=type(error).__name__)
