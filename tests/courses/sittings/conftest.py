"""A police station's sitting: an officer who plans it, one who invigilates, some who sit it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt
from courses.assessment.services import save_response
from courses.assessment.sittings.invigilating import check_identity, open_sitting
from courses.assessment.sittings.models import Invitation, Sitting
from courses.assessment.sittings.scheduling import schedule
from courses.assessment.sittings.starting import start_invigilated
from courses.catalogue.models import AssessmentVersion, CourseVersion
from courses.enrolment.services import enrol
from lms.accounts.api import Role
from lms.accounts.models import Agency, User
from tests.factories.accounts import AgencyFactory, DistrictFactory
from tests.factories.learning import a_course, an_officer, right_answer


@dataclass
class Room:
    agency: Agency
    version: CourseVersion
    trainer: User
    invigilator: User
    learners: list[User]
    sitting: Sitting = field(init=False)

    def plan(self, **changed: Any) -> Sitting:
        values = {
            "module": self.version.modules.get(position=1),
            "by": self.trainer,
            "room": "Training room 2",
            "starts_at": timezone.now() + timedelta(minutes=10),
            "district": DistrictFactory(),
            "invigilator": self.invigilator.service_number,
            "learners": "\n".join(one.service_number for one in self.learners),
        }
        self.sitting = schedule(**(values | changed))
        return self.sitting

    def open(self) -> Sitting:
        self.sitting = open_sitting(sitting=self.sitting, by=self.invigilator)
        return self.sitting

    def fresh(self) -> Sitting:
        self.sitting = Sitting.objects.get(pk=self.sitting.pk)
        return self.sitting

    def invitation(self, learner: User) -> Invitation:
        return Invitation.objects.select_related("sitting", "enrolment").get(
            sitting=self.sitting, enrolment__learner=learner.learner
        )

    def check(self, learner: User) -> None:
        check_identity(invitation=self.invitation(learner), by=self.invigilator, document="service")

    def start(self, learner: User, code: str | None = None) -> Attempt:
        code = self.fresh().code if code is None else code
        return start_invigilated(learner=learner.learner, sitting_id=self.sitting.pk, code=code)

    def answer(self, attempt: Attempt) -> None:
        for n, item in enumerate(AssessmentVersion.objects.get(pk=attempt.assessment_id).items, 1):
            save_response(
                learner=attempt.enrolment.learner, attempt_id=attempt.pk, item_key=item["key"],
                answer=right_answer(item), client_id=f"c{n}", sequence=n,
            )  # fmt: skip

    def whole(self, learner: User) -> Attempt:
        self.check(learner)
        attempt = self.start(learner)
        self.answer(attempt)
        submit_attempt(learner=learner.learner, attempt_id=attempt.pk)
        return Attempt.objects.get(pk=attempt.pk)


def a_room(count: int = 3, **about: Any) -> Room:
    agency = AgencyFactory()
    version = a_course(**about)
    learners = [an_officer(agency=agency) for _n in range(count)]
    for one in learners:
        enrol(learner=one.learner, course=version.course)
    return Room(
        agency,
        version,
        an_officer(agency=agency, roles=[Role.TRAINING_OFFICER]),
        an_officer(agency=agency),
        learners,
    )


@pytest.fixture
def room(db: None) -> Room:
    return a_room()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock on by so many minutes."""

    def move(minutes: int) -> None:
        moment = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move
