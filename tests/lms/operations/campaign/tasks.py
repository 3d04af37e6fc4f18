"""Fifty milliseconds of work, and one sealed row as its effect."""

import time
from datetime import timedelta

from lms.accounts.models import AuditEntry
from lms.jobs.api import JobRun, owed_task


@owed_task("campaign.write", lease=timedelta(seconds=6))
def write(run: JobRun, number: int) -> None:
    time.sleep(0.05)
    with run.completing():
        AuditEntry.objects.create(action="campaign", subject=f"number:{number}")
        # Long enough that some kills fall between the effect and the commit.
        time.sleep(0.02)
