"""Searching inside lessons: the right places, for the right people, quickly, whatever is typed."""

import time
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.api import enrol
from courses.catalogue.models import CourseVersion, LessonVersion
from courses.catalogue.searching.folding import searched, stem
from courses.catalogue.searching.indexing import index_version
from courses.catalogue.searching.models import LessonSection
from courses.catalogue.searching.queries import search_sections
from courses.catalogue.services import publish_version
from courses.models import Enrolment
from lms.accounts.sealing import seals_lifted
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
from tests.factories.learning import a_course, an_officer

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "text", "id": "t0", "value": "<p>The beginning of things.</p>"},
    {"type": "heading", "id": "h1", "value": {"text": "Shielded bags", "level": "2"}},
    {"type": "text", "id": "t1", "value": "<p>A phone in <b>Garífuna</b> country&amp;more.</p>"},
    {"type": "heading", "id": "h2", "value": {"text": "Cables", "level": "3"}},
    {
        "type": "table",
        "id": "t2",
        "value": {
            "caption": "What loses it",
            "columns": [{"type": "text", "heading": "Group"}],
            "rows": [{"values": ["Registers, 100 % volatile; SHA-256_x"]}],
        },
    },
    {
        "type": "self_check",
        "id": "c1",
        "value": {
            "stem": "Is a dark screen off?",
            "options": [{"text": "Perhaps", "right": True, "feedback": "Zanzibar."}],
            "after": "",
        },
    },
]


def a_searched_course(slug: str = "searched", body: list[Any] = BODY, **more: Any) -> CourseVersion:
    version = a_course(slug, **more)
    with seals_lifted():
        LessonVersion.objects.filter(module__version=version, slug="lesson-1").update(body=body)
    index_version(version)
    return version


def blocks(text: str, *versions: CourseVersion) -> list[str]:
    return [one.section.block for one in search_sections(text, [v.pk for v in versions])]


def signed_in(person: Any, *versions: CourseVersion) -> Client:
    for version in versions:
        enrol(learner=person.learner, course=version.course)
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("garifuna", ["h1"]),
        ("GARÍFUNA PHONE", ["h1"]),
        ("shield", ["h1"]),
        ("phones", ["h1"]),
        ("bag bag bags", ["h1"]),
        ("hield", []),
        ("phone cables", []),
        ("country more", ["h1"]),
        ("beginning", [""]),
        ("registers", ["h2"]),
        ("sha-256", ["h2"]),
        ("100 %", ["h2"]),
        ("dark screen", ["h2"]),
        ("zanzibar", []),  # feedback is told after an answer
        ("caption", []),
        ("lesson begin", [""]),
    ],
)
def test_words_prefixes_plurals_and_accents(typed: str, found: list[str]) -> None:
    assert blocks(typed, a_searched_course()) == found


def test_a_heading_comes_before_a_mention() -> None:
    body = [
        {"type": "text", "id": "t0", "value": "<p>Bags are mentioned.</p>"},
        {"type": "heading", "id": "h1", "value": {"text": "About bags", "level": "2"}},
    ]
    assert blocks("bag", a_searched_course(body=body)) == ["h1", ""]


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "%", "_", "\x00", "' OR 1=1 --", '"', "*", "((", "NEAR(", "😀", "a" * 5000,
     "<script>alert(1)</script>", "\\", "ß" * 300, "a b c d e f g h i j k l m n"],
)  # fmt: skip
def test_whatever_is_typed_is_answered_in_a_page(typed: str) -> None:
    version = a_searched_course()
    client = signed_in(an_officer(), version)
    answer = client.get(reverse("search"), {"q": typed, "course": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_a_word_of_the_text_is_found_by_itself_however_it_is_written(text: str) -> None:
    words = searched(text)
    for piece in text.split():
        for word in searched(piece).split():
            assert f" {stem(word)}" in words


def test_the_passage_is_shown_with_its_place() -> None:
    version = a_searched_course()
    page = signed_in(an_officer(), version).get(reverse("search"), {"q": "garifuna"})
    text = page.content.decode()
    assert "<mark>Garífuna</mark>" in text
    assert f'href="{reverse("lesson", args=["searched", "module-1", "lesson-1"])}#b-h1"' in text
    assert "1 place in your lessons" in text


def test_a_mark_inside_a_sentence_puts_no_space_into_the_passage() -> None:
    value = '<p>A <b>shield</b>ed <a linktype="term" data-term="bag">bag</a>.</p><p>Next.</p>'
    version = a_searched_course(body=[{"type": "text", "id": "t0", "value": value}])
    found = search_sections("shielded bag", [version.pk])
    assert [one.section.text.endswith("A shielded bag. Next.") for one in found] == [True]


def test_nothing_found_is_said_once_to_the_eye() -> None:
    client = signed_in(an_officer(), a_searched_course())
    html = client.get(reverse("search"), {"q": "zanzibar"}).content.decode()
    assert '<p role="status" class="visually-hidden">0 places in your lessons</p>' in html
    assert "Nothing was found" in html


def test_only_lessons_that_are_open_to_the_learner_are_searched() -> None:
    mine, other = a_searched_course("mine"), a_searched_course("other")
    newer = CourseVersion.objects.create(
        course=mine.course, number=2, title="Newer", code="N", record="graded", minutes=1,
        validity_months=1, content_hash="2" * 64,
    )  # fmt: skip
    client = signed_in(an_officer())
    text = client.get(reverse("search"), {"q": "garifuna"}).content.decode()
    assert "<mark>" not in text
    person = an_officer()
    Enrolment.objects.create(learner=person.learner, course=mine.course, version=mine)
    client = signed_in(person)
    text = client.get(reverse("search"), {"q": "garifuna"}).content.decode()
    assert text.count("<mark>") == 1
    assert "/courses/mine/" in text
    for course in ("other", "no-such-course"):
        answer = client.get(reverse("search"), {"q": "garifuna", "course": course})
        assert "/courses/other/" not in answer.content.decode()
    assert newer.sections.count() == 0
    assert other.sections.exists()
    assert "<mark>" not in Client().get(reverse("search"), {"q": "garifuna"}).content.decode()


def test_one_course_can_be_searched_alone_and_courses_are_found_by_name() -> None:
    first, second = a_searched_course("first"), a_searched_course("second")
    client = signed_in(an_officer(), first, second)
    both = client.get(reverse("search"), {"q": "garifuna"}).content.decode()
    assert both.count("<mark>") == 2
    one = client.get(reverse("search"), {"q": "garifuna", "course": "second"}).content.decode()
    assert one.count("<mark>") == 1
    assert "/courses/first/" not in one
    assert "Course second" in Client().get(reverse("search"), {"q": "second"}).content.decode()


def test_publishing_indexes_and_the_command_makes_it_anew() -> None:
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory()]))
    version = publish_version(course, by=None)
    assert blocks("read", version) == [""]
    LessonSection.objects.all().delete()
    call_command("index_lessons")
    assert blocks("read", version) == [""]
    count = LessonSection.objects.count()
    call_command("index_lessons", all=True)
    assert LessonSection.objects.count() == count


def a_thousand_lessons() -> list[CourseVersion]:
    """Ten courses of a hundred lessons, six sections each of some 120 words."""
    versions = [a_course(f"big-{n}", lessons=1, assessed=False) for n in range(10)]
    vocabulary = [uuid.uuid5(uuid.NAMESPACE_DNS, str(n)).hex[:8] for n in range(4000)]
    for number, version in enumerate(versions):
        module = version.modules.get()
        LessonVersion.objects.bulk_create(
            LessonVersion(
                module=module, key=uuid.uuid4(), position=at, slug=f"l-{at}", title=f"Lesson {at}",
                minutes=5, content_hash=uuid.uuid4().hex, body=_long_body(vocabulary, number, at),
            )
            for at in range(2, 101)
        )  # fmt: skip
        index_version(version)
    return versions


def _long_body(vocabulary: list[str], number: int, at: int) -> list[dict[str, Any]]:
    body: list[dict[str, Any]] = []
    for part in range(5):
        start = (number * 997 + at * 31 + part * 7) % 3800
        words = " ".join(["the phone is", *vocabulary[start : start + 120]])
        body += [
            {"type": "heading", "id": f"h{part}", "value": {"text": f"Part {part}", "level": "2"}},
            {"type": "text", "id": f"t{part}", "value": f"<p>{words}</p>"},
        ]
    return body


@pytest.mark.slow
def test_a_thousand_lessons_cost_as_many_queries_as_one(capsys: Any) -> None:
    versions = a_thousand_lessons()
    client = signed_in(an_officer(), *versions)
    for typed in ("phone", "the", "zzzz", "phone the is part", "a b c d e f g h"):
        client.get(reverse("search"), {"q": typed})
        began, worked = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("search"), {"q": typed})
        spent = (time.perf_counter() - began) * 1000
        worked = (time.process_time() - worked) * 1000
        assert answer.status_code == 200
        assert len(queries) <= 6, [query["sql"][:150] for query in queries]
        size = LessonSection.objects.count()
        said = f"{typed!r} in {size} sections of 1000 lessons on {connection.vendor}"
        with capsys.disabled():
            print(f"\nsearch {said}: {spent:.0f} ms, {worked:.0f} ms of it our CPU")  # noqa: T201
