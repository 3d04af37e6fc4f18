"""Two devices, a deadline that passes in between, twenty hand-ins: one result, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import F
from django.utils import timezone

from courses.assessment.granting import arrange_time
from courses.assessment.handing_in import close_attempt, submit_attempt
from courses.assessment.models import Attempt, Correction, EndedBy, Grading, Response
from courses.assessment.queries import grading_in_force, responses_in_force
from courses.assessment.refusals import AttemptClosed
from courses.assessment.services import save_response, start_attempt
from courses.assessment.timing import GRACE
from courses.catalogue.models import AssessmentVersion
from courses.completion.regrading import correct_question, proposed
from courses.enrolment.services import enrol
from lms.jobs.models import Job
from lms.jobs.runs import perform
from nice_framework.api import evidence_of
from tests.courses.completion.test_at_once import all_at_once
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_course, an_item, an_officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def attempt() -> Attempt:
    """Of ten items out of thirty, in half an hour."""
    items = [an_item(f"i{n}") for n in range(30)]
    version = a_course(items=items, blueprint=[{"count": 10}], time_limit=30)
    enrolment = enrol(learner=an_officer().learner, course=version.course)
    assessment = AssessmentVersion.objects.select_related("module").get()
    return start_attempt(enrolment=enrolment, assessment=assessment)


def save(attempt: Attempt, n: int, **values: Any) -> Any:
    return save_response(
        learner=attempt.enrolment.learner, attempt_id=attempt.pk,
        item_key=attempt.items[n % 10]["key"], answer=str(n % 4), client_id=f"c{n}", sequence=n,
        **values,
    )  # fmt: skip


def test_twenty_starts_at_once_draw_one_form() -> None:
    version = a_course(items=[an_item(f"i{n}") for n in range(30)], blueprint=[{"count": 10}])
    enrolment = enrol(learner=an_officer().learner, course=version.course)
    assessment = AssessmentVersion.objects.select_related("module").get()
    begun = all_at_once(lambda _n: start_attempt(enrolment=enrolment, assessment=assessment))
    assert {one.pk for one in begun} == {Attempt.objects.get().pk}
    assert {tuple(item["key"] for item in one.items) for one in begun} == {
        tuple(item["key"] for item in Attempt.objects.get().items)
    }


def test_twenty_hand_ins_at_once_and_the_clock_among_them(attempt) -> None:
    Attempt.objects.update(ends_at=timezone.now() - GRACE - timedelta(seconds=1))

    def act(n: int) -> Any:
        if n % 2:
            return perform(Job.objects.get(task="courses.hand_in_at_the_end").pk)
        return submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk)

    done = all_at_once(act)
    grading = Grading.objects.get()
    assert {one.pk for one in done[::2]} == {grading.pk}
    assert evidence_of(attempt.enrolment.learner).count() == 1
    attempt.refresh_from_db()
    assert attempt.ended_by == EndedBy.CLOCK


def test_answers_of_two_devices_race_the_deadline(attempt) -> None:
    """Whatever the server took is graded, and it took nothing after the grace."""
    ends_at = timezone.now() - GRACE + timedelta(seconds=0.3)
    Attempt.objects.update(ends_at=ends_at)

    def act(n: int) -> Any:
        if n == 19:
            return None
        outcomes = []
        for round_ in range(6):
            try:
                outcomes.append(save(attempt, n + 20 * round_))
            except AttemptClosed:
                outcomes.append(None)
                if n % 5 == 0:
                    close_attempt(attempt_id=attempt.pk)
        return outcomes

    done = [one for outcomes in all_at_once(act) if outcomes for one in outcomes]
    close_attempt(attempt_id=attempt.pk)
    taken = {one.client_id for one in done if one}
    assert taken == set(Response.objects.values_list("client_id", flat=True))
    assert not Response.objects.filter(saved_at__gt=ends_at + GRACE).exists()
    assert not Response.objects.filter(late=False).exists()
    marks = {mark["key"]: mark["answer"] for mark in Grading.objects.get().items}
    given = {key: one.answer for key, one in responses_in_force(attempt).items()}
    assert {key: answer for key, answer in marks.items() if answer is not None} == given


def test_the_same_answer_from_twenty_tabs_is_kept_once(attempt) -> None:
    done = all_at_once(lambda _n: save(attempt, 3))
    assert {one.client_id for one in done} == {"c3"}
    assert Response.objects.count() == 1


def test_time_arranged_while_answers_arrive_holds(attempt) -> None:
    agency = AgencyFactory()
    attempt.enrolment.learner.person.agency = agency
    attempt.enrolment.learner.person.save()
    trainer = an_officer(agency=agency)
    trainer.groups.add(Group.objects.get_or_create(name="Training officers")[0])

    def act(n: int) -> Any:
        if n == 5:
            return arrange_time(
                learner=attempt.enrolment.learner, by=trainer, reason="Agreed.", extra_percent=100
            )
        return save(attempt, n)

    all_at_once(act, 10)
    assert Response.objects.count() == 9
    assert Attempt.objects.filter(ends_at=F("started_at") + timedelta(minutes=60)).exists()


def test_a_correction_races_hand_ins_and_reaches_each_once() -> None:
    version = a_course(items=[an_item("a"), an_item("b")])
    assessment = AssessmentVersion.objects.select_related("module").get()
    attempts = [
        start_attempt(
            enrolment=enrol(learner=an_officer().learner, course=version.course),
            assessment=assessment,
        )
        for _n in range(8)
    ]
    decider = an_officer()

    def act(n: int) -> Any:
        if n < 8:
            return submit_attempt(learner=attempts[n].enrolment.learner, attempt_id=attempts[n].pk)
        correction = proposed(
            module_key=assessment.module.key, item_key="a", item_hash="0" * 64, kind="credited",
            right=[],
        )  # fmt: skip
        return correct_question(correction=correction, by=decider, reason="Unclear.")

    all_at_once(act, 10)
    assert Correction.objects.count() == 1
    perform(Job.objects.get(task="courses.regrade").pk)
    for attempt in attempts:
        grading = grading_in_force(attempt)
        assert grading.score == 50
        assert grading.number <= 2
