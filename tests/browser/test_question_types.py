"""Questions of the newer types, answered in a real browser: by keyboard, and without JavaScript."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.pages import TARGETS
from tests.browser.people import somebody

TYPES = ("true_false", "fatal_ordering", "matching", "short_text", "numeric", "cloze", "hotspot")
STEPS = (
    "Make the scene safe",
    "Photograph the phone as it lies",
    "Put it into a shielding bag",
    "Carry it out of the building",
)
MAKE = """
from courses.catalogue.services import publish_version
from courses.questions.question_types import question_type
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
course = course_page(slug="{slug}", code="{slug}", title="Every type")
bank = [
    QuestionFactory(key="{slug}-" + key, type_key=key, stem="Asked as " + key + "?")
    for key in {types}
]
lesson_page(module_page(course, bank, slug="first"))
publish_version(course, by=None)
"""


def begin(site: Site, visitor: Visitor, about: str) -> None:
    slug = f"{about}-{uuid4().hex[:6]}"
    site.python(MAKE.format(slug=slug, types=TYPES))
    visitor.sign_in(somebody(site, "BPD-7021", "Types Officer", "belize-police-department"))
    visitor.goto(f"/courses/{slug}/")
    visitor.page.get_by_role("main").get_by_role("button").first.click()
    visitor.page.wait_for_load_state()
    visitor.goto(f"/courses/{slug}/first/assessment/")
    visitor.page.get_by_role("main").get_by_role("button").first.click()
    visitor.page.wait_for_load_state()


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Look over and hand in").click()
    page.get_by_role("button", name="Hand in").click()


@pytest.mark.looks
def test_every_type_is_answered_by_keyboard(site: Site, visit: Callable[..., Visitor]) -> None:
    officer = visit()
    begin(site, officer, "types-by-keyboard")
    page = officer.page

    def asked(key: str) -> Locator:
        return page.locator(f"[data-item$='-{key}']")

    def press(key: str, name: str) -> None:
        asked(key).get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")

    assert page.evaluate(TARGETS, 44) == []
    for name in ("False", "Starting it changes files and may start encryption"):
        asked("true_false").get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    for step in (*STEPS[:2], "Switch the phone on", STEPS[3], STEPS[2]):
        press("fatal_ordering", f"Take this step: {step}")
    press("fatal_ordering", "Leave this step out: Switch the phone on")
    press("fatal_ordering", f"Move up: {STEPS[2]}")
    expect(asked("fatal_ordering").get_by_role("status")).to_have_text(f"{STEPS[2]} is now step 3")
    expect(asked("fatal_ordering").locator("ol .order-text")).to_have_text(list(STEPS))
    for left, right in (("Memory", "Seconds"), ("Log files", "Days"), ("Archived disk", "Years")):
        asked("matching").get_by_label(left).select_option(label=right)
    asked("short_text").get_by_label("Your answer").fill("hash value")
    asked("numeric").get_by_label("Number").fill("0,512")
    asked("numeric").get_by_label("Unit").select_option(label="TB")
    asked("cloze").get_by_label("Gap 1").fill("6")
    asked("cloze").get_by_label("Gap 2").fill("Time-Zone")
    asked("cloze").get_by_label("Gap 3").select_option(label="signed")
    asked("hotspot").locator(".marker-target").focus()
    page.keyboard.press("Enter")
    for _step in range(7):
        page.keyboard.press("Shift+ArrowLeft")
    expect(asked("hotspot").get_by_role("status")).to_contain_text("15 per cent from the left")
    hand_in(page)
    expect(page.locator(".result-outcome")).to_have_text("Passed")
    expect(page.get_by_text("7 of 7 right")).to_be_visible()


@pytest.mark.looks
def test_every_type_is_answered_without_javascript(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    officer = visit(width=360, javascript=False)
    begin(site, officer, "types-without-script")
    page, seen = officer.page, set()
    for _question in TYPES:
        form = page.locator("[data-item]")
        key = (form.get_attribute("data-item") or "").rpartition("-")[2]
        seen.add(key)
        if key == "fatal_ordering":
            form.get_by_label("Place of: Switch the phone on").select_option("1")
        elif key == "hotspot":
            form.get_by_label("The door on the left").check()
        elif key == "numeric":
            form.get_by_label("Number").fill("512")
        page.locator("button[name=go][value=next]").click()
    assert seen == set(TYPES)
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".result-outcome")).to_have_text("Not passed yet")
    expect(page.get_by_text("1 of 7 right")).to_be_visible()
