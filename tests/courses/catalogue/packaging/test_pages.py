"""Copying, exporting and importing a course in the editor."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.catalogue.freezing import freeze
from courses.catalogue.packaging.copying import copy_course
from courses.enrolment.services import enrol
from courses.models import (
    CoursePage,
    Enrolment,
    LessonPage,
    ModulePage,
    PilotDecision,
    Question,
)
from lms.accounts.api import Role
from tests.courses.catalogue.packaging.test_packages import course, forget_everything
from tests.factories.accounts import UserFactory
from tests.factories.courses import allow_pilot, catalogue, published_course

pytestmark = pytest.mark.django_db
__all__ = ["course"]


def signed_in(role: str) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_a_copy_has_new_keys_and_nothing_of_learners() -> None:
    version = published_course(questions=2)
    original = version.course
    allow_pilot(original)
    enrol(learner=UserFactory().learner, course=original)
    url = reverse("course-copy", args=[original.pk])
    client = signed_in(Role.AUTHOR)
    assert (
        "Copy course"
        in client.get(reverse("wagtailadmin_pages:edit", args=[original.pk])).content.decode()
    )
    assert client.get(url).status_code == 200
    form = {"title": "The copy", "code": original.code, "slug": "the-copy"}
    assert "has the code" in client.post(url, form).content.decode()
    assert CoursePage.objects.count() == 1
    form["code"] = "COPY-1"
    assert client.post(url, form).status_code == 302
    copy = CoursePage.objects.get(code="COPY-1")
    assert (copy.title, copy.live, copy.slug) == ("The copy", False, "the-copy")
    keys = [
        set(page.get_descendants(inclusive=True).values_list("translation_key", flat=True))
        for page in (original, copy)
    ]
    assert len(keys[1]) == 4
    assert not keys[0] & keys[1]
    assert not copy.versions.exists()
    assert PilotDecision.objects.filter(course=copy).count() == 0
    assert Enrolment.objects.count() == 1
    items = [freeze(page).modules[0]["assessment"]["items"] for page in (original, copy)]
    assert [item["key"] for item in items[0]] == [item["key"] for item in items[1]]
    assert client.post(url, {**form, "code": "COPY-2"}).status_code == 422


def test_a_copy_may_have_its_own_questions() -> None:
    original = published_course(questions=2).course
    form = {"title": "The copy", "code": "COPY-1", "slug": "the-copy", "own_questions": "on"}
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post(reverse("course-copy", args=[original.pk]), form).status_code == 302
    assert Question.objects.count() == 4
    items = [
        freeze(page).modules[0]["assessment"]["items"] for page in CoursePage.objects.order_by("pk")
    ]
    assert not {item["key"] for item in items[0]} & {item["key"] for item in items[1]}
    assert [item["stem"] for item in items[0]] == [item["stem"] for item in items[1]]


def test_a_link_within_the_course_leads_to_its_copy(course: CoursePage) -> None:
    lesson = LessonPage.objects.get(title="Second")
    lesson.save_revision()  # a draft lies over what is live
    made = copy_course(course=course, title="B", code="B-1", slug="b", by=None)
    first, second = LessonPage.objects.descendant_of(made).order_by("path")
    for page in (second, second.get_latest_revision_as_object()):
        text = page.body.raw_data[0]["value"]
        assert f'id="{first.pk}"' in text
        assert 'data-term="hash-value"' in text
    old = LessonPage.objects.descendant_of(course).order_by("path")
    assert f'id="{old[0].pk}"' in old[1].body.raw_data[0]["value"]


def test_own_questions_are_tried_too_and_drafts_stay_drafts(course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).get()
    module.title = "Better"
    module.save_revision()
    made = copy_course(course=course, title="B", code="B-1", slug="b", own_questions=True, by=None)
    copied = ModulePage.objects.child_of(made).get()
    draft = copied.get_latest_revision_as_object()
    assert (copied.title, draft.title) == (module.get_parent().get_children()[0].title, "Better")
    asked = [row.question.key for row in copied.items.all()]
    assert [row.question.key for row in draft.items.all()] == asked
    second = LessonPage.objects.descendant_of(made).order_by("path")[1]
    practice = second.body.raw_data[5]["value"]["question"]
    keys = {*asked, practice}
    assert len(keys) == 3
    assert not keys & {"ph-1", "ph-2", "ph-3"}


def test_a_course_goes_out_and_comes_in_again(course: CoursePage) -> None:
    client = signed_in(Role.AUTHOR)
    answer = client.get(reverse("course-export", args=[course.pk]))
    assert answer["Content-Type"] == "application/zip"
    forget_everything()
    catalogue()
    shown = upload(client, answer.content)
    assert "Add the course" in shown.content.decode()
    assert not CoursePage.objects.exists()
    url = reverse("course-import-apply", args=[shown.context["token"]])
    signed_in(Role.AUTHOR).post(url)
    client.get(url)
    assert not CoursePage.objects.exists()
    done = client.post(url, follow=True)
    said = " ".join(str(one) for one in done.context["messages"])
    assert "Phones was added as a draft. Publish it to offer it." in said
    again = client.get(reverse("course-export", args=[CoursePage.objects.get().pk]))
    assert again.content == answer.content
    assert LessonPage.objects.filter(live=True).count() == 2
    assert "There is nothing to add." in upload(client, answer.content).content.decode()
    assert upload(client, b"no").status_code == 422
    assert "damaged" in upload(client, b"PK\x03\x04").content.decode()


def upload(client: Client, data: bytes) -> Any:
    return client.post(reverse("course-import"), {"file": SimpleUploadedFile("c.zip", data)})


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINING_OFFICER, Role.LEGAL_REVIEWER])
def test_others_move_no_course(role: str) -> None:
    original = published_course().course
    client = signed_in(role)
    for name, args in (
        ("course-copy", [original.pk]),
        ("course-export", [original.pk]),
        ("course-import", []),
    ):
        assert client.get(reverse(name, args=args)).status_code in (302, 403)
        assert client.post(reverse(name, args=args)).status_code in (302, 403)
    assert CoursePage.objects.count() == 1
