"""Reads of the job table."""

from django.db.models import Count, QuerySet

from lms.jobs.models import Job, JobState


def counts() -> dict[str, int]:
    """How many jobs stand in each state."""
    rows = Job.objects.order_by().values("state").annotate(count=Count("pk"))
    found = {row["state"]: row["count"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in JobState}


def needing_a_person() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.FAILED).order_by("created_at")


def job_for(key: str) -> Job | None:
    return Job.objects.filter(key=key).first()
