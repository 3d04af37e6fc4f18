"""One try at one job: claimed under a run id, finished in the transaction that writes its effects.

A worker that was slow, killed or superseded holds a run id that the row no longer carries, so
whatever it still tries to write is rolled back: each job takes effect exactly once.
"""

import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.jobs.models import Job, JobState
from lms.jobs.registry import UnknownTask, task_named

MOST_ATTEMPTS = 8
BACK_OFF = timedelta(seconds=10)
LONGEST_BACK_OFF = timedelta(hours=1)

log = structlog.get_logger(__name__)


class ClaimLost(Exception):
    """Another run finished this job, or it was cancelled: nothing this run writes counts."""


class NeedsPerson(Exception):
    """Trying again won't help; the message tells a person why, and names nobody."""


class JobRun:
    """What a task is given: its claim on the row, and how to finish it."""

    def __init__(self, job: Job, lease: timedelta) -> None:
        assert job.run is not None  # noqa: S101  (set by the claim)
        self.job_id = job.pk
        self.id = job.run
        self.key = job.key
        self.attempt = job.attempts
        self.lease = lease
        self.completed = False

    @contextmanager
    def completing(self) -> Iterator[None]:
        """The transaction in which the effects are written and the row is marked done.

        The row is marked first, so a run that lost its claim is refused before it writes.
        """
        with transaction.atomic():
            self._keep(state=JobState.DONE, finished_at=timezone.now(), held_until=None, error="")
            yield
        self.completed = True

    def progressed(self, done: int, total: int) -> None:
        """Tell how far this run is, and hold the job for another lease."""
        self._keep(progress=done, total=total, held_until=timezone.now() + self.lease)

    def _keep(self, **values: object) -> None:
        mine = Job.objects.filter(pk=self.job_id, run=self.id, state=JobState.RUNNING)
        if not mine.update(**values):
            raise ClaimLost(self.key)


def perform(job_id: uuid.UUID | str) -> bool:
    """Do the job if it is owed and nobody holds it. True when this call finished it.

    A failure is recorded and retried later; it is never raised, so that a message is not
    handled twice for it.
    """
    try:
        run, name, ids = _claim(job_id)
    except ClaimLost:
        return False
    except UnknownTask as error:
        Job.objects.filter(pk=job_id).update(state=JobState.FAILED, error=str(error))
        log.error("job-failed", job=str(job_id), reason=str(error))
        return False
    try:
        task_named(name)(run, **ids)
        if not run.completed:
            with run.completing():
                pass
    except ClaimLost:
        log.info("job-claim-lost", job=str(job_id), task=name)
        return False
    except Exception as error:
        _record_failure(run, name, error)
        return False
    return True


def _claim(job_id: uuid.UUID | str) -> tuple[JobRun, str, dict[str, object]]:
    now = timezone.now()
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.attempts >= MOST_ATTEMPTS:
        raise ClaimLost(str(job_id))
    lease = task_named(job.task).lease
    free = Q(state=JobState.OWED, due_at__lte=now) | Q(state=JobState.RUNNING, held_until__lt=now)
    job.run, job.attempts = uuid.uuid4(), job.attempts + 1
    # Guarded by the count of attempts as well: of two claims at once, one finds it changed.
    claimed = Job.objects.filter(free, pk=job.pk, attempts=job.attempts - 1).update(
        state=JobState.RUNNING, run=job.run, held_until=now + lease, attempts=job.attempts
    )
    if not claimed:
        raise ClaimLost(job.key)
    return JobRun(job, lease), job.task, job.args


def _record_failure(run: JobRun, name: str, error: Exception) -> None:
    """Owe the job again later, or leave it to a person after the last try."""
    reason = _reason(error)
    log.error(
        "job-error",
        job=str(run.job_id),
        task=name,
        attempt=run.attempt,
        reason=reason,
        # Frames without the message: exception texts may quote people.
        frames=[f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)][-8:],
    )
    if run.completed:
        return
    final = isinstance(error, NeedsPerson) or run.attempt >= MOST_ATTEMPTS
    mine = Job.objects.filter(pk=run.job_id, run=run.id, state=JobState.RUNNING)
    mine.update(
        state=JobState.FAILED if final else JobState.OWED,
        due_at=timezone.now() if final else _next_try(run.attempt),
        held_until=None,
        run=None,
        error=reason,
    )


def _next_try(attempt: int) -> datetime:
    return timezone.now() + min(BACK_OFF * 2 ** (attempt - 1), LONGEST_BACK_OFF)


def _reason(error: Exception) -> str:
    if isinstance(error, NeedsPerson):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
