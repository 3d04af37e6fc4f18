"""Who reads an answer when nobody at home is left: the service, or nobody, and who hears."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from courses.assessment.marking.missing import owe_word_of_missing_readers
from courses.assessment.marking.models import Marking, WrittenAnswer
from courses.assessment.marking.queries import queue_of, still_to_change
from courses.assessment.marking.readers import free_for, without_reader
from courses.assessment.marking.services import take_next
from courses.completion.marking import correct_marks, mark_answer
from courses.enrolment.services import enrol
from lms.accounts.api import Role
from lms.accounts.models import Agency, AgencyKind, User
from lms.jobs.api import run_owed
from lms.notices.models import Notice
from tests.courses.assessment.marking.conftest import BEST, FAIR, POOR, open_item
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.learning import an_item

pytestmark = pytest.mark.django_db


def examiner_of(agency: Agency, *more: str) -> User:
    return UserFactory(agency=agency, roles=[Role.EXAMINER, *more])


def enough() -> list[dict[str, Any]]:
    return [*(an_item(f"i{n}") for n in range(9)), open_item()]


@pytest.fixture
def short(academy, chance) -> Any:
    """An agency of two examiners who differed: the answer waits for a third reader."""

    def make(kind: str = AgencyKind.POLICE, second: list[int] = POOR) -> Any:
        school = academy(enough(), examiners=2)
        Agency.objects.filter(pk=school.agency.pk).update(kind=kind)
        school.sat()
        chance(True)
        school.mark(0, BEST)
        school.mark(1, second)
        assert school.waits_for() == [3]
        return school

    return make


def test_a_third_reading_goes_to_an_examiner_of_the_same_service(short) -> None:
    school = short()
    reader = examiner_of(AgencyFactory())
    assert queue_of(reader).count == 1
    assert queue_of(reader).not_for_you == 0
    assert not without_reader().exists()
    answer = take_next(by=reader)
    assert mark_answer(answer_id=answer.pk, by=reader, levels=FAIR) is not None
    assert school.waits_for() == [0]


def test_it_stays_at_home_while_somebody_there_may_read_it(academy, chance) -> None:
    school = academy(enough(), examiners=3)
    reader = examiner_of(AgencyFactory())
    school.sat()
    chance(True)
    for n, levels in enumerate((BEST, POOR)):
        assert take_next(by=reader) is None
        school.mark(n, levels)
    assert school.waits_for() == [3]
    assert take_next(by=reader) is None
    third = school.examiners[2]
    enrol(learner=third.learner, course=school.version.course)  # and so may not read it
    assert take_next(by=reader) is not None


def test_a_first_reading_too_where_the_agency_has_no_examiner(academy) -> None:
    school = academy(enough(), examiners=0)
    reader = examiner_of(AgencyFactory())
    school.sat()
    assert take_next(by=reader) is not None


def test_an_examiner_above_is_somebody_at_home(short) -> None:
    school = short()
    above = AgencyFactory()
    Agency.objects.filter(pk=school.agency.pk).update(parent=above)
    reader = examiner_of(AgencyFactory())
    assert take_next(by=reader) is not None
    WrittenAnswer.objects.update(claimed_by=None, claimed_until=None)
    third = examiner_of(above)
    assert take_next(by=reader) is None
    assert take_next(by=third) is not None


@pytest.mark.parametrize("kind", [one for one in AgencyKind if one not in ("police", "judiciary")])
def test_police_answers_stay_with_the_police(short, kind) -> None:
    short()
    stranger = examiner_of(AgencyFactory(kind=kind))
    assert queue_of(stranger).count == 0
    assert take_next(by=stranger) is None
    with pytest.raises(Http404):
        mark_answer(answer_id=WrittenAnswer.objects.get().pk, by=stranger, levels=BEST)


@pytest.mark.parametrize("kind", [AgencyKind.MINISTRY, AgencyKind.PRIVATE, AgencyKind.UTILITY])
def test_agencies_that_are_no_one_service_lend_nothing(short, kind) -> None:
    short(kind)
    stranger = examiner_of(AgencyFactory(kind=kind))
    assert take_next(by=stranger) is None
    assert without_reader().count() == 1


def test_nothing_crosses_the_wall_of_the_judiciary(short) -> None:
    """Neither way: no judge reads the police's answers, and a judge's reach nobody at all."""
    school = short()
    bench = AgencyFactory(kind=AgencyKind.JUDICIARY)
    of_the_bench = examiner_of(bench)
    of_a_court = examiner_of(AgencyFactory(kind=AgencyKind.JUDICIARY))
    assert take_next(by=of_the_bench) is None
    reader = examiner_of(AgencyFactory())
    User.objects.filter(pk=school.officers[0].pk).update(agency=bench)
    for one in (reader, of_the_bench, of_a_court, *school.examiners):
        assert queue_of(one).count == queue_of(one).not_for_you == 0
        assert take_next(by=one) is None
    assert not without_reader().exists()


def test_whoever_holds_one_keeps_it_though_somebody_at_home_may_read_it_meanwhile(
    short, later
) -> None:
    school = short()
    reader = examiner_of(AgencyFactory())
    answer = take_next(by=reader)
    third = examiner_of(school.agency)
    assert take_next(by=third) is None
    assert answer in free_for(reader)
    later(46)
    assert answer not in free_for(reader)
    assert take_next(by=third) == answer


def test_a_reader_of_another_agency_corrects_the_own_marks(academy, chance) -> None:
    school = academy([*enough(), open_item("o2")], examiners=0)
    reader = examiner_of(AgencyFactory())
    school.sat()
    answer = take_next(by=reader)
    mark_answer(answer_id=answer.pk, by=reader, levels=FAIR)
    row = still_to_change(reader).get()
    correct_marks(marking_id=row.pk, by=reader, levels=BEST, comment="", reason="A slip.")
    assert Marking.objects.count() == 2


def test_the_queue_counts_the_readers_of_the_service(short) -> None:
    school = short()
    assert queue_of(school.examiners[0]).too_few
    examiner_of(AgencyFactory())
    assert not queue_of(school.examiners[0]).too_few


def tell() -> list[Notice]:
    for _day in range(3):
        owe_word_of_missing_readers()
        run_owed()
    return list(Notice.objects.filter(kind="readers-missing"))


def test_a_training_officer_is_told_once_a_week_what_is_missing(short) -> None:
    school = short(AgencyKind.MINISTRY)
    officer = UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER])
    UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER], is_active=False)
    UserFactory(agency=AgencyFactory(), roles=[Role.TRAINING_OFFICER])
    UserFactory(roles=[Role.ADMINISTRATOR])
    (notice,) = tell()
    assert notice.learner == officer.learner
    assert f"{school.agency.name}: 1 answer, waiting since" in notice.body
    assert "role of examiner to one more person" in notice.body
    for hidden in (school.officers[0].full_name, school.officers[0].service_number, "third"):
        assert hidden not in notice.subject + notice.body
    examiner_of(school.agency)
    Notice.objects.all().delete()
    assert not tell()


def test_the_agency_above_or_administrators_hear_where_nobody_nearer_can(short) -> None:
    school = short(AgencyKind.MINISTRY)
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    assert [one.learner for one in tell()] == [administrator.learner]
    Notice.objects.all().delete()
    above = AgencyFactory(kind=AgencyKind.MINISTRY)
    Agency.objects.filter(pk=school.agency.pk).update(parent=above)
    officer = UserFactory(agency=above, roles=[Role.TRAINING_OFFICER])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", _next_week(timezone.localdate() + timedelta(7)))
        assert [one.learner for one in tell()] == [officer.learner]


def _next_week(day: Any) -> Any:
    return lambda *_given: day


def test_nobody_is_written_to_while_every_answer_has_a_reader_left(academy, chance) -> None:
    school = academy(enough(), examiners=2)
    UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER])
    school.sat()
    assert not tell()


def test_asking_who_is_left_costs_the_same_however_many_answers_wait(
    academy, chance, django_assert_max_num_queries
) -> None:
    school = academy(enough(), examiners=0)
    reader = examiner_of(AgencyFactory())
    school.sat()
    with django_assert_max_num_queries(12) as few:
        assert len(free_for(reader)) == 1
    for _n in range(5):
        school.sat()
    with django_assert_max_num_queries(len(few)):
        assert len(free_for(reader)) == 6
