"""Front door of the job table: declare work, owe it, finish it."""

from lms.jobs.models import JobState
from lms.jobs.queries import job_for
from lms.jobs.registry import owed_task
from lms.jobs.runs import ClaimLost, JobRun, NeedsPerson
from lms.jobs.services import cancel, enqueue, retry, run_owed

__all__ = [
    "ClaimLost",
    "JobRun",
    "JobState",
    "NeedsPerson",
    "cancel",
    "enqueue",
    "job_for",
    "owed_task",
    "retry",
    "run_owed",
]
