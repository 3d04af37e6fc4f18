"""One open attempt, so many in all, and time to read between them."""

import pytest
from django.contrib.auth.models import Group

from courses.assessment.granting import grant_extra_attempt
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.refusals import CannotGrant, CannotStart, NotAssessed
from courses.assessment.services import start_attempt
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.services import enrol
from lms.accounts.models import AuditEntry
from tests.factories.learning import a_course, a_judge, an_item, an_officer


def test_all_items_are_asked_once_with_all_options(sitting) -> None:
    attempt = sitting.start()
    assert sorted(shown["key"] for shown in attempt.items) == ["a", "b", "c"]
    for shown in attempt.items:
        assert sorted(shown["shown"]) == [0, 1, 2, 3]
    ordering = next(shown for shown in attempt.items if shown["key"] == "c")
    assert ordering["shown"] != [0, 1, 2, 3]
    assert len(attempt.items_hash) == 64


def test_the_order_differs_between_learners(db) -> None:
    items = [an_item(f"i{n}") for n in range(10)]
    version = a_course(items=items)
    assessment = AssessmentVersion.objects.get()
    orders = set()
    for _n in range(5):
        enrolment = enrol(learner=an_officer().learner, course=version.course)
        attempt = start_attempt(enrolment=enrolment, assessment=assessment)
        orders.add(tuple(shown["key"] for shown in attempt.items))
    assert len(orders) > 1


def test_starting_again_returns_the_open_attempt(sitting) -> None:
    assert sitting.start() == sitting.start()
    assert Attempt.objects.count() == 1


def test_the_next_attempt_waits_and_the_sentence_says_until_when(sitting, later) -> None:
    sitting.whole(wrong=("a",))
    with pytest.raises(CannotStart, match="try again from"):
        sitting.start()
    later(31)
    assert sitting.start().number == 2


def test_a_passed_assessment_is_not_asked_again(sitting, later) -> None:
    assert sitting.whole().passed
    later(31)
    with pytest.raises(CannotStart, match="passed this assessment already"):
        sitting.start()


def trainer_of(sitting) -> object:
    trainer = an_officer(agency=sitting.officer.agency)
    trainer.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    return trainer


def test_the_limit_holds_until_a_training_officer_grants_one_more(sitting, later) -> None:
    trainer = trainer_of(sitting)
    key = sitting.assessment.module.key
    grant = {"enrolment": sitting.enrolment, "module_key": key, "by": trainer, "reason": "Ill."}
    with pytest.raises(CannotGrant, match="doesn't need"):
        grant_extra_attempt(**grant)
    for _n in range(2):
        sitting.whole(wrong=("a",))
        later(31)
    with pytest.raises(CannotStart, match="Ask your training officer"):
        sitting.start()
    with pytest.raises(CannotGrant, match="Say why"):
        grant_extra_attempt(**grant | {"reason": "  "})
    grant_extra_attempt(**grant)
    with pytest.raises(CannotGrant, match="doesn't need"):
        grant_extra_attempt(**grant)
    assert sitting.start().number == 3
    entry = AuditEntry.objects.get()
    assert entry.actor == trainer.learner_id
    assert entry.subject == f"enrolment:{sitting.enrolment.pk}"


def test_nobody_else_grants_an_attempt(sitting, later) -> None:
    for _n in range(2):
        sitting.whole(wrong=("a",))
        later(31)
    other = an_officer()
    other.groups.add(Group.objects.get_or_create(name="Training officers")[0])
    colleague = an_officer(agency=sitting.officer.agency)
    for by in (other, colleague, sitting.officer):
        with pytest.raises(NotAssessed):
            grant_extra_attempt(
                enrolment=sitting.enrolment,
                module_key=sitting.assessment.module.key,
                by=by,
                reason="Please.",
            )
    assert not ExtraAttempt.objects.exists()


@pytest.mark.django_db
def test_a_judge_is_never_asked() -> None:
    version, judge = a_course(), a_judge()
    enrolment = enrol(learner=judge.learner, course=version.course)
    with pytest.raises(NotAssessed):
        start_attempt(enrolment=enrolment, assessment=AssessmentVersion.objects.get())
    assert not Attempt.objects.exists()


def test_an_assessment_of_another_course_is_not_mine(sitting) -> None:
    other = a_course("other")
    with pytest.raises(NotAssessed):
        start_attempt(
            enrolment=sitting.enrolment,
            assessment=AssessmentVersion.objects.get(module__version=other),
        )
