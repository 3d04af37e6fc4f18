"""One lesson with every kind of block, as a learner gets it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.services import publish_version
from courses.enrolment.services import enrol
from courses.models import LessonVersion
from courses.printing.blocks import printed_lesson
from courses.printing.manual import render_manual
from tests.courses.catalogue.test_naming_blocks import IN_TEXT, LAW, block, hash_value
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    PracticePointFactory,
    QuestionFactory,
    allow_pilot,
    course_page,
    lesson_page,
    module_page,
)
from tests.factories.files import MP3, MP4, PDF, VTT, image, upload

pytestmark = pytest.mark.django_db
READ = "<p>All that is said and done, in words.</p>"


def every_block() -> list[dict[str, Any]]:
    """A block of each kind, filled as its preview is, with uploads and rows that exist."""
    hash_value()
    PracticePointFactory(key="PP-1", point="Whether it is kept on")
    picture, question = image().pk, QuestionFactory()
    own = {
        "text": IN_TEXT,
        "image": {"image": picture, "alt": "A phone in a bag.", "caption": "", "credit": ""},
        "hotspots": {
            "image": picture,
            "src": "",
            "alt": "A desk with a phone.",
            "points": [{"name": "Seal", "text": READ, "x": 20, "y": 30}],
        },
        "video": {
            "title": "Sealing",
            "file": upload("a.mp4", MP4).pk,
            "captions": upload("a.vtt", VTT).pk,
            "transcript": READ,
            "poster": picture,
        },
        "audio": {"title": "A call", "file": upload("a.mp3", MP3).pk, "transcript": READ},
        "download": {"title": "Form", "file": upload("a.pdf", PDF).pk, "text": ""},
        "law": LAW,
        "term": {"term": "hash-value", "text": ""},
        "practice": {"question": question.key},
    }
    body = []
    for name, kind in LessonBlocks().child_blocks.items():
        if name in own:
            body.append(block(name, own[name]))
        else:
            raw = kind.get_prep_value(kind.normalize(kind.get_preview_value()))
            body.append(block(name, raw))
    return body


def test_a_learner_gets_every_kind_of_block(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    course, person = course_page(), UserFactory()
    module = module_page(course, [QuestionFactory()])
    lesson = lesson_page(module, body=every_block())
    allow_pilot(course)
    publish_version(course, by=None)
    enrol(learner=person.learner, course=course)
    client = Client()
    client.force_login(person)
    url = reverse("lesson", args=[course.slug, module.slug, lesson.slug])
    first = client.get(url)
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        html = client.get(url).content.decode()
    for name in LessonBlocks().child_blocks:
        assert f'data-kind="{name}"' in html, name
    assert "courses/css/blocks.css" in html
    assert "style=" not in html
    assert 'preload="none"' in html
    assert len(queries) <= 12
    assert len(html.encode()) < 100_000


def test_every_kind_of_block_stands_on_paper_too(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory()]), body=every_block())
    allow_pilot(course)
    version = publish_version(course, by=None)
    soup = printed_lesson(LessonVersion.objects.get(module__version=version)).soup
    assert soup.select_one(".b-image img")["src"].startswith("data:image/webp;base64,")
    assert soup.select_one(".b-hotspots .point").text == "1"
    assert soup.select_one(".b-hotspots img")["src"].startswith("data:image/webp;base64,")
    for kind in ("video", "audio"):
        assert "All that is said and done" in soup.select_one(f".b-{kind}").text
    assert "PDF file" in soup.select_one(".b-download").text
    made = render_manual(version)
    assert made.startswith(b"%PDF-")
