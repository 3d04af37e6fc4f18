"""Twenty at once: one completion, one certificate, one set of evidence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from certificates.models import Certificate
from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, Grading
from courses.assessment.services import save_response, start_attempt
from courses.catalogue.models import AssessmentVersion
from courses.completion.models import CourseCompletion
from courses.completion.services import complete_if_ready
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.progress.models import LessonProgress
from courses.progress.queries import Place
from courses.progress.services import mark_lesson_done, save_progress
from lms.jobs.models import Job
from nice_framework.api import evidence_of
from tests.courses.completion.conftest import finish_lessons
from tests.factories.learning import a_course, an_item, an_officer, right_answer

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20


def all_at_once(act: Callable[[int], Any], count: int = TWENTY) -> list[Any]:
    barrier = Barrier(count)

    def one(n: int) -> Any:
        try:
            barrier.wait(20)
            return act(n)
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def twenty_completions(ready: Callable[..., Enrolment]) -> None:
    enrolment = ready()
    done = all_at_once(lambda _n: complete_if_ready(Enrolment.objects.get(pk=enrolment.pk)))
    assert {completion.pk for completion in done} == {CourseCompletion.objects.get().pk}
    assert Certificate.objects.count() == 1
    assert Job.objects.filter(task="certificates.render").count() == 1
    assert evidence_of(enrolment.learner).filter(grade="C").count() == 1
    assert evidence_of(enrolment.learner).filter(grade="B").count() == 1


def test_twenty_completions_at_once(ready) -> None:
    twenty_completions(ready)


@pytest.mark.postgres
def test_twenty_completions_at_once_on_postgresql(ready) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    twenty_completions(ready)


def test_twenty_enrolments_and_starts_at_once() -> None:
    version, officer = a_course(items=[an_item("a")]), an_officer()
    enrolments = all_at_once(lambda _n: enrol(learner=officer.learner, course=version.course))
    assert {one.pk for one in enrolments} == {Enrolment.objects.get().pk}
    assessment = AssessmentVersion.objects.select_related("module").get()
    begun = all_at_once(lambda _n: start_attempt(enrolment=enrolments[0], assessment=assessment))
    assert {one.pk for one in begun} == {Attempt.objects.get().pk}


def test_answers_race_hand_in_and_every_answer_kept_is_graded() -> None:
    items = [an_item(f"i{n}") for n in range(10)]
    version, officer = a_course(items=items), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    attempt = start_attempt(
        enrolment=enrolment, assessment=AssessmentVersion.objects.select_related("module").get()
    )

    def act(n: int) -> Any:
        if n % 4 == 3:
            return submit_attempt(learner=officer.learner, attempt_id=attempt.pk)
        return save_response(
            learner=officer.learner, attempt_id=attempt.pk, item_key=f"i{n % 10}",
            answer=right_answer(items[0]), client_id=f"c{n}", sequence=n,
        )  # fmt: skip

    all_at_once(act)
    grading = Grading.objects.get()
    graded = {mark["key"] for mark in grading.items if mark["answer"] is not None}
    assert graded == set(attempt.responses.values_list("item_key", flat=True))


def test_finishing_a_lesson_is_never_lost_to_a_save_on_another_device() -> None:
    version, officer = a_course(lessons=1, items=[an_item("a")]), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    lesson = version.modules.get().lessons.get()
    place = Place(enrolment.pk, lesson.key, frozenset({"block-0"}))

    def act(n: int) -> None:
        if n == 7:
            mark_lesson_done(place=place)
        else:
            save_progress(place=place, block="block-0")

    assert set(all_at_once(act)) == {None}
    assert LessonProgress.objects.get().done_at is not None


def test_a_finished_lesson_and_a_passed_assessment_meet_in_one_completion() -> None:
    version, officer = a_course(items=[an_item("a")]), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    attempt = start_attempt(
        enrolment=enrolment, assessment=AssessmentVersion.objects.select_related("module").get()
    )
    save_response(
        learner=officer.learner, attempt_id=attempt.pk, item_key="a", answer="0", client_id="c",
        sequence=1,
    )  # fmt: skip

    def act(n: int) -> Any:
        if n:
            finish_lessons(enrolment)
        else:
            submit_attempt(learner=officer.learner, attempt_id=attempt.pk)
        return complete_if_ready(enrolment)

    done = all_at_once(act, 2)
    assert any(isinstance(one, CourseCompletion) for one in done)
    assert CourseCompletion.objects.count() == 1
