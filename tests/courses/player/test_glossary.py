"""The glossary's page, and the words of a lesson as they were when it was published."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.models import LessonVersion
from courses.catalogue.queries import _frozen_lesson
from lms.accounts.sealing import seals_lifted

pytestmark = pytest.mark.django_db


def test_every_word_has_its_place_by_alphabet_for_anybody() -> None:
    GlossaryTerm.objects.all().delete()
    for slug, term in (("zeta", "Zeta"), ("acido", "ácido"), ("hash-value", "hash value")):
        GlossaryTerm.objects.create(slug=slug, term=term, definition=f"What <b>{term}</b> is.")
    page = Client().get(reverse("glossary")).content.decode()
    places = [page.index(f'id="{slug}"') for slug in ("acido", "hash-value", "zeta")]
    assert places == sorted(places)
    assert 'id="letter-A"' in page
    assert "What &lt;b&gt;Zeta&lt;/b&gt; is." in page
    assert reverse("glossary") == "/courses/glossary/"


def test_an_empty_glossary_says_so() -> None:
    GlossaryTerm.objects.all().delete()
    assert "No word is explained yet" in Client().get(reverse("glossary")).content.decode()


def test_a_lesson_holds_its_definitions_for_whoever_has_no_script(learning) -> None:
    course = learning()
    course.join()
    assert "term-tips.js" not in course.client.get(course.lesson()).content.decode()
    enclosed = {"terms": {"hash-value": {"term": "hash value", "definition": "A print."}}}
    with seals_lifted():
        LessonVersion.objects.update(
            enclosed=enclosed,
            content_hash="with-terms",
            body=[
                {
                    "type": "text",
                    "id": "t",
                    "value": '<p>A <a linktype="term" data-term="hash-value">hash</a>.</p>',
                }
            ],
        )
    _frozen_lesson.cache_clear()  # only a lifted seal lets a lesson change under its version
    page = course.client.get(course.lesson()).content.decode()
    assert 'href="/courses/glossary/#hash-value"' in page
    assert 'data-term="hash-value"' in page
    assert 'data-defines="hash-value"' in page
    assert "A print." in page
    assert "term-tips.js" in page
    assert finders.find("courses/js/term-tips.js")
