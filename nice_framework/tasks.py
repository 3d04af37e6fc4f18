"""Owed work of this package: the monthly snapshot of the skills gap."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from lms.jobs.api import JobRun, enqueue, owed_task
from nice_framework.releases.models import SkillsGapSnapshot
from nice_framework.releases.services import count_snapshot, first_day, store_snapshot


@owed_task("nice_framework.make_snapshot", lease=timedelta(minutes=30))
def make_monthly_snapshot(run: JobRun, month: str) -> None:
    """Count first, which may take a while; then store it and finish the job together."""
    first = date.fromisoformat(month)
    if _is_published(first):
        return
    figures = count_snapshot(month=first)
    with run.completing():
        store_snapshot(figures=figures)


@shared_task(name="nice_framework.snapshot", ignore_result=True)
def snapshot() -> None:
    """Owe the snapshot of the month that has ended, if it is missing. Runs daily, repeatable.

    Figures of a month stand for its last day, so a month is counted once it is over.
    """
    month = first_day(first_day(timezone.localdate()) - timedelta(days=1))
    if not _is_published(month):
        enqueue(
            "nice_framework.make_snapshot",
            key=f"skills-gap-snapshot:{month:%Y-%m}",
            month=month.isoformat(),
        )


def _is_published(month: date) -> bool:
    """Whether the month, or a later one that closes it, has its snapshot."""
    return SkillsGapSnapshot.objects.filter(month__gte=month).exists()
