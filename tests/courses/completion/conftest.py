"""An officer who has done all of a course but for completing it."""

from collections.abc import Callable
from typing import Any

import pytest

from courses.assessment.handing_in import submit_attempt
from courses.assessment.services import save_response, start_attempt
from courses.catalogue.models import AssessmentVersion, CourseVersion, LessonVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.progress.queries import Place
from courses.progress.services import mark_lesson_done
from tests.factories.learning import a_course, an_item, an_officer, right_answer


def finish_lessons(enrolment: Enrolment) -> None:
    for lesson in LessonVersion.objects.filter(module__version_id=enrolment.version_id):
        mark_lesson_done(place=Place(enrolment.pk, lesson.key, frozenset()))


def pass_assessments(enrolment: Enrolment) -> None:
    rows = AssessmentVersion.objects.filter(module__version_id=enrolment.version_id)
    for assessment in rows.select_related("module"):
        attempt = start_attempt(enrolment=enrolment, assessment=assessment)
        for n, item in enumerate(assessment.items):
            save_response(
                learner=enrolment.learner,
                attempt_id=attempt.pk,
                item_key=item["key"],
                answer=right_answer(item),
                client_id=f"c{n}",
                sequence=n,
            )
        submit_attempt(learner=enrolment.learner, attempt_id=attempt.pk)


@pytest.fixture
def ready() -> Callable[..., Enrolment]:
    def make(
        version: CourseVersion | None = None, who: Callable[..., Any] = an_officer, **about: Any
    ) -> Enrolment:
        version = version or a_course(items=[an_item("a"), an_item("b")], **about)
        enrolment = enrol(learner=who().learner, course=version.course)
        finish_lessons(enrolment)
        if not enrolment.confidential:
            pass_assessments(enrolment)
        return enrolment

    return make
