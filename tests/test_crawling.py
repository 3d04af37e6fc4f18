"""What two looks at one page are compared by."""

from datetime import timedelta

from django.template import engines
from django.utils import timezone

from tests.crawling import Answer

MOMENT = "{% load wagtailadmin_tags %}<p>Changed {% human_readable_date moment %}</p>"


def test_a_list_of_changes_reads_the_same_a_minute_later_and_another_change_differs() -> None:
    """Else a search for a judge that falls into the next minute seems to have found one."""
    moment = timezone.now()
    page = engines["django"].from_string(MOMENT).render({"moment": moment})
    earlier = engines["django"].from_string(MOMENT).render({"moment": moment - timedelta(1)})
    later = page.replace("Just now", "1 minute ago")
    assert later != page
    assert words(later) == words(page)
    assert words(earlier) != words(page)


def words(page: str) -> str:
    return Answer("/", 200, page, is_html=True).words()
