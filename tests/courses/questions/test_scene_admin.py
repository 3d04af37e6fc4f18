"""An author's scene: its pictures, and what is frozen of them."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.interactions.drawings import drawing, drawing_names
from courses.interactions.scene.pictures import FOLDER, shown_picture
from courses.questions.question_types import question_type
from lms.accounts.api import Role
from tests.factories.accounts import UserFactory
from tests.factories.courses import course_page, module_page

pytestmark = pytest.mark.django_db
KIND = question_type("scene")


@pytest.fixture
def author() -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=Role.AUTHOR))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def image() -> Any:
    return get_image_model().objects.create(title="A desk", file=get_test_image_file())


def with_image(pk: int) -> Any:
    config = json.loads(json.dumps(KIND.sample))
    return {**config, "picture": {"drawing": "", "image": pk, "alt": "A desk."}}


@pytest.mark.parametrize("name", drawing_names(FOLDER))
def test_every_shipped_scene_is_safe_and_shows(name: str) -> None:
    assert drawing(name, FOLDER).startswith("<svg")
    picture = shown_picture({"drawing": name, "image": None, "alt": 'A "room" <b>'})
    assert 'aria-label="A &quot;room&quot; &lt;b&gt;"' in picture.svg
    assert (picture.width, picture.height) == (640, 420)


def test_the_form_marks_objects_on_a_picture(author: Client) -> None:
    add = reverse("wagtailsnippets_courses_question:add")
    html = author.get(f"{add}?type=scene").content.decode()
    assert "scene-editor.js" in html
    assert "courses.interactions.scene.SceneBlock" in html
    assert "living room" in html


def test_places_of_a_question_and_points_of_a_lesson_are_marked_alike(author: Client) -> None:
    add = reverse("wagtailsnippets_courses_question:add")
    html = author.get(f"{add}?type=hotspot").content.decode()
    assert "picture-board.js" in html
    assert "courses.interactions.marking.MarkedPicture" in html
    module = module_page(course_page())
    html = author.get(
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    ).content.decode()
    assert "courses.interactions.marking.MarkedPicture" in html


def test_the_editor_gets_a_drawing_or_an_upload_only(author: Client, image: Any) -> None:
    url = reverse("picture-to-mark")
    drawn = author.get(url, {"drawing": "living-room.svg"})
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b'data-theme="light"><style>' in drawn.content
    figure = author.get(url, {"drawing": "storage-shelf.svg"})
    assert figure.status_code == 200
    assert author.get(url, {"image": image.pk}).status_code == 302
    for odd in ({}, {"drawing": "../course.yaml"}, {"image": "x"}, {"image": "²"}, {"image": 0}):
        assert author.get(url, odd).status_code == 404
    assert Client().get(url, {"drawing": "living-room.svg"}).status_code == 302


def test_a_version_keeps_its_picture_when_the_library_loses_it(image: Any) -> None:
    config = KIND.clean(with_image(image.pk))
    frozen = KIND.frozen(config)
    assert KIND.frozen(config) == frozen
    image.delete()
    picture = KIND.asking(frozen, {}, None)["picture"]
    assert default_storage.exists(frozen["picture"]["path"])
    assert picture.src.endswith(".webp")
    assert (picture.width, picture.height) == (640, 480)
    with pytest.raises(ValidationError, match="no longer in the library"):
        KIND.clean(config)


def test_a_frozen_drawing_stays_as_it_was() -> None:
    frozen = KIND.frozen(KIND.clean(KIND.sample))
    assert frozen["picture"]["svg"] == drawing("living-room.svg", FOLDER)
    frozen["picture"]["svg"] = '<svg viewBox="0 0 10 20"><rect/></svg>'
    assert KIND.asking(frozen, {}, None)["picture"].height == 20
