"""Reads of practice: what a block asks, and what its learner did there."""

from typing import Any
from uuid import UUID

from courses.catalogue.models import LessonVersion
from courses.catalogue.queries import lesson_of
from courses.enrolment.models import Enrolment
from courses.practice.asking import Task
from courses.practice.models import PracticeRun

RECENT = 10


def task_at(version_id: UUID, module: str, lesson: str, block: str) -> Task | None:
    """The practice at this address of a version."""
    found = lesson_of(version_id, module, lesson)
    return task_in(found, block) if found else None


def task_in(lesson: LessonVersion, block: str) -> Task | None:
    for child in lesson.body:
        if child["type"] == "practice" and child.get("id") == block:
            value: dict[str, Any] = child["value"]
            item = lesson.enclosed.get("questions", {}).get(value["question"])
            if item is not None:
                words = {name: value[name] for name in ("title", "intro", "minutes")}
                return Task(lesson=lesson, block=block, item=item, **words)
    return None


def open_run(enrolment: Enrolment, task: Task) -> PracticeRun | None:
    """The go that was begun last and not handed in, if the question is still the same."""
    last = _runs(enrolment, task).filter(question_hash=task.item["hash"]).first()
    return last if last and last.finished_at is None else None


def was_handed_in(enrolment: Enrolment, seed: str) -> bool:
    return PracticeRun.objects.filter(
        enrolment=enrolment, seed=seed, finished_at__isnull=False
    ).exists()


def finished_runs(enrolment: Enrolment, task: Task) -> list[PracticeRun]:
    """The learner's own, the newest first."""
    done = _runs(enrolment, task).filter(finished_at__isnull=False)
    return list(done.defer("response", "shown")[:RECENT])


def own_run(enrolment: Enrolment, block: str, pk: UUID) -> PracticeRun | None:
    rows = PracticeRun.objects.filter(enrolment=enrolment, block=block, finished_at__isnull=False)
    return rows.select_related("lesson__module").filter(pk=pk).first()


def _runs(enrolment: Enrolment, task: Task) -> Any:
    return PracticeRun.objects.filter(
        enrolment=enrolment, lesson_key=task.lesson.key, block=task.block
    )
