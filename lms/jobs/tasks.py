"""The two Celery tasks of this package: do one job, and resend what is owed."""

from celery import shared_task

from lms.jobs import runs, services


@shared_task(name="jobs.run", ignore_result=True)
def run_job(job_id: str) -> None:
    runs.perform(job_id)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    services.sweep()
