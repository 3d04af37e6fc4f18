"""A browser's client for an officer and a judge, each in a course."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.models import Attempt
from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from tests.factories.learning import a_course, a_judge, an_item, an_officer, on_page

# By original positions; an ordering is sent as the steps in order.
RIGHT = {"single": "0", "multiple": ["0", "1"], "ordering": ["0", "1", "2", "3"]}


class Learning:
    """One person with a browser, in one course."""

    def __init__(self, person: User, version: CourseVersion) -> None:
        self.person, self.version = person, version
        self.slug = version.course.slug
        self.client = Client()
        self.client.force_login(person)

    def url(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.slug, *args])

    def join(self) -> Enrolment:
        self.client.post(self.url("course-join"))
        return Enrolment.objects.get(learner=self.person.learner)

    def lesson(self, n: int = 1, name: str = "lesson", module: int = 1) -> str:
        return self.url(name, f"module-{module}", f"lesson-{n}")

    def finish_lessons(self, modules: int = 1) -> None:
        for module in range(1, modules + 1):
            for n in (1, 2):
                self.client.post(self.lesson(n, "lesson-done", module))

    def start(self, module: int = 1) -> Attempt:
        self.client.post(self.url("assessment", f"module-{module}"))
        return Attempt.objects.get(enrolment__learner=self.person.learner, submitted_at=None)

    def send(self, attempt: Attempt, body: Any, content_type: str = "application/json") -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(
            reverse("attempt-answer", args=[attempt.pk]), data, content_type=content_type
        )

    def answer_all(self, attempt: Attempt) -> None:
        for n, item in enumerate(attempt.assessment.items, start=1):
            answer = on_page(attempt, item["key"], RIGHT[item["type"]])
            body = {"client_id": f"c{n}", "sequence": n, "item": item["key"], "answer": answer}
            assert self.send(attempt, body).status_code == 200

    def hand_in(self, attempt: Attempt) -> Any:
        return self.client.post(reverse("attempt-hand-in", args=[attempt.pk]))


ITEMS = ("a", "b", "c")


@pytest.fixture
def learning(db: None) -> Callable[..., Learning]:
    def make(
        person: User | None = None, version: CourseVersion | None = None, **about: Any
    ) -> Learning:
        items = [an_item("a", critical=True), an_item("b", "multiple"), an_item("c", "ordering")]
        version = version or a_course(items=about.pop("items", items), **about)
        return Learning(person or an_officer(), version)

    return make


@pytest.fixture
def judge(learning: Callable[..., Learning]) -> Learning:
    return learning(a_judge(), record="participation")
