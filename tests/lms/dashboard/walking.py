"""Taking a test's learner through a course, by the services."""

from typing import Any

from courses.api import (
    complete_if_ready,
    enrol,
    mark_lesson_done,
    open_lesson,
    place_of,
    save_response,
    start_attempt,
    submit_attempt,
)
from courses.models import AssessmentVersion, CourseVersion, Enrolment, ModuleVersion
from lms.accounts.models import User
from tests.factories.learning import right_answer


def join(user: User, version: CourseVersion, **more: Any) -> Enrolment:
    return enrol(learner=user.learner, course=version.course, **more)


def place(enrolment: Enrolment, module: int, lesson: int) -> Any:
    return place_of(
        learner=enrolment.learner,
        course=enrolment.course.slug,
        module=f"module-{module}",
        lesson=f"lesson-{lesson}",
    )


def read(enrolment: Enrolment, module: int = 1, lessons: int = 2) -> None:
    for lesson in range(1, lessons + 1):
        at = place(enrolment, module, lesson)
        open_lesson(place=at)
        mark_lesson_done(place=at)


def assessment_of(enrolment: Enrolment, module: int = 1) -> AssessmentVersion:
    row = ModuleVersion.objects.get(version=enrolment.version, position=module)
    found = row.assessments.select_related("module").first()
    assert found is not None
    return found


def sit(enrolment: Enrolment, module: int = 1, *, well: bool = True) -> None:
    """One attempt: everything right, or nothing answered."""
    attempt = start_attempt(enrolment=enrolment, assessment=assessment_of(enrolment, module))
    for number, item in enumerate(attempt.assessment.items if well else [], start=1):
        save_response(
            learner=enrolment.learner,
            attempt_id=attempt.pk,
            item_key=item["key"],
            answer=right_answer(item),
            client_id=f"test-{number}",
            sequence=number,
        )
    submit_attempt(learner=enrolment.learner, attempt_id=attempt.pk)


def complete(enrolment: Enrolment, modules: int = 1) -> None:
    for module in range(1, modules + 1):
        read(enrolment, module)
        if not enrolment.confidential:
            sit(enrolment, module)
    complete_if_ready(enrolment)
