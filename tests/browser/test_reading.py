"""Reading with a browser: a word explained, a place marked, by keyboard and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor
from tests.browser.test_offline import an_officer

COURSE = "/courses/first-responder/"
WITH_TERM = """
from courses.models import LessonVersion
for one in LessonVersion.objects.filter(module__version__code="FR").order_by("pk"):
    words = [b for b in one.body if b["type"] == "text" and 'linktype="term"' in str(b["value"])]
    if words:
        print("AT", one.module.slug + "/" + one.slug + "/")
        break
"""


@pytest.mark.looks
def test_a_word_is_explained_and_a_place_marked_by_keyboard(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    lesson = COURSE + site.python(WITH_TERM).split("AT ")[-1].strip()
    officer = visit(width=1280)
    officer.sign_in(an_officer(site))
    page = officer.page
    officer.goto(lesson)
    word, tip = page.locator("a.term").first, page.get_by_role("tooltip")
    word.focus()
    expect(tip).to_be_visible()
    expect(word).to_have_attribute("aria-describedby", "term-tip")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    word.hover()
    expect(tip).to_be_visible()
    tip.hover()
    page.wait_for_timeout(500)  # longer than it waits before it goes
    expect(tip).to_be_visible()
    mark = page.locator(".mark-button").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-pressed", "true")
    officer.goto(COURSE + "marks/")
    expect(page.get_by_role("button", name="Take the bookmark away")).to_be_visible()


@pytest.mark.looks
def test_without_a_script_a_form_marks_and_a_word_leads_to_the_glossary(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    lesson = COURSE + site.python(WITH_TERM).split("AT ")[-1].strip()
    officer = visit(width=360, javascript=False)
    officer.sign_in(an_officer(site))
    page = officer.page
    officer.goto(lesson)
    page.locator("#marks summary").click()
    page.get_by_label("Your note on this place").fill("Ask the store about bags")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".mark-note")).to_have_text("Ask the store about bags")
    page.locator("a.term").first.click()
    page.wait_for_url("**/courses/glossary/#*")
    expect(page.locator(".terms > div:target")).to_be_visible()
