"""The publishing gate looks at questions and job aids as it looks at lessons."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.urls import reverse

from courses.catalogue.freezing import freeze
from courses.catalogue.gate.findings import findings_in, findings_in_module
from courses.catalogue.gate.models import GateOverride
from courses.catalogue.gate.pages import findings_of
from courses.catalogue.gate.services import override
from courses.catalogue.refusals import GateClosed
from courses.catalogue.services import publish_version
from courses.interactions.scene.sample import SAMPLE as SCENE
from courses.models import CoursePage, ModulePage, Question
from courses.questions.question_types import QUESTION_TYPES, question_type
from lms.accounts.api import Role
from lms.accounts.models import AuditEntry
from tests.courses.catalogue.test_admin import edit_url, signed_in
from tests.courses.catalogue.test_gate import SVG
from tests.courses.catalogue.test_loading import change, folder, load
from tests.courses.catalogue.test_naming_blocks import block
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page

__all__ = ["folder"]
PALE = SVG.format('<text x="5" y="50" fill="#bbb">Pale words</text>')
Change = Callable[[dict[str, Any]], object]


def item(type_key: str, config: Any = None) -> dict[str, Any]:
    kind = question_type(type_key)
    assert kind is not None
    config = kind.frozen(json.loads(json.dumps(config or kind.sample)))
    return {"key": "q-1", "stem": "Act.", "explanation": "So.", "type": type_key, "config": config}


def picture(of: dict[str, Any], **changes: Any) -> dict[str, Any]:
    of["config"]["picture"].update(changes)
    return of


@pytest.mark.parametrize("kind", [kind.key for kind in QUESTION_TYPES])
def test_the_sample_of_each_type_is_in_order(kind: str) -> None:
    assert findings_in_module({}, [item(kind)]) == []


def worse(kind: str, change: Change) -> dict[str, Any]:
    made = item(kind)
    change(made)
    return made


@pytest.mark.parametrize(
    ("kind", "change", "code", "words"),
    [
        ("scene", lambda one: picture(one, alt=" "), "alternative", "missing"),
        ("scene", lambda one: picture(one, alt="IMG_0042.JPG"), "alternative", "says nothing"),
        ("scene", lambda one: picture(one, svg=PALE), "contrast", "Pale words"),
        ("hotspot", lambda one: one["config"].update(alt="Photo"), "alternative", "says nothing"),
        ("hotspot", lambda one: picture(one, svg=PALE), "contrast", "Pale words"),
        ("hotspot", lambda one: one["config"].update(picture=None), "gone", "not there"),
        ("single", lambda one: one.update(stem='See <a href="#">here</a>.'), "markup", "<a href"),
        ("single", lambda one: one.update(explanation="See [here](#)."), "markup", "[here](#)"),
        (
            "single",
            lambda one: one["config"]["options"][0].update(text="<h3>Leave it</h3>"),
            "markup",
            "<h3>",
        ),
        (
            "single",
            lambda one: one["config"]["options"][0].update(feedback='<img src="a.png">'),
            "markup",
            "<img",
        ),
    ],
)
def test_a_finding_names_the_question_and_what_to_do(
    kind: str, change: Change, code: str, words: str
) -> None:
    found = findings_in_module({}, [worse(kind, change)])
    assert [one.code for one in found] == [code]
    assert words in found[0].what
    assert found[0].where.startswith("Question q-1, “")
    assert found[0].fix
    assert found[0].may_be_overridden == (code != "gone")


def test_signs_that_are_no_markup_are_let_through() -> None:
    made = item("single")
    made["stem"] = "Is 3 < 5 and 5 > 3? <script> is a tag; [1] is a note (see below)."
    assert findings_in_module({}, [made]) == []


@pytest.mark.parametrize(
    ("aid", "code", "words"),
    [
        ({"title": "", "items": ["Photograph"]}, "heading", "no title"),
        ({"title": "Card", "items": ["Photograph", " "]}, "empty", "words: 2"),
        ({"title": "Card", "items": ["See <a>here</a>"]}, "markup", "<a>"),
        ({"title": "Card", "intro": "See [the form]().", "items": []}, "markup", "[the form]()"),
    ],
)
def test_a_job_aid_is_looked_at_too(aid: dict[str, Any], code: str, words: str) -> None:
    found = findings_in_module(aid, [])
    assert [(one.code, one.where) for one in found] == [(code, "Job aid")]
    assert words in found[0].what


@pytest.mark.parametrize("aid", [None, {}, [], "", {"title": "", "intro": "", "items": []}])
def test_a_module_without_a_job_aid_is_in_order(aid: Any) -> None:
    assert findings_in_module(aid, []) == []


def test_a_practice_in_a_lesson_is_looked_at_with_its_lesson() -> None:
    practice = block("practice", {"title": "Try", "question": "q-1", "intro": ""})
    made = picture(item("scene"), alt="photo")
    found = findings_in([practice], {"questions": {"q-1": made}})
    assert [one.code for one in found] == ["alternative"]
    assert "Try" in found[0].where


def scene(alt: str) -> Question:
    config = {**SCENE, "picture": {**SCENE["picture"], "alt": alt}}
    return QuestionFactory(key="room", type_key="scene", config=config)


def a_module(question: Question, **fields: Any) -> ModulePage:
    module = module_page(course_page(), [question], **fields)
    lesson_page(module)
    return ModulePage.objects.get(pk=module.pk)


def course_of(module: ModulePage) -> CoursePage:
    return CoursePage.objects.parent_of(module).get()


@pytest.mark.django_db
def test_no_version_asks_what_some_cannot_see_until_somebody_says_why() -> None:
    aid = {"title": "", "intro": "", "items": ["Photograph"]}
    module = a_module(scene("Photo"), job_aid=aid)
    with pytest.raises(GateClosed, match=r"Module 1.*Job aid.*no title"):
        publish_version(course_of(module), by=None)
    found = findings_of(module)
    assert [one.code for one in found] == ["heading", "alternative"]
    override(
        key=module.translation_key,
        title=module.title,
        findings=found,
        reason="A plan.",
        by=None,
        kind="module",
    )
    assert publish_version(course_of(module), by=None).number == 1
    entry = AuditEntry.objects.get(action="module.gate_overridden")
    assert entry.subject == f"module:{module.translation_key}"
    assert entry.detail["reason"] == "A plan."


@pytest.mark.django_db
def test_what_a_record_of_participation_does_not_ask_holds_nothing_up() -> None:
    module = a_module(scene("Photo"))
    CoursePage.objects.update(record="participation")
    module = ModulePage.objects.get(pk=module.pk)
    assert findings_of(module) == []
    assert freeze(course_of(module)).modules[0]["assessment"] is None


@pytest.mark.django_db
def test_the_module_shows_its_findings_and_takes_a_reason() -> None:
    module = a_module(scene("Photo"))
    client = signed_in(Role.AUTHOR)
    gate = reverse("lesson-gate", args=[module.pk])
    for page in (module, course_of(module)):
        shown = client.get(edit_url(page)).content.decode()
        assert "The text alternative “Photo” says nothing." in shown
        assert gate in shown
    assert client.post(gate, {"reason": ""}).status_code == 200
    assert not GateOverride.objects.exists()
    assert client.post(gate, {"reason": "A plan."}).url == edit_url(module)
    assert findings_of(module) == []


@pytest.mark.django_db
def test_files_are_put_right_before_they_load(folder: Path) -> None:
    change(folder, "short/1.1-first/module.yaml", "[People first,", '["<b>People</b> first",')
    change(folder, "short/1.1-first/assessment.yaml", "What do you do?", "What do <b>you</b> do?")
    with pytest.raises(CommandError) as refused:
        load(folder)
    told = " ".join(str(refused.value).split())
    assert "module.yaml, line 5: Job aid: “<b>”" in told
    assert "assessment.yaml, line 2: Question t-1.1-01, “What do <b>you</b> do?”: “<b>”" in told
