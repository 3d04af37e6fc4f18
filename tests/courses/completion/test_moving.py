"""A training officer moves learners in mid-course, after seeing what it changes for whom."""

import copy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from courses.assessment.handing_in import submit_attempt
from courses.assessment.queries import assessments_in, states_of
from courses.assessment.services import start_attempt
from courses.catalogue.services import publish_version
from courses.completion.moving import CannotMove, move_learners, plans
from courses.completion.queries import readiness
from courses.completion.services import complete_if_ready
from courses.models import (
    Attempt,
    CourseVersion,
    Enrolment,
    LessonProgress,
    LessonVersion,
    Response,
    VersionMove,
)
from lms.accounts.api import Role
from lms.accounts.models import Agency, AgencyKind, AuditEntry, User
from tests.courses.review.people import at_desk, person
from tests.factories.accounts import AgencyFactory
from tests.factories.courses import (
    CHOICES,
    QuestionFactory,
    lesson_page,
    module_page,
    published_course,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Agency:
    return AgencyFactory(kind=AgencyKind.POLICE)


@pytest.fixture
def trainer(police: Agency) -> User:
    return person(Role.TRAINING_OFFICER, agency=police)


@pytest.fixture
def first() -> CourseVersion:
    return published_course(modules=2, lessons=1, questions=2)


def learner_of(version: CourseVersion, agency: Agency) -> Enrolment:
    learner = person(Role.LEARNER, agency=agency).learner
    return Enrolment.objects.create(learner=learner, course=version.course, version=version)


def finish_lessons(enrolment: Enrolment) -> None:
    from django.utils import timezone

    for lesson in LessonVersion.objects.filter(module__version=enrolment.version):
        LessonProgress.objects.create(
            enrolment=enrolment, lesson_key=lesson.key, done_at=timezone.now()
        )


def begin(enrolment: Enrolment, module: Any) -> Attempt:
    return start_attempt(
        enrolment=enrolment, assessment=assessments_in(enrolment.version)[module.translation_key]
    )


def pass_module(enrolment: Enrolment, module: Any) -> None:
    attempt = begin(enrolment, module)
    for at, item in enumerate(attempt.assessment.items):
        Response.objects.create(
            attempt=attempt, item_key=item["key"], client_id=f"c-{at}", sequence=at, answer=0
        )
    grading = submit_attempt(learner=enrolment.learner, attempt_id=attempt.pk)
    assert grading.passed


def second(first: CourseVersion) -> CourseVersion:
    """Module 1 asks something else now, module 2 is as it was, module 3 is new."""
    course = first.course
    question = course.get_children().first().specific.items.first().question
    question.config = copy.deepcopy(CHOICES)
    for at, option in enumerate(question.config["options"]):
        option["right"] = at == 1
    question.save()
    lesson_page(module_page(course, QuestionFactory.create_batch(2)))
    return publish_version(course, by=None, reason="The law changed.")


def url(version: CourseVersion) -> str:
    return reverse("move-learners", args=[version.course_id])


def test_the_plan_says_what_is_kept_added_and_asked_again(
    first: CourseVersion, police: Agency
) -> None:
    enrolment = learner_of(first, police)
    finish_lessons(enrolment)
    for module in first.course.get_children():
        pass_module(enrolment, module)
    (plan,) = plans([enrolment], second(first))
    assert (plan.lessons_done, plan.lessons_kept) == (2, 2)
    assert plan.modules_added == ["Module 3"]
    assert list(plan.to_redo.values()) == ["Module 1"]
    assert plan.passes_kept == ["Module 2"]
    assert not VersionMove.objects.exists()


def test_a_move_is_a_sealed_audited_decision_and_records_stay(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment = learner_of(first, police)
    finish_lessons(enrolment)
    for module in first.course.get_children():
        pass_module(enrolment, module)
    to = second(first)
    (move,) = move_learners(
        course=first.course, to=to, enrolment_ids=[enrolment.pk], by=trainer, reason="New law."
    )
    assert (move.from_version, move.to_version, move.decided_by) == (
        first,
        to,
        trainer.learner_id,
    )
    assert move.shown["to_redo"] == ["Module 1"]
    entry = AuditEntry.objects.get(action="enrolment.moved")
    assert entry.subject == f"enrolment:{enrolment.pk}"
    enrolment.refresh_from_db()
    assert enrolment.version == to
    assert Attempt.objects.filter(enrolment=enrolment).count() == 2
    missing = {(one.kind, one.title) for one in readiness(enrolment).missing}
    assert missing == {
        ("lesson", "Lesson 1"),
        ("assessment", "Module 1"),
        ("assessment", "Module 3"),
    }
    html = at_desk(enrolment.learner.person).get(f"/courses/{first.course.slug}/").content.decode()
    assert "Module 3" in html


def test_what_is_taken_again_counts_and_keeps_counting_on(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment = learner_of(first, police)
    module = first.course.get_children().first()
    pass_module(enrolment, module)
    to = second(first)
    move_learners(
        course=first.course, to=to, enrolment_ids=[enrolment.pk], by=trainer, reason="New law."
    )
    enrolment.refresh_from_db()
    assessments = assessments_in(to)
    state = states_of(enrolment, assessments)[module.translation_key]
    assert state.passed is None
    assert state.left == state.assessment.max_attempts
    Attempt.objects.filter(enrolment=enrolment).first()
    again = start_attempt(enrolment=enrolment, assessment=assessments[module.translation_key])
    assert again.number == 2


def test_who_completed_stays_where_they_were(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment = learner_of(first, police)
    finish_lessons(enrolment)
    for module in first.course.get_children():
        pass_module(enrolment, module)
    completion = complete_if_ready(enrolment)
    assert completion.version == first
    assert completion.rule["version"] == "1"
    to = second(first)
    with pytest.raises(PermissionDenied):
        move_learners(
            course=first.course, to=to, enrolment_ids=[enrolment.pk], by=trainer, reason="No."
        )


def test_an_open_attempt_is_handed_in_first(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment, other = learner_of(first, police), learner_of(first, police)
    begin(enrolment, first.course.get_children().first())
    to = second(first)
    with pytest.raises(CannotMove, match="assessment is open"):
        move_learners(
            course=first.course,
            to=to,
            enrolment_ids=[enrolment.pk, other.pk],
            by=trainer,
            reason="New law.",
        )
    assert not VersionMove.objects.exists()
    html = at_desk(trainer).get(url(first)).content.decode()
    assert html.count('name="learners"') == 1


def test_the_page_shows_first_and_then_moves(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment = learner_of(first, police)
    stranger = learner_of(first, AgencyFactory(kind=AgencyKind.PROSECUTION))
    judge = learner_of(first, AgencyFactory(kind=AgencyKind.JUDICIARY))
    to = second(first)
    client = at_desk(trainer)
    listed = client.get(reverse("courses-behind")).content.decode()
    assert "1 learner could go on with version 2" in listed
    html = client.get(url(first)).content.decode()
    assert enrolment.learner.person.full_name in html
    for hidden in (stranger, judge):
        assert str(hidden.pk) not in html
        assert hidden.learner.person.service_number not in html
    assert "Module 3" in html
    assert not VersionMove.objects.exists()
    sent = {"version": to.pk, "learners": [enrolment.pk]}
    assert client.post(url(first), sent).status_code == 200
    assert not VersionMove.objects.exists()
    assert client.post(url(first), {**sent, "reason": "New law."}).status_code == 302
    assert VersionMove.objects.get().reason == "New law."
    for hidden in (stranger, judge):
        forged = {"version": to.pk, "learners": [hidden.pk], "reason": "Forged."}
        client.post(url(first), forged)
        hidden.refresh_from_db()
        assert hidden.version == first
    bad = {"version": "nonsense", "learners": ["x" * 99], "reason": "Forged."}
    assert client.post(url(first), bad).status_code == 200


def test_a_version_published_meanwhile_is_looked_at_again(
    first: CourseVersion, police: Agency, trainer: User
) -> None:
    enrolment = learner_of(first, police)
    to = second(first)
    lesson_page(first.course.get_children().last().specific)
    publish_version(first.course, by=None)
    with pytest.raises(CannotMove, match="meanwhile"):
        move_learners(
            course=first.course, to=to, enrolment_ids=[enrolment.pk], by=trainer, reason="Late."
        )


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUTHOR, Role.ANALYST, Role.ADMINISTRATOR])
def test_others_see_nobody(first: CourseVersion, police: Agency, role: str) -> None:
    learner_of(first, police)
    second(first)
    client = at_desk(person(role, agency=police))
    assert client.get(url(first)).status_code in (302, 403)
    assert client.get(reverse("courses-behind")).status_code in (302, 403)


def test_the_judiciarys_officer_sees_no_learning(first: CourseVersion) -> None:
    court = AgencyFactory(kind=AgencyKind.JUDICIARY)
    judge = learner_of(first, court)
    second(first)
    client = at_desk(person(Role.TRAINING_OFFICER, agency=court))
    assert str(judge.pk) not in client.get(url(first)).content.decode()
    assert "Everybody in mid-course" in client.get(reverse("courses-behind")).content.decode()


def test_the_list_of_learners_costs_the_same_for_many(
    first: CourseVersion, police: Agency, trainer: User, django_assert_max_num_queries: Any
) -> None:
    for _n in range(20):
        learner_of(first, police)
    second(first)
    client = at_desk(trainer)
    client.get(url(first))
    with django_assert_max_num_queries(40):
        client.get(url(first))
