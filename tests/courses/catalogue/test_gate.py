"""The publishing gate: each finding, the reason that overrides it, and every way to publish."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Workflow

from courses.catalogue.gate.contrast import ratio, weakest
from courses.catalogue.gate.findings import Finding, findings_in
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.gate.services import override
from courses.catalogue.refusals import GateClosed
from courses.catalogue.services import publish_version
from courses.models import LessonPage
from courses.review.finishing import publish
from lms.accounts.api import Role
from lms.accounts.models import AuditEntry
from tests.courses.catalogue.test_admin import edit_url, lesson_form, signed_in
from tests.courses.catalogue.test_loading import change, folder, load
from tests.courses.catalogue.test_naming_blocks import block
from tests.factories.courses import TEXT, QuestionFactory, course_page, lesson_page, module_page

__all__ = ["folder"]
HERE = block("text", '<p>For more, <a href="https://example.org/">click here</a>.</p>')
IMAGE = {"files": {"id-image": {"image": {"kind": "picture"}}}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{}</svg>'


def heading(text: str, level: str = "2") -> dict[str, Any]:
    return {"type": "heading", "id": f"h-{text}-{level}", "value": {"text": text, "level": level}}


def table(columns: list[str], *rows: list[str]) -> dict[str, Any]:
    return block(
        "table",
        {
            "caption": "",
            "columns": [{"type": "text", "heading": one} for one in columns],
            "rows": [{"values": row} for row in rows],
        },
    )


def image(alt: str) -> dict[str, Any]:
    return block("image", {"image": 1, "alt": alt, "caption": "", "credit": ""})


def film(**fields: Any) -> dict[str, Any]:
    value = {"title": "Sealing", "file": 1, "captions": 2, "transcript": "<p>Fold, then sign.</p>"}
    return block("video", {**value, **fields})


def kept(kind: str, **files: Any) -> dict[str, Any]:
    return {"files": {f"id-{kind}": files}}


@pytest.mark.parametrize(
    ("body", "enclosed", "code", "words"),
    [
        ([image("")], IMAGE, "alternative", "missing"),
        ([image("IMG_0042.JPG")], IMAGE, "alternative", "says nothing"),
        ([image("Picture")], IMAGE, "alternative", "says nothing"),
        ([image("A phone in a bag")], {}, "gone", "not there"),
        ([heading("Part", "3"), TEXT], {}, "heading", "no section stands above"),
        ([heading(" "), TEXT], {}, "heading", "empty"),
        ([heading("One"), heading("Two"), TEXT], {}, "heading", "Nothing stands under"),
        ([TEXT, heading("Last")], {}, "heading", "Nothing stands under"),
        ([table(["Kind", ""], ["Memory", "Power"])], {}, "table", "without a heading: 2"),
        ([table(["Kind", "Loses"], ["", "Power"])], {}, "table", "first column: 1"),
        ([film()], kept("video", file={}), "captions", "no captions"),
        ([film()], kept("video", file={}, captions={"cues": 0}), "captions", "no captions"),
        (
            [film(transcript="<p> </p>")],
            kept("video", file={}, captions={"cues": 3}),
            "transcript",
            "missing",
        ),
        (
            [block("audio", {"title": "Call", "file": 1, "transcript": ""})],
            kept("audio", file={}),
            "transcript",
            "missing",
        ),
        ([HERE], {}, "link", "click here"),
        ([block("text", '<p><a href="https://example.org/"> </a></p>')], {}, "link", "no words"),
        (
            [block("text", '<p><a href="https://a.bz">https://a.bz</a></p>')],
            {},
            "link",
            "does not say",
        ),
        ([block("text", '<p><a href="#">The form</a></p>')], {}, "link", "leads nowhere"),
        (
            [block("callout", {"kind": "key", "title": "T", "text": '<a href="/a">More…</a>'})],
            {},
            "link",
            "does not say",
        ),
    ],
)
def test_each_finding_names_the_block_and_what_to_do(
    body: list[Any], enclosed: dict[str, Any], code: str, words: str
) -> None:
    found = findings_in(body, enclosed)
    assert [one.code for one in found] == [code]
    assert words in found[0].what
    assert found[0].where.startswith("Block ")
    assert found[0].fix


def test_what_is_in_order_is_let_through() -> None:
    body = [
        heading("Why"),
        TEXT,
        heading("How", "3"),
        block("text", '<p>Read <a href="https://example.org/">the guide of the court</a>.</p>'),
        block("text", '<p>A <a linktype="term" data-term="hash-value">hash</a>.</p>'),
        heading("Then"),
        table(["Kind", "Loses it"], ["Memory", ""]),
        image("A phone in a clear bag"),
    ]
    assert findings_in(body, IMAGE) == []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<text x="5" y="50" class="fig-text">Words</text>', []),
        (
            '<rect width="100" height="100" class="fig-primary"/>'
            '<text x="5" y="50" class="fig-text">Words</text>',
            [("Words", "light")],
        ),
        (
            '<rect width="100" height="100" class="fig-primary"/>'
            '<text x="5" y="50" class="fig-text fig-on-primary">Words</text>',
            [],
        ),
        ('<text x="5" y="50" fill="#999">Grey</text>', [("Grey", "light")]),
        ('<text x="5" y="50" fill="#17222b">Night</text>', [("Night", "dark")]),
        (
            '<rect width="100" height="100" fill="#ffffff"/>'
            '<text x="5" y="50" fill="#767676">Just enough</text>',
            [],
        ),
        (
            '<rect width="100" height="100" fill="#fff"/>'
            '<text x="5" y="50" font-size="30" fill="#949494">Large</text>',
            [],
        ),
    ],
)
def test_words_in_a_drawing_are_measured_against_what_is_behind(
    inside: str, expected: list[tuple[str, str]]
) -> None:
    assert [(words, theme) for words, _ratio, theme in weakest(SVG.format(inside))] == expected


def test_a_pale_drawing_is_a_finding_of_its_block() -> None:
    figure = block("figure", {"src": "pale.svg", "alt": "Two words.", "caption": ""})
    svg = SVG.format('<text x="5" y="50" fill="#bbb">Pale words</text>')
    found = findings_in([figure], {"figures": {"pale.svg": svg}})
    assert [one.code for one in found] == ["contrast"]
    assert "Pale words" in found[0].what


colours = st.tuples(*[st.floats(0, 1)] * 3)


@given(colours, colours)
def test_contrast_is_between_1_and_21_either_way_round(one: Any, other: Any) -> None:
    assert 1 <= ratio(one, other) <= 21.0001
    assert ratio(one, other) == ratio(other, one)


@given(st.text())
def test_nothing_that_calls_itself_a_drawing_breaks_the_check(text: str) -> None:
    list(weakest(text))
    list(weakest(SVG.format(text)))


def lesson(*body: dict[str, Any]) -> LessonPage:
    """A lesson that was live before the gate was there."""
    course = course_page()
    page = lesson_page(module_page(course, [QuestionFactory()]))
    page.body = json.dumps(list(body))
    page.save()
    page.save_revision()
    return LessonPage.objects.get(pk=page.pk)


def course_of(page: LessonPage) -> Any:
    return page.get_parent().get_parent().specific


@pytest.mark.django_db
def test_no_version_holds_what_the_gate_found_until_somebody_says_why() -> None:
    page = lesson(HERE)
    with pytest.raises(GateClosed, match=r"Lesson 1.*Block 1.*click here"):
        publish_version(course_of(page), by=None)
    found = findings_in([HERE], {})
    override(key=page.translation_key, title=page.title, findings=found, reason="Quoted.", by=None)
    assert publish_version(course_of(page), by=None).number == 1
    row = GateOverride.objects.get()
    assert (row.reason, row.findings[0]["code"]) == ("Quoted.", "link")
    entry = AuditEntry.objects.get(action="lesson.gate_overridden")
    assert entry.detail["reason"] == "Quoted."
    assert entry.subject == f"lesson:{page.translation_key}"


@pytest.mark.django_db
def test_a_reason_covers_what_it_was_given_for_and_nothing_else() -> None:
    page = lesson(HERE, heading("Last"))
    found = findings_in([HERE], {})
    override(key=page.translation_key, title=page.title, findings=found, reason="Quoted.", by=None)
    with pytest.raises(GateClosed, match="Nothing stands under") as refusal:
        publish_version(course_of(page), by=None)
    assert "click here" not in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "   "])
def test_an_override_needs_a_reason(reason: str) -> None:
    with pytest.raises(GateClosed, match="reason"):
        override(key=uuid4(), title="T", findings=findings_in([HERE], {}), reason=reason, by=None)
    assert not GateOverride.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_cannot_be_overridden() -> None:
    found: list[Finding] = findings_in([image("A phone in a bag")], {})
    with pytest.raises(GateClosed, match="not there"):
        override(key=uuid4(), title="T", findings=found, reason="I know.", by=None)


@pytest.mark.django_db
def test_publishing_the_page_itself_is_refused_however_it_is_done() -> None:
    page = lesson(HERE)
    revision = page.get_latest_revision()
    with pytest.raises(GateClosed):
        revision.publish()

    class State:
        content_object = page

    publish(State())  # the last approval of a workflow: no error page, it stays a draft
    page.refresh_from_db()
    assert page.live_revision_id != revision.pk


@pytest.mark.django_db
def test_the_editor_shows_the_findings_and_publishing_leads_to_them() -> None:
    page = lesson(HERE)
    client = signed_in(Role.ADMINISTRATOR)
    shown = client.get(edit_url(page)).content.decode()
    assert "does not say where it leads" in shown
    gate = reverse("lesson-gate", args=[page.pk])
    assert gate in shown
    body = {
        "body-count": "1",
        "body-0-type": "text",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "id-text",
        "body-0-value": json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "click here",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [{"key": 0, "offset": 0, "length": 10}],
                    }
                ],
                "entityMap": {
                    "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://a.bz"}}
                },
            }
        ),
    }
    form = {
        name: value for name, value in lesson_form(page).items() if not name.startswith("body-")
    } | body
    answer = client.post(edit_url(page), {**form, "action-publish": "1"})
    assert answer.url == gate
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert "Block 1" in client.get(gate).content.decode()
    assert client.post(gate, {"reason": ""}).status_code == 200
    assert not GateOverride.objects.exists()
    assert client.post(gate, {"reason": "A quotation."}).url == edit_url(page)
    assert client.post(edit_url(page), {**form, "action-publish": "1"}).url != gate
    page.refresh_from_db()
    assert not page.has_unpublished_changes
    kept = client.get(gate).content.decode()
    assert "A quotation." in kept
    assert "but for what a reason is kept for below" in kept


@pytest.mark.django_db
def test_a_lesson_with_findings_is_not_sent_for_review() -> None:
    page = lesson(TEXT, heading("Last"))
    client = signed_in(Role.AUTHOR)
    assert Workflow.objects.exists()
    form = lesson_form(page, **{"action-submit": "1"})
    form["body-count"] = "1"
    form.update(
        {
            "body-0-type": "heading",
            "body-0-order": "0",
            "body-0-deleted": "",
            "body-0-id": "",
            "body-0-value-text": "Alone",
            "body-0-value-level": "2",
        }
    )
    answer = client.post(edit_url(page), form)
    assert answer.url == reverse("lesson-gate", args=[page.pk])
    page = LessonPage.objects.get(pk=page.pk)
    assert page.current_workflow_state is None
    assert page.has_unpublished_changes


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.LEARNER, Role.ANALYST, Role.TRAINING_OFFICER])
def test_only_authors_and_administrators_override(role: str) -> None:
    page = lesson(HERE)
    url = reverse("lesson-gate", args=[page.pk])
    assert signed_in(role).post(url, {"reason": "Mine."}).status_code in (302, 403)
    assert not GateOverride.objects.exists()


@pytest.mark.django_db
def test_the_gate_of_a_course_is_not_found_and_of_no_page_either() -> None:
    page = lesson(TEXT)
    client = signed_in(Role.ADMINISTRATOR)
    for pk in (course_of(page).pk, 0):
        assert client.get(reverse("lesson-gate", args=[pk])).status_code == 404
    assert "in order" in signed_in(Role.AUTHOR).get(edit_url(page)).content.decode()


@pytest.mark.django_db
def test_curriculum_files_are_put_right_before_they_load(folder: Path) -> None:
    change(folder, "short/1.1-first/01-live-or-dead.md", "[changes](", "[click here](")
    with pytest.raises(CommandError, match=r"01-live-or-dead\.md, line 1: .*click here"):
        load(folder)
