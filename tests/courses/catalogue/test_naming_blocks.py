"""Law, glossary terms and timelines: as written, frozen, and read by a learner."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.loading.applying import Outcome, load_glossary
from courses.catalogue.loading.checking import Known
from courses.catalogue.loading.glossary import read_glossary
from courses.catalogue.loading.problems import BrokenCurriculum, Report
from courses.catalogue.loading.services import SHIPPED
from courses.catalogue.queries import render_lesson
from courses.catalogue.refusals import PilotNotAllowed
from courses.catalogue.services import publish_version
from courses.models import LessonVersion
from lms.accounts.api import Role
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    QuestionFactory,
    allow_pilot,
    course_page,
    lesson_page,
    module_page,
)

pytestmark = pytest.mark.django_db
IN_TEXT = '<p>A <a linktype="term" data-term="hash-value">hash</a> shows sameness.</p>'
LAW = {
    "act": "An Act of the tests",
    "section": "section 1",
    "text": "Whoever tests <this> shall read it.",
    "as_of": "2026-11-21",
    "review_by": "2027-05-31",
    "ref": "",
}


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"id-{kind}", "value": value}


def frozen(*body: dict[str, Any], pilot: bool = False) -> LessonVersion:
    course = course_page()
    lesson_page(module_page(course, [QuestionFactory()]), body=list(body))
    if pilot:
        allow_pilot(course)
    publish_version(course, by=None)
    return LessonVersion.objects.get(module__version__course=course)


def hash_value() -> GlossaryTerm:
    """It is there already on a site with the curriculum."""
    wording = {"term": "hash value", "definition": "A value worked out from data."}
    return GlossaryTerm.objects.get_or_create(slug="hash-value", language="en", defaults=wording)[0]


def test_a_term_in_the_text_links_to_the_glossary_and_its_definition_is_kept() -> None:
    term = hash_value()
    lesson = frozen(block("text", IN_TEXT))
    term.delete()
    assert (
        '<a class="term" href="/courses/glossary/#hash-value" data-term="hash-value">hash</a>'
        in render_lesson(lesson)
    )
    assert lesson.enclosed["terms"] == {
        "hash-value": {"term": "hash value", "definition": "A value worked out from data."}
    }


def test_a_term_of_its_own_shows_the_definition_of_the_day_it_was_published() -> None:
    term = hash_value()
    lesson = frozen(block("term", {"term": "hash-value", "text": ""}))
    term.definition = "Something else."
    term.save()
    html = render_lesson(lesson)
    assert "A value worked out from data." in html
    assert "Something else." not in html


def test_a_lesson_without_terms_encloses_none() -> None:
    assert "terms" not in frozen(block("text", "<p>Read.</p>")).enclosed


def test_the_editor_keeps_a_term_through_a_round_trip() -> None:
    converter = ContentstateConverter(["bold", "term"])
    stored = converter.to_database_format(converter.from_database_format(IN_TEXT))
    assert '<a data-term="hash-value" linktype="term">hash</a>' in stored or (
        '<a linktype="term" data-term="hash-value">hash</a>' in stored
    )
    assert GlossaryTerm.objects.count() == 0
    hash_value()
    assert "terms" in frozen(block("text", stored)).enclosed


def test_a_quotation_of_law_says_of_what_day_it_is_and_makes_a_pilot() -> None:
    with pytest.raises(PilotNotAllowed, match="An Act of the tests, section 1"):
        frozen(block("law", LAW))
    html = render_lesson(frozen(block("law", LAW), pilot=True))
    assert "Law as of 21 November 2026. To be looked at again by 31 May 2027." in html
    assert "<cite>An Act of the tests</cite>, section 1" in html
    assert "&lt;this&gt;" in html


def test_a_law_must_be_looked_at_after_it_was_compared() -> None:
    law = LessonBlocks().child_blocks["law"]
    with pytest.raises(ValidationError):
        law.clean(law.to_python({**LAW, "review_by": date(2026, 11, 21)}))


def test_a_timeline_reads_in_order() -> None:
    moments = [
        {"when": "21:40", "title": "Photographed", "text": "<p>First.</p>"},
        {"when": "21:43", "title": "Shielded", "text": ""},
    ]
    html = render_lesson(frozen(block("timeline", {"title": "Ten minutes", "items": moments})))
    assert html.index("21:40") < html.index("Photographed") < html.index("21:43")
    assert '<ol class="timeline" role="list">' in html


def test_the_shipped_glossary_is_in_order_and_loads_once() -> None:
    report = Report(SHIPPED)
    items = read_glossary(SHIPPED, report)
    report.raise_if_any()
    assert len(items) >= 20
    first, again = Outcome(), Outcome()
    load_glossary(items, Known(), first)
    load_glossary(items, Known(), again)
    assert len(first.created) == again.unchanged == GlossaryTerm.objects.count()


def test_every_term_that_shipped_lessons_name_is_in_the_glossary() -> None:
    report = Report(SHIPPED)
    known = {item.slug for item in read_glossary(SHIPPED, report)}
    named: set[str] = set()
    for path in SHIPPED.glob("*/*/*.md"):
        named |= set(re.findall(r"\(term:([a-z0-9-]+)\)", path.read_text(encoding="utf-8")))
    assert named
    assert named <= known


@pytest.mark.parametrize(
    "entry", ["- slug: A b\n  term: x\n  definition: y", "- slug: a", "- 5", "slug: a"]
)
def test_a_broken_glossary_is_reported_with_its_line(tmp_path: Path, entry: str) -> None:
    (tmp_path / "glossary.yaml").write_text(entry, encoding="utf-8")
    report = Report(tmp_path)
    read_glossary(tmp_path, report)
    with pytest.raises(BrokenCurriculum, match=r"glossary\.yaml, line"):
        report.raise_if_any()


def test_a_lesson_being_written_previews_with_dates_not_yet_stored() -> None:
    page = lesson_page(module_page(course_page(), []))
    dates = {"as_of": date(2026, 11, 21), "review_by": date(2027, 5, 31)}
    page.body = [("law", {**LAW, **dates})]
    html = page.make_preview_request(
        preview_mode="", extra_request_attrs={"user": UserFactory()}
    ).content.decode()
    assert "Law as of 21 November 2026" in html


def test_a_term_is_chosen_by_words_and_comes_back_with_its_slug() -> None:
    term = hash_value()
    GlossaryTerm.objects.create(slug="seal", term="seal", definition="A numbered closure.")
    client = signed_in(Role.AUTHOR)
    found = client.get(reverse("glossary_term_chooser:choose_results"), {"q": "worked"})
    assert "hash value" in found.content.decode()
    assert "A numbered closure." not in found.content.decode()
    answer = client.get(reverse("glossary_term_chooser:chosen", args=[term.pk])).json()
    assert answer["result"]["slug"] == "hash-value"
