"""Officers who answered in their own words, and examiners of their agency."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from courses.assessment.handing_in import submit_attempt
from courses.assessment.marking import rules
from courses.assessment.marking.models import WrittenAnswer
from courses.assessment.marking.services import take_next
from courses.assessment.models import Attempt, Grading
from courses.assessment.services import save_response, start_attempt
from courses.catalogue.models import AssessmentVersion, CourseVersion
from courses.completion.marking import mark_answer
from courses.enrolment.services import enrol
from courses.questions.question_types import question_type
from lms.accounts.api import Role
from lms.accounts.models import Agency, User
from tests.courses.completion.conftest import finish_lessons
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.learning import a_course, an_item

TEXT = "I keep people safe, photograph the phone, then isolate it from networks."
BEST, FAIR, POOR = [0, 0], [1, 1], [2, 2]


def open_item(key: str = "o", **more: Any) -> dict[str, Any]:
    """Two criteria of three levels with 2, 1 and 0 points; three points make it right."""
    return an_item(key, config=question_type("open").sample, type="open", **more)


@dataclass
class Academy:
    """A police agency with examiners, and a course with a written answer in its assessment."""

    agency: Agency
    version: CourseVersion
    examiners: list[User]
    officers: list[User] = field(default_factory=list)

    @property
    def assessment(self) -> AssessmentVersion:
        return AssessmentVersion.objects.select_related("module").get(module__version=self.version)

    def answered(self, *, right: bool = True, **officer: Any) -> Attempt:
        """An attempt that is open and answered."""
        person = UserFactory(**{"agency": self.agency, **officer})
        self.officers.append(person)
        enrolment = enrol(learner=person.learner, course=self.version.course)
        finish_lessons(enrolment)
        attempt = start_attempt(enrolment=enrolment, assessment=self.assessment)
        for n, item in enumerate(self.assessment.items):
            answer = TEXT if item["type"] == "open" else "0" if right else "3"
            save_response(
                learner=person.learner, attempt_id=attempt.pk, item_key=item["key"],
                answer=answer, client_id=f"c{n}", sequence=n,
            )  # fmt: skip
        return attempt

    def sat(self, **officer: Any) -> Attempt:
        """An attempt that was handed in."""
        attempt = self.answered(**officer)
        submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk)
        attempt.refresh_from_db()
        return attempt

    def mark(self, examiner: int, levels: list[int], **more: Any) -> Grading | None:
        """The next answer in the queue, by this examiner."""
        answer = take_next(by=self.examiners[examiner])
        assert answer is not None, "nothing waits for this examiner"
        return mark_answer(answer_id=answer.pk, by=self.examiners[examiner], levels=levels, **more)

    def waits_for(self) -> list[int]:
        return list(WrittenAnswer.objects.order_by("item_key").values_list("awaits", flat=True))


@pytest.fixture
def academy() -> Callable[..., Academy]:
    def make(items: list[dict[str, Any]] | None = None, examiners: int = 3, **about: Any) -> Any:
        agency = AgencyFactory()
        version = a_course(items=items or [an_item("a"), open_item()], **about)
        people = [UserFactory(agency=agency, roles=[Role.EXAMINER]) for _n in range(examiners)]
        return Academy(agency, version, people)

    return make


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Decides the draw for a second reader."""

    def decide(drawn: bool) -> None:
        monkeypatch.setattr(rules._chance, "random", lambda: 0.0 if drawn else 0.999)

    decide(False)
    return decide
