"""An officer in a course with one assessment, and ways to go through it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, Grading
from courses.assessment.services import save_response, start_attempt
from courses.catalogue.models import AssessmentVersion
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from lms.accounts.models import User
from tests.factories.learning import a_course, an_officer, right_answer


@dataclass
class Sitting:
    officer: User
    enrolment: Enrolment
    assessment: AssessmentVersion

    @property
    def items(self) -> dict[str, dict]:
        return {item["key"]: item for item in self.assessment.items}

    def start(self) -> Attempt:
        return start_attempt(enrolment=self.enrolment, assessment=self.assessment)

    def save(
        self, attempt: Attempt, item: str, answer: Any, n: int = 1, client_id: str = ""
    ) -> Any:
        return save_response(
            learner=self.officer.learner,
            attempt_id=attempt.pk,
            item_key=item,
            answer=answer,
            client_id=client_id or f"{item}-{n}",
            sequence=n,
        )

    def answer(self, attempt: Attempt, *, wrong: tuple[str, ...] = ()) -> None:
        for n, (key, item) in enumerate(self.items.items(), start=1):
            answer = {"single": "3", "multiple": ["2"], "ordering": [4, 3, 2, 1]}
            given = answer[item["type"]] if key in wrong else right_answer(item)
            self.save(attempt, key, given, n)

    def hand_in(self, attempt: Attempt) -> Grading:
        return submit_attempt(learner=self.officer.learner, attempt_id=attempt.pk)

    def whole(self, *, wrong: tuple[str, ...] = ()) -> Grading:
        attempt = self.start()
        self.answer(attempt, wrong=wrong)
        return self.hand_in(attempt)


@pytest.fixture
def sitting(db: None) -> Sitting:
    officer = an_officer()
    version = a_course()
    enrolment = enrol(learner=officer.learner, course=version.course)
    return Sitting(officer, enrolment, AssessmentVersion.objects.get(module__version=version))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock on by so many minutes."""

    def move(minutes: int) -> None:
        moment = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return move
