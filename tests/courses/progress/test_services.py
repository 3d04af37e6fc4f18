"""Progress is saved as it happens, never moved wrongly, and finished once."""

import uuid

import pytest

from courses.enrolment.services import enrol
from courses.progress.models import LessonProgress
from courses.progress.queries import Place, place_of
from courses.progress.services import UnknownBlock, mark_lesson_done, open_lesson, save_progress
from tests.factories.learning import a_course, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    version, officer = a_course(), an_officer()
    enrol(learner=officer.learner, course=version.course)
    found = place_of(
        learner=officer.learner, course="first-course", module="module-1", lesson="lesson-1"
    )
    assert found is not None
    return found


def test_only_the_enrolled_have_a_place() -> None:
    a_course()
    slugs = {"course": "first-course", "module": "module-1", "lesson": "lesson-1"}
    assert place_of(learner=an_officer().learner, **slugs) is None


def test_a_lesson_of_another_module_is_no_place() -> None:
    version, officer = a_course(modules=2), an_officer()
    enrol(learner=officer.learner, course=version.course)
    one = place_of(
        learner=officer.learner, course="first-course", module="module-1", lesson="lesson-1"
    )
    two = place_of(
        learner=officer.learner, course="first-course", module="module-2", lesson="lesson-1"
    )
    assert one
    assert two
    assert one.lesson_key != two.lesson_key


def test_the_last_save_wins_on_whatever_device(place: Place) -> None:
    open_lesson(place=place)
    save_progress(place=place, block="block-2")
    save_progress(place=place, block="block-1")
    open_lesson(place=place)
    row = LessonProgress.objects.get()
    assert row.block == "block-1"
    assert row.done_at is None


@pytest.mark.parametrize("block", ["", "block-9", "x" * 5000, "<script>", "block-1\x00"])
def test_a_block_that_the_lesson_lacks_is_refused(place: Place, block: str) -> None:
    with pytest.raises(UnknownBlock):
        save_progress(place=place, block=block)
    assert not LessonProgress.objects.exists()


def test_done_is_set_once_and_late_saves_change_nothing(place: Place) -> None:
    mark_lesson_done(place=place)
    done = LessonProgress.objects.get()
    mark_lesson_done(place=place)
    save_progress(place=place, block="block-2")
    open_lesson(place=place)
    row = LessonProgress.objects.get()
    assert (row.done_at, row.seen_at, row.block) == (done.done_at, done.seen_at, "")


def test_a_save_costs_two_statements(place: Place, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        save_progress(place=place, block="block-1")
    with django_assert_num_queries(1):
        save_progress(place=place, block="block-2")


def test_a_lesson_key_stands_for_itself_in_every_enrolment(place: Place) -> None:
    other = enrol(learner=an_officer().learner, course=a_course("second").course)
    mark_lesson_done(place=Place(other.pk, place.lesson_key, frozenset()))
    mark_lesson_done(place=Place(other.pk, uuid.uuid4(), frozenset()))
    assert not LessonProgress.objects.filter(enrolment_id=place.enrolment_id).exists()
