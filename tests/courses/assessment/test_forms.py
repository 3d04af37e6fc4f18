"""Which questions an attempt asks: drawn on the server, kept, repeatable, and new each time."""

import pytest

from courses.assessment.asking import drawn
from courses.assessment.queries import forms_before
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.services import enrol
from tests.courses.assessment.conftest import Sitting
from tests.factories.learning import a_course, an_item, an_officer

pytestmark = pytest.mark.django_db


def sitting_of(pool: int, asked: int, *, critical: int = 0) -> Sitting:
    items = [an_item(f"i{n}", critical=n < critical) for n in range(pool)]
    version, officer = a_course(items=items, blueprint=[{"count": asked}]), an_officer()
    enrolment = enrol(learner=officer.learner, course=version.course)
    return Sitting(officer, enrolment, AssessmentVersion.objects.get(module__version=version))


def keys(attempt) -> set[str]:
    return {shown["key"] for shown in attempt.items}


def test_a_form_has_as_many_questions_as_the_blueprint_says() -> None:
    attempt = sitting_of(20, 5, critical=2).start()
    assert len(attempt.items) == 5
    assert {"i0", "i1"} <= keys(attempt)


def test_the_next_attempt_asks_what_was_not_asked_before(later) -> None:
    sitting = sitting_of(10, 5)
    first = sitting.start()
    sitting.hand_in(first)
    later(31)
    second = sitting.start()
    assert not keys(first) & keys(second)
    assert keys(first) | keys(second) == set(sitting.items)


def test_a_draw_can_be_repeated_from_its_seed(later) -> None:
    sitting = sitting_of(8, 5)
    first = sitting.start()
    sitting.hand_in(first)
    later(31)
    second = sitting.start()
    assert len(second.seed) == 32
    assert first.seed != second.seed
    for attempt in (first, second):
        module_key = sitting.assessment.module.key
        seen = forms_before(sitting.enrolment, module_key, number=attempt.number)
        assert drawn(sitting.assessment, seed=attempt.seed, seen=seen) == attempt.items


def test_only_what_was_asked_is_graded_and_answered() -> None:
    sitting = sitting_of(10, 5)
    attempt = sitting.start()
    for n, key in enumerate(keys(attempt), start=1):
        sitting.save(attempt, key, "0", n)
    other = next(iter(set(sitting.items) - keys(attempt)))
    with pytest.raises(Exception, match="isn't part of the assessment"):
        sitting.save(attempt, other, "0", 99)
    grading = sitting.hand_in(attempt)
    assert (grading.score, len(grading.items)) == (100, 5)
