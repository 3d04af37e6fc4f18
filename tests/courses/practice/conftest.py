"""A lesson with a practice in it, and learners who come to it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CourseVersion, LessonVersion
from courses.models import Enrolment, PracticeRun
from lms.accounts.models import User
from tests.factories.learning import a_course, an_item

BLOCK = "0b6a1e8e-6f5c-4d53-9a65-3f7d3f0c1a11"


def a_lesson_with_practice(version: CourseVersion, item: dict[str, Any]) -> LessonVersion:
    module = version.modules.get(position=1)
    value = {
        "title": "Try it",
        "question": item["key"],
        "intro": "You are first on the scene.",
        "minutes": 6,
    }
    return LessonVersion.objects.create(
        module=module,
        key=uuid.uuid4(),
        position=9,
        slug="with-practice",
        title="A lesson with practice",
        minutes=10,
        content_hash=uuid.uuid4().hex,
        body=[{"type": "practice", "id": BLOCK, "value": value}],
        enclosed={"figures": {}, "points": {}, "questions": {item["key"]: item}},
    )


class Trying:
    """One person with a browser, at one practice."""

    def __init__(self, person: User, item: dict[str, Any], **about: Any) -> None:
        self.person, self.item = person, item
        self.version = about.pop("version", None) or a_course(**about)
        self.lesson = self.version.modules.get(position=1).lessons.filter(
            slug="with-practice"
        ).first() or a_lesson_with_practice(self.version, item)
        self.client = Client()
        self.client.force_login(person)
        self.client.post(reverse("course-join", args=[self.version.course.slug]))

    @property
    def slugs(self) -> list[str]:
        return [self.version.course.slug, "module-1", "with-practice", BLOCK]

    @property
    def url(self) -> str:
        return reverse("practice", args=self.slugs)

    @property
    def enrolment(self) -> Enrolment:
        return Enrolment.objects.get(learner=self.person.learner)

    @property
    def runs(self) -> list[PracticeRun]:
        return list(PracticeRun.objects.filter(enrolment=self.enrolment))

    def open(self) -> Any:
        return self.client.get(self.url)

    def seed(self) -> str:
        return str(self.open().context["seed"])

    def places(self, page: Any) -> list[int]:
        """The original positions of the options in the order of the page."""
        return list(page.context["asked"].shown)

    def send(self, seed: str, **fields: Any) -> Any:
        return self.client.post(self.url, {"seed": seed, "go": "finish", **fields})

    def choose(self, original: int) -> Any:
        """Hand in the option at this original position of a single choice."""
        page = self.open()
        at = self.places(page).index(original)
        return self.send(page.context["seed"], **{f"answer-{self.item['key']}": str(at)})


@pytest.fixture
def trying(db: None) -> Callable[..., Trying]:
    def make(person: User, item: dict[str, Any] | None = None, **about: Any) -> Trying:
        return Trying(person, item or an_item("try"), **about)

    return make
