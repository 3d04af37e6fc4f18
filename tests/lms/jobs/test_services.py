"""Jobs are owed once, done once, retried with back-off, and never tell who they are about."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from lms.accounts.models import AuditEntry
from lms.jobs import queries, registry, runs, services
from lms.jobs.api import ClaimLost, JobRun, NeedsPerson, enqueue, owed_task
from lms.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


class Work:
    """A task whose behaviour a test chooses; it counts its calls and writes audit rows."""

    def __init__(self) -> None:
        self.calls: list[dict[str, object]] = []
        self.behaviour = self.write

    def __call__(self, run: JobRun, **ids: object) -> None:
        self.calls.append(ids)
        self.behaviour(run)

    def write(self, run: JobRun) -> None:
        with run.completing():
            AuditEntry.objects.create(action="test-effect", subject=run.key)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    monkeypatch.setattr(registry, "_tasks", dict(registry._tasks))

    def do(run: JobRun, **ids: object) -> None:
        work(run, **ids)

    owed_task("test.work")(do)
    return work


def effects() -> int:
    return AuditEntry.objects.filter(action="test-effect").count()


def test_same_key_is_one_row_and_one_effect(work: Work) -> None:
    number = uuid.uuid4()
    first = enqueue("test.work", key="k:1", thing=number)
    assert enqueue("test.work", key="k:1", thing=uuid.uuid4()) == first
    assert services.run_owed() == 1
    assert services.run_owed() == 0
    assert work.calls == [{"thing": str(number)}]
    assert effects() == 1
    assert queries.job_for("k:1").state == JobState.DONE


def test_the_job_rolls_back_with_the_fact(work: Work) -> None:
    def owe_and_fail() -> None:
        with transaction.atomic():
            enqueue("test.work", key="k:1")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        owe_and_fail()
    assert not Job.objects.exists()


def test_effects_and_done_mark_stand_or_fall_together(work: Work) -> None:
    def fail_inside(run: JobRun) -> None:
        with run.completing():
            AuditEntry.objects.create(action="test-effect")
            raise OSError("Ana Example has no disk left")

    work.behaviour = fail_inside
    enqueue("test.work", key="k:1")
    assert services.run_owed() == 0
    job = queries.job_for("k:1")
    assert effects() == 0
    assert job.state == JobState.OWED
    assert job.due_at > timezone.now()
    assert "OSError" in job.error
    assert "Ana" not in job.error


def test_after_eight_failures_a_person_must_look(work: Work) -> None:
    def fail(run: JobRun) -> None:
        raise OSError

    work.behaviour = fail
    enqueue("test.work", key="k:1")
    waits = []
    for _ in range(runs.MOST_ATTEMPTS):
        services.run_owed()
        job = queries.job_for("k:1")
        waits.append(job.due_at - timezone.now())
        Job.objects.update(due_at=timezone.now())
    assert job.state == JobState.FAILED
    assert waits[1] > waits[0] > timedelta(seconds=5)
    assert len(work.calls) == runs.MOST_ATTEMPTS
    assert list(queries.needing_a_person()) == [job]
    assert services.retry(key="k:1")
    work.behaviour = work.write
    assert services.run_owed() == 1


def test_a_person_is_asked_at_once_when_trying_again_is_no_use(work: Work) -> None:
    def refuse(run: JobRun) -> None:
        raise NeedsPerson("The typeface file is missing.")

    work.behaviour = refuse
    enqueue("test.work", key="k:1")
    services.run_owed()
    job = queries.job_for("k:1")
    assert (job.state, job.error) == (JobState.FAILED, "The typeface file is missing.")


def test_a_slow_run_is_refused_once_another_took_over(work: Work) -> None:
    def overtaken(run: JobRun) -> None:
        Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
        work.behaviour = work.write
        assert runs.perform(run.job_id)
        with pytest.raises(ClaimLost):
            run.progressed(1, 2)
        work.write(run)

    work.behaviour = overtaken
    enqueue("test.work", key="k:1")
    services.run_owed()
    assert len(work.calls) == 2
    assert effects() == 1
    assert queries.job_for("k:1").state == JobState.DONE


def test_a_held_job_is_left_alone(work: Work) -> None:
    job = enqueue("test.work", key="k:1")

    def second_message_arrives(run: JobRun) -> None:
        assert not runs.perform(job.pk)
        work.write(run)

    work.behaviour = second_message_arrives
    assert services.run_owed() == 1
    assert not runs.perform(job.pk)
    assert effects() == 1


def test_returning_without_completing_is_completion(work: Work) -> None:
    work.behaviour = lambda run: None
    enqueue("test.work", key="k:1")
    assert services.run_owed() == 1


def test_sweep_sends_what_is_stale_once(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[uuid.UUID] = []
    monkeypatch.setattr(services, "_send", sent.append)
    fresh = enqueue("test.work", key="fresh")
    later = enqueue("test.work", key="later", due_at=timezone.now() + timedelta(days=1))
    lost = enqueue("test.work", key="lost")
    killed = enqueue("test.work", key="killed")
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=lost.pk).update(held_until=past)
    Job.objects.filter(pk=killed.pk).update(
        state=JobState.RUNNING, run=uuid.uuid4(), held_until=past, attempts=1
    )
    assert services.sweep() == 2
    assert set(sent) == {lost.pk, killed.pk}
    assert services.sweep() == 0
    assert fresh.pk not in sent
    assert later.pk not in sent


def test_a_job_that_kills_its_worker_each_time_is_given_up(work: Work) -> None:
    job = enqueue("test.work", key="k:1")
    Job.objects.update(
        state=JobState.RUNNING,
        run=uuid.uuid4(),
        held_until=timezone.now() - timedelta(seconds=1),
        attempts=runs.MOST_ATTEMPTS,
    )
    assert not runs.perform(job.pk)
    services.sweep()
    assert queries.job_for("k:1").state == JobState.FAILED
    assert not work.calls


def test_cancelling_stops_a_job_and_undoes_a_run(work: Work) -> None:
    def cancelled_meanwhile(run: JobRun) -> None:
        assert services.cancel(key="k:1")
        work.write(run)

    work.behaviour = cancelled_meanwhile
    enqueue("test.work", key="k:1")
    assert services.run_owed() == 0
    assert effects() == 0
    assert queries.job_for("k:1").state == JobState.CANCELLED


@pytest.mark.parametrize("told", ["Ana Example", "ana@example.org", 1.5, ["a"]])
def test_the_table_tells_nobody_who_did_what(work: Work, told: object) -> None:
    with pytest.raises(ValueError, match="opaque identifiers"):
        enqueue("test.work", key="k:1", who=told)


def test_unknown_work_is_refused_when_it_is_owed() -> None:
    with pytest.raises(registry.UnknownTask):
        enqueue("test.nobody", key="k:1")


def test_a_broker_that_is_away_costs_nothing(
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
    django_capture_on_commit_callbacks: object,
) -> None:
    from lms.jobs.tasks import run_job

    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    settings.JOBS_SEND_MESSAGES = True
    monkeypatch.setattr(run_job, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue("test.work", key="k:1")
    assert services.run_owed() == 1
