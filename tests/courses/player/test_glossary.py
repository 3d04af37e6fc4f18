"""The glossary's page, and the words of a lesson as they were when it was published."""

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.glossary.models import GlossaryTerm
from courses.catalogue.glossary.queries import definitions, term_choices
from courses.catalogue.models import LessonVersion
from courses.catalogue.queries import _frozen_lesson
from lms.accounts.sealing import seals_lifted
from tests.factories.accounts import UserFactory

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


def test_other_languages_stand_below_the_english_word_as_awaiting_review() -> None:
    GlossaryTerm.objects.all().delete()
    seal = {"slug": "seal", "definition": "A <b>closure</b>."}
    GlossaryTerm.objects.create(**seal, term="seal")
    assert "awaiting review" not in Client().get(reverse("glossary")).content.decode()
    GlossaryTerm.objects.create(**seal, term="a word of Kriol", language="bzj")
    assert "awaiting review" not in Client().get(reverse("glossary")).content.decode()
    GlossaryTerm.objects.create(
        slug="seal", term="sello", definition="Cierre <b>numerado</b>.", language="es"
    )
    GlossaryTerm.objects.create(slug="x", term="sin inglés", definition="D.", language="es")
    page = Client().get(reverse("glossary")).content.decode()
    assert page.count("Spanish, awaiting review") == 1
    english, spanish, kriol = (
        page.index(words)
        for words in ("<dt>seal</dt>", '<dd class="term-other" lang="es"><b>sello.</b>', "Kriol:")
    )
    assert english < spanish < kriol
    assert '<dd class="term-other" lang="bzj"><span lang="en">Kriol:</span>' in page
    assert "Cierre &lt;b&gt;numerado&lt;/b&gt;." in page
    assert page.count('id="seal"') == 1
    assert "sin inglés" not in page


def test_the_page_asks_the_database_as_often_for_many_words_as_for_few(
    django_assert_num_queries,
) -> None:
    GlossaryTerm.objects.all().delete()
    client = Client()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("glossary"))
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(slug=f"word-{n}", term=f"word {n}", definition="D.", language=language)
        for n in range(30)
        for language in ("en", "es")
    )
    with django_assert_num_queries(len(few)):
        client.get(reverse("glossary"))


def test_a_lesson_keeps_the_english_word_only() -> None:
    for language, term in (("es", "sello"), ("en", "seal")):
        GlossaryTerm.objects.update_or_create(
            slug="seal", language=language, defaults={"term": term, "definition": f"{term}."}
        )
    assert definitions(["seal"]) == {"seal": {"term": "seal", "definition": "seal."}}
    assert [label for slug, label in term_choices() if slug == "seal"] == ["seal"]
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    found = client.get(reverse("glossary_term_chooser:choose_results"), {"q": "se"})
    assert "sello" not in found.content.decode()
    listed = client.get(reverse("wagtailsnippets_courses_glossaryterm:list"))
    assert "sello" in listed.content.decode()
    spanish = GlossaryTerm.objects.get(slug="seal", language="es")
    edit = reverse("wagtailsnippets_courses_glossaryterm:edit", args=[spanish.pk])
    assert client.get(edit).status_code == 200
    said = {"term": "sello", "slug": "seal", "definition": "Cierre numerado."}
    assert client.post(edit, said).status_code == 302
    spanish.refresh_from_db()
    assert (spanish.language, spanish.definition) == ("es", "Cierre numerado.")


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
