"""The server holds the time: what counts, what is late, and who hands in when nobody does."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.granting import arrange_time, set_dates
from courses.assessment.handing_in import close_attempt
from courses.assessment.models import Accommodation, Attempt, EndedBy, Grading, Response
from courses.assessment.refusals import AttemptClosed, CannotGrant, CannotStart, NotAssessed
from courses.assessment.timing import GRACE, minutes_allowed, seconds_left
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Cohort
from courses.enrolment.services import enrol
from lms.accounts.models import AgencyKind, AuditEntry, User
from lms.jobs.api import run_owed
from lms.jobs.models import Job
from tests.courses.assessment.conftest import Sitting
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_course, a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def timed(db: None) -> Sitting:
    """Three questions in thirty minutes."""
    return sitting_with_limit(30)


def sitting_with_limit(limit: int | None) -> Sitting:
    items = [an_item(key) for key in "abc"]
    version, officer = a_course(items=items, time_limit=limit), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    return Sitting(officer, enrolment, AssessmentVersion.objects.get(module__version=version))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the server's clock to so many seconds after it was first asked."""
    start = timezone.now()

    def to(seconds: float) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: start + timedelta(seconds=seconds))

    to(0)
    return to


def trainer_of(sitting: Sitting) -> User:
    trainer = an_officer(agency=sitting.officer.agency)
    trainer.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    return trainer


def minutes_of(attempt: Attempt) -> float | None:
    if attempt.ends_at is None:
        return None
    return (attempt.ends_at - attempt.started_at).total_seconds() / 60


def dates(sitting: Sitting, **values: Any) -> None:
    set_dates(
        module_key=sitting.assessment.module.key, by=trainer_of(sitting), reason="The class.",
        **{"opens_at": None, "closes_at": None} | values,
    )  # fmt: skip


def test_one_moment_decides_and_is_written_down(timed, monkeypatch) -> None:
    """A server that is held up goes on as of when it had the answer, however long it takes."""
    attempt = timed.start()
    moments = (attempt.ends_at + GRACE + timedelta(seconds=n) for n in range(-1, 1000))
    monkeypatch.setattr("django.utils.timezone.now", lambda: next(moments))
    timed.save(attempt, "a", "0", 1)
    kept = Response.objects.get()
    assert kept.late
    assert attempt.ends_at < kept.saved_at <= attempt.ends_at + GRACE


def test_an_answer_counts_until_the_limit_and_is_marked_late_within_the_grace(timed, clock) -> None:
    attempt = timed.start()
    clock(30 * 60 - 1)
    timed.save(attempt, "a", "0", 1)
    clock(30 * 60 + 119)
    timed.save(attempt, "b", "0", 2)
    clock(30 * 60 + 121)
    with pytest.raises(AttemptClosed, match="time was over before this answer arrived"):
        timed.save(attempt, "c", "0", 3)
    assert dict(Response.objects.values_list("item_key", "late")) == {"a": False, "b": True}
    assert timed.save(attempt, "b", "0", 2).client_id == "b-2"


def test_no_page_says_too_early_that_the_time_is_over(timed, clock) -> None:
    attempt = timed.start()
    for passed, left in ((0.4, 1800), (1799.2, 1), (1800, 0), (1805.5, 0)):
        clock(passed)
        assert seconds_left(attempt) == left, passed


def test_what_the_server_has_is_handed_in_when_the_learner_does_not(timed, clock) -> None:
    attempt = timed.start()
    timed.save(attempt, "a", "0", 1)
    clock(30 * 60 + 119)
    assert run_owed() == 0
    clock(30 * 60 + 4000)
    assert run_owed() == 1
    attempt.refresh_from_db()
    assert attempt.ended_by == EndedBy.CLOCK
    assert attempt.submitted_at == attempt.ends_at + GRACE
    assert [mark["answer"] is not None for mark in Grading.objects.get().items].count(True) == 1
    assert timed.hand_in(attempt) == Grading.objects.get()


def test_whoever_hands_in_in_time_is_left_alone_by_the_clock(timed, clock) -> None:
    attempt = timed.start()
    clock(60)
    timed.hand_in(attempt)
    clock(4000)
    assert run_owed() == 1
    attempt.refresh_from_db()
    assert attempt.ended_by == EndedBy.LEARNER
    assert attempt.submitted_at < attempt.ends_at
    assert Grading.objects.count() == 1


def test_untimed_work_waits_for_ever(clock) -> None:
    sitting = sitting_with_limit(None)
    attempt = sitting.start()
    assert attempt.ends_at is None
    assert not Job.objects.exists()
    clock(400 * 24 * 3600)
    sitting.save(attempt, "a", "0", 1)
    assert not Response.objects.get().late
    assert close_attempt(attempt_id=attempt.pk) is None


def test_a_window_opens_and_closes_and_ends_open_attempts(clock) -> None:
    sitting = sitting_with_limit(None)
    now = timezone.now()
    dates(sitting, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    with pytest.raises(CannotStart, match="opens on"):
        sitting.start()
    clock(3600)
    attempt = sitting.start()
    assert attempt.ends_at == now + timedelta(hours=2)
    clock(2 * 3600 + 121)
    assert run_owed() == 1
    attempt.refresh_from_db()
    assert attempt.ended_by == EndedBy.CLOCK
    with pytest.raises(CannotStart, match="closed on"):
        sitting.start()


def test_moving_the_date_moves_attempts_that_are_open(timed, clock) -> None:
    attempt = timed.start()
    dates(timed, closes_at=timezone.now() + timedelta(minutes=10))
    attempt.refresh_from_db()
    assert minutes_of(attempt) == pytest.approx(10, abs=0.1)
    dates(timed)
    attempt.refresh_from_db()
    assert minutes_of(attempt) == 30
    clock(10 * 60 + 121)
    assert run_owed() == 1
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    clock(30 * 60 + 121)
    run_owed()
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None


def test_a_cohort_has_its_own_dates(timed) -> None:
    cohort = Cohort.objects.create(course=timed.enrolment.course, name="Orange Walk")
    timed.enrolment.cohort = cohort
    timed.enrolment.save()
    later = timezone.now() + timedelta(days=3)
    dates(timed, closes_at=later, cohort=cohort)
    dates(timed, opens_at=timezone.now() + timedelta(days=1))
    assert timed.start().number == 1


@pytest.mark.parametrize("values", [{"closes_at": -1}, {"opens_at": 5, "closes_at": 4}])
def test_dates_that_make_no_sense_are_refused(timed, values) -> None:
    moments = {name: timezone.now() + timedelta(hours=n) for name, n in values.items()}
    with pytest.raises(CannotGrant) as refusal:
        dates(timed, **moments)
    assert refusal.value.messages[0].endswith(".")


@given(st.integers(1, 600), st.integers(0, 300))
def test_extra_time_is_never_rounded_down(limit: int, percent: int) -> None:
    minutes = minutes_allowed(limit, Accommodation(extra_percent=percent))
    assert minutes is not None
    assert 0 <= minutes - limit * (100 + percent) / 100 < 1
    assert minutes_allowed(limit, Accommodation(no_limit=True)) is None
    assert minutes_allowed(None, Accommodation(extra_percent=percent)) is None


def test_arranged_time_applies_to_this_learner_and_to_what_is_open(timed, clock) -> None:
    trainer, attempt = trainer_of(timed), timed.start()
    arrange = {"learner": timed.officer.learner, "by": trainer, "reason": "As agreed."}
    arrange_time(**arrange, extra_percent=50)
    attempt.refresh_from_db()
    assert minutes_of(attempt) == 45
    arrange_time(**arrange, no_limit=True)
    attempt.refresh_from_db()
    assert attempt.ends_at is None
    clock(5 * 3600)
    run_owed()
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    arrange_time(**arrange, extra_percent=0)
    attempt.refresh_from_db()
    assert minutes_of(attempt) == 30
    clock(5 * 3600 + 200)
    run_owed()
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    other = enrol(learner=an_officer().learner, course=timed.enrolment.course)
    assert minutes_of(Sitting(timed.officer, other, timed.assessment).start()) == 30


def test_only_a_training_officer_of_the_agency_arranges_time(timed) -> None:
    stranger = an_officer()
    stranger.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    colleague, judge = an_officer(agency=timed.officer.agency), a_judge()
    enrol(learner=judge.learner, course=timed.enrolment.course)
    for by, learner in (
        (stranger, timed.officer.learner),
        (colleague, timed.officer.learner),
        (timed.officer, timed.officer.learner),
        (trainer_of(timed), judge.learner),
    ):
        with pytest.raises(NotAssessed):
            arrange_time(learner=learner, by=by, reason="Please.", extra_percent=25)
    trainer = trainer_of(timed)
    for values in ({"extra_percent": 301}, {"extra_percent": -1}, {"reason": " "}):
        with pytest.raises(CannotGrant):
            arrange_time(
                **{"learner": timed.officer.learner, "by": trainer, "reason": "x"} | values
            )
    assert not Accommodation.objects.exists()


def test_the_audit_log_does_not_say_for_whom(timed) -> None:
    arrange_time(
        learner=timed.officer.learner, by=trainer_of(timed), reason="As agreed.", extra_percent=25
    )
    entry = AuditEntry.objects.get()
    told = f"{entry.action} {entry.subject} {entry.detail}"
    for secret in (str(timed.officer.learner.pk), str(timed.enrolment.pk), "25", "agreed"):
        assert secret not in told


def test_nothing_is_stored_of_somebody_who_became_a_judge(timed, clock) -> None:
    attempt = timed.start()
    timed.officer.agency = AgencyFactory(kind=AgencyKind.JUDICIARY)
    timed.officer.save()
    clock(4000)
    assert run_owed() == 1
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert not Grading.objects.exists()


def test_an_answer_costs_few_statements(timed, django_assert_num_queries) -> None:
    attempt = timed.start()
    timed.save(attempt, "a", "0", 1)
    with django_assert_num_queries(4):  # the savepoint, the attempt, the answer
        timed.save(attempt, "b", "0", 2)
