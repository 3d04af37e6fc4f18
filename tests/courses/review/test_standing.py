"""Where a page stands, in the words of the lists of the admin."""

import pytest
from django.urls import reverse

from lms.accounts.api import Role
from tests.courses.review.people import at_desk, person, submit
from tests.factories.courses import course_page, lesson_page, module_page

pytestmark = pytest.mark.django_db


def test_the_list_of_pages_says_in_plain_words_where_each_stands() -> None:
    module = module_page(course_page(), title="At the door")
    author = person(Role.AUTHOR)
    for title in ("Untouched", "Changed", "Sent"):
        lesson_page(module, title=title, slug=title.lower())
    changed, sent = (module.get_children().get(slug=one).specific for one in ("changed", "sent"))
    changed.title = "Changed again"
    changed.save_revision()
    assert submit(author, sent).status_code == 302
    page = at_desk(author).get(reverse("wagtailadmin_explore", args=[module.pk])).content.decode()
    for words in ("Published", "Published, a change in draft", "Published, a change in review"):
        assert f"{words}\n" in page, words
    assert "moderation" not in page
