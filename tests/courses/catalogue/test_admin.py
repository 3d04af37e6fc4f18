"""Authors edit, administrators decide, nobody deletes what records rest on."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.changes import pending
from courses.catalogue.queries import current_version
from courses.models import CoursePage, CourseVersion, LessonPage, PilotDecision
from lms.accounts.api import Role
from lms.accounts.models import AgencyKind, AuditEntry
from tests.courses.catalogue.test_publishing import LEGAL
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    QuestionFactory,
    allow_pilot,
    course_page,
    lesson_page,
    module_page,
    published_course,
)

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def lesson_form(page: LessonPage, **changes: Any) -> dict[str, Any]:
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    values = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": page.minutes,
        "objectives": "\n".join(page.objectives),
        "body": streamfield([("text", rich_text("<p>Read me.</p>"))]),
        "sources-count": "0",
        "alignments": empty,
        "roles": empty,
        "comments": empty,
        **changes,
    }
    return nested_form_data(values)


def course_form(page: CoursePage, **changes: Any) -> dict[str, Any]:
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    names = ("title", "slug", "code", "summary", "audience", "record", "validity_months")
    return nested_form_data(
        {
            **{name: getattr(page, name) for name in names},
            "outcomes": "\n".join(page.outcomes),
            "roles": empty,
            "comments": empty,
            **changes,
        }
    )


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("name", list(LessonBlocks().child_blocks))
def test_every_block_has_icon_description_and_a_preview_that_renders(name: str) -> None:
    block = LessonBlocks().child_blocks[name]
    assert block.meta.icon != "placeholder"
    assert str(block.get_description())
    assert block.is_previewable
    html = block.render(block.get_preview_value(), context={"level": 3, "block_id": "preview"})
    assert html.strip()
    assert "style=" not in html
    assert "<script" not in html


def test_every_field_an_author_sees_has_help() -> None:
    from courses.models import ModulePage
    from courses.questions.models import PracticePoint, Question

    without = [
        f"{model.__name__}.{name}"
        for model in (CoursePage, ModulePage, LessonPage, Question, PracticePoint)
        for name, field in (
            model.get_edit_handler().get_form_class().base_fields.items()
            if hasattr(model, "get_edit_handler")
            else ()
        )
        if name not in ("go_live_at", "expire_at", "slug", "title", "comment_notifications")
        and not field.help_text
    ]
    assert without == []


def test_an_author_ticks_for_whom_a_course_is_meant() -> None:
    page = published_course().course
    client = signed_in(Role.ADMINISTRATOR)
    html = client.get(edit_url(page)).content.decode()
    assert html.count('name="meant_for"') == len(AgencyKind)
    form = course_form(page)
    client.post(edit_url(page), {**form, "meant_for": ["police", "prosecution"]})
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.meant_for == ["police", "prosecution"]
    refused = client.post(edit_url(page), {**form, "meant_for": ["army"]})
    assert "army is not one of the available choices" in refused.content.decode()


def test_a_lesson_is_edited_one_entry_a_line() -> None:
    page = published_course().course.get_children().first().get_children().first().specific
    client = signed_in(Role.ADMINISTRATOR)
    assert client.get(edit_url(page)).status_code == 200
    form = lesson_form(page, objectives="One thing\n\n Another \n", **{"action-publish": "1"})
    assert client.post(edit_url(page), form).status_code == 302
    page.refresh_from_db()
    assert page.objectives == ["One thing", "Another"]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ANALYST, Role.TRAINING_OFFICER])
def test_others_edit_nothing(role: str) -> None:
    page = published_course().course.get_children().first().get_children().first().specific
    client = signed_in(role)
    assert client.get(edit_url(page)).status_code in (302, 403)
    client.post(edit_url(page), lesson_form(page, title="Forged", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "Lesson 1"
    for name in ("list", "add"):
        url = reverse(f"wagtailsnippets_courses_question:{name}")
        assert client.get(url).status_code in (302, 403)


def test_a_legal_reviewer_writes_drafts_but_publishes_nothing() -> None:
    page = published_course().course.get_children().first().get_children().first().specific
    client = signed_in(Role.LEGAL_REVIEWER)
    client.post(edit_url(page), lesson_form(page, title="Reviewed", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "Lesson 1"


def test_the_course_page_says_what_publishing_would_change() -> None:
    version = published_course()
    lesson = version.course.get_children().first().get_children().first().specific
    lesson.title = "A better title"
    lesson.save_revision().publish()
    latest, changes, differs = pending(version.course)
    assert (latest, differs) == (version, True)
    assert [(change.title, change.what) for change in changes] == [
        ("A better title", "changed lesson")
    ]
    html = signed_in(Role.AUTHOR).get(edit_url(version.course)).content.decode()
    assert "A better title: changed lesson" in html
    assert "version 1" in html


def test_publishing_the_course_page_makes_the_next_version() -> None:
    version = published_course()
    client = signed_in(Role.AUTHOR)
    form = course_form(version.course, summary="Another summary.", **{"action-publish": "1"})
    answer = client.post(edit_url(version.course), form)
    assert answer.url == reverse("course-publish", args=[version.course.pk])
    client.post(answer.url, {"kind": "new", "reason": "Said better."})
    latest = current_version(version.course)
    assert latest.number == 2
    assert latest.about["summary"] == "Another summary."
    assert latest.created_by is not None


def test_publishing_without_a_pilot_is_refused_and_nothing_typed_is_lost() -> None:
    course = course_page()
    lesson_page(module_page(course, QuestionFactory.create_batch(2)), body=[LEGAL])
    client = signed_in(Role.AUTHOR)
    form = course_form(course, summary="Typed just now.", **{"action-publish": "1"})
    answer = client.post(edit_url(course), form, follow=True)
    assert "LR-1" in answer.content.decode()
    assert not CourseVersion.objects.exists()
    course.refresh_from_db()
    assert course.get_latest_revision_as_object().summary == "Typed just now."
    allow_pilot(course)
    client.post(edit_url(course), form)
    assert CourseVersion.objects.get().pilot


def test_only_an_administrator_decides_on_a_pilot_and_gives_a_reason() -> None:
    course = course_page()
    url = reverse("course-pilot", args=[course.pk])
    assert signed_in(Role.AUTHOR).post(url, {"reason": "Please."}).status_code == 302
    assert not PilotDecision.objects.exists()
    client = signed_in(Role.ADMINISTRATOR)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " "}).status_code == 200
    assert not PilotDecision.objects.exists()
    assert client.post(url, {"reason": "The law is being settled."}).status_code == 302
    decision = PilotDecision.objects.get()
    assert decision.allowed
    assert decision.decided_by is not None
    assert AuditEntry.objects.get(action="course.pilot_allowed").actor == decision.decided_by
    client.post(url, {"reason": "Enough."})
    assert not PilotDecision.objects.first().allowed


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_page_that_records_rest_on_is_not_deleted(depth: int) -> None:
    page: Any = published_course().course
    for _level in range(depth):
        page = page.get_children().first()
    client = signed_in(Role.ADMINISTRATOR)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    for answer in (client.get(url, follow=True), client.post(url, follow=True)):
        assert "records rest on" in answer.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={page.pk}")
    assert type(page).objects.filter(pk=page.pk).exists()


def test_publishing_many_at_once_asks_the_same() -> None:
    course = course_page()
    lesson_page(module_page(course, QuestionFactory.create_batch(2)), body=[LEGAL])
    course.unpublish()
    client = signed_in(Role.AUTHOR)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={course.pk}")
    course.refresh_from_db()
    assert not course.live


def test_a_copied_course_has_a_code_and_keys_of_its_own() -> None:
    version = published_course()
    copy = version.course.copy(
        recursive=True, update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=False
    )
    copy = CoursePage.objects.get(pk=copy.pk)
    assert copy.code.startswith("COURSE-")
    assert copy.translation_key != version.course.translation_key
    assert current_version(copy) is None


def test_a_page_without_records_is_deleted() -> None:
    page = course_page()
    client = signed_in(Role.ADMINISTRATOR)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not CoursePage.objects.filter(pk=page.pk).exists()


def test_the_preview_shows_what_is_typed_and_changes_nothing() -> None:
    page = published_course().course.get_children().first().get_children().first().specific
    client = signed_in(Role.AUTHOR)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = lesson_form(page, body=streamfield([("text", rich_text("<p>Typed just now.</p>"))]))
    assert json.loads(client.post(url, form).content)["is_valid"]
    before = (CourseVersion.objects.count(), page.revisions.count())
    answer = client.get(url)
    assert "Typed just now." in answer.content.decode()
    assert 'class="prose"' in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert (CourseVersion.objects.count(), page.revisions.count()) == before


def test_the_admin_carries_our_name() -> None:
    html = signed_in(Role.AUTHOR).get(reverse("wagtailadmin_home")).content.decode()
    assert "Cyber Learning Belize" in html
    assert "lms/css/admin.css" in html
