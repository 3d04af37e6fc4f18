"""How long an attempt runs. The server's clock decides; no browser's is asked.

The limit of the assessment, made longer by what a training officer arranged for this learner,
ends at the closing date at the latest. An answer counts if the server has it by that moment and
a grace, in which what was given in time may still arrive over a poor line: it is marked late.
"""

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone

from courses.assessment.models import Accommodation, AssessmentWindow, Attempt

GRACE = timedelta(seconds=120)


def minutes_allowed(limit: int | None, arranged: Accommodation | None) -> int | None:
    """The learner's own limit in minutes, rounded up; none where there is none."""
    if limit is None or (arranged is not None and arranged.no_limit):
        return None
    extra = arranged.extra_percent if arranged is not None else 0
    return -(-limit * (100 + extra) // 100)


def end_of(
    started_at: datetime,
    limit: int | None,
    arranged: Accommodation | None,
    window: AssessmentWindow | None,
) -> datetime | None:
    """When an attempt ends that began at that moment; none where nothing ends it."""
    minutes = minutes_allowed(limit, arranged)
    ends = [window.closes_at] if window is not None and window.closes_at else []
    if minutes is not None:
        ends.append(started_at + timedelta(minutes=minutes))
    return min(ends, default=None)


def is_late(attempt: Attempt, at: datetime | None = None) -> bool:
    """Past the limit, now or at that moment: what arrives is marked, and counts in the grace."""
    return attempt.ends_at is not None and (at or timezone.now()) > attempt.ends_at


def is_over(attempt: Attempt, at: datetime | None = None) -> bool:
    """Past the grace as well, now or at that moment: nothing counts any more."""
    return attempt.ends_at is not None and (at or timezone.now()) > attempt.ends_at + GRACE


def seconds_left(attempt: Attempt) -> int | None:
    """Whole seconds until the limit, rounded up: nobody is told too early that time is over."""
    if attempt.ends_at is None:
        return None
    return max(0, ceil((attempt.ends_at - timezone.now()).total_seconds()))
