"""Keeping a practice, where anything may be kept at all."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.refusals import BadAnswer
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import is_graded
from courses.practice.asking import Task
from courses.practice.models import PracticeRun

MOST_RUNS = 300  # of one learner at one practice: far above what anybody does


class NothingKept(PermissionDenied):
    """An enrolment whose record is participation: nothing answered is ever stored."""


def save_run(
    *, enrolment: Enrolment, task: Task, seed: str, data: Mapping[str, Any], finish: bool
) -> PracticeRun:
    """Keep the answer in a posted page, and hand it in when it is whole and that is asked.

    The same page sent again after hand-in changes nothing and gets the run there is.
    """
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        if not is_graded(enrolment):
            raise NothingKept(_("Nothing that you answer here is stored."))
        run = _run(enrolment, task, seed)
        if run.finished_at is not None:
            return run
        run.response = task.read(seed, data, run.response)
        run.saved_at = timezone.now()
        if finish and task.answered(run.response):
            _grade(run, task)
        run.save()
    return run


def _run(enrolment: Enrolment, task: Task, seed: str) -> PracticeRun:
    rows = PracticeRun.objects.filter(
        enrolment=enrolment, lesson_key=task.lesson.key, block=task.block
    )
    found = rows.filter(seed=seed).first()
    if found is not None:
        if found.question_hash != task.item["hash"]:
            raise BadAnswer(_("This practice has changed since. Open it again."))
        return found
    if rows.count() >= MOST_RUNS:
        raise BadAnswer(_("You have done this practice as often as we can keep. Go on reading."))
    return PracticeRun(
        enrolment=enrolment,
        lesson=task.lesson,
        lesson_key=task.lesson.key,
        block=task.block,
        question_key=task.item["key"],
        question_hash=task.item["hash"],
        seed=seed,
        shown=task.shown(seed),
    )


def _grade(run: PracticeRun, task: Task) -> None:
    grade = task.kind.grade(task.item["config"], run.response)
    run.score, run.right, run.fatal = grade.score, grade.right, grade.fatal
    run.finished_at = run.saved_at
