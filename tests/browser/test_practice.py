"""A scenario in a real browser: by keyboard alone, and without a line until it is handed in."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor
from tests.browser.people import somebody

LESSON = "/courses/first-responder/live-or-dead/decide-and-record/"
DRAFTS = "() => Object.keys(localStorage).filter((key) => key.startsWith('lms-practice:'))"
SURE = {"The screen", "The phone on the desk"}


def walk(visitor: Visitor) -> list[str]:
    """Always the first choice offered, until an end; the titles of the places passed."""
    page, passed = visitor.page, []
    while not page.locator("[data-ended]").is_visible():
        title = page.locator("[data-title]").inner_text()
        passed.append(title)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        if title in SURE:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator("[data-title]").inner_text() != title
    return passed


def test_a_scenario_by_keyboard_and_without_a_line(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    officer = visit(width=360)
    officer.sign_in(somebody(site, "BPD-7020", "Practice Officer", "belize-police-department"))
    officer.goto("/courses/first-responder/")
    officer.page.get_by_role("main").get_by_role("button").first.click()
    officer.page.wait_for_load_state()
    officer.goto(LESSON)
    card = officer.page.locator(".practice-card", has_text="Branching scenario")
    card.get_by_role("link", name="Start the practice").click()
    officer.page.evaluate("customElements.whenDefined('scenario-walk').then(() => true)")
    officer.page.locator("[data-title]").focus()
    officer.context.set_offline(True)
    passed = walk(officer)
    assert passed[0] == "The open door"
    officer.context.set_offline(False)
    # The tab is lost before anything was sent; another one has what was walked.
    address = officer.page.url
    officer.page.goto("about:blank")
    officer.page.goto(address)
    officer.page.wait_for_url("**?seed=*")
    expect(officer.page.locator("[data-draft]")).to_contain_text("is back")
    expect(officer.page.locator("[data-ended]")).to_be_visible()
    officer.page.get_by_role("button", name="Hand in and see").click()
    officer.page.wait_for_url("**/practice/*/*/")
    story = officer.page.locator(".scenario-story h4").all_inner_texts()
    assert story[:-1] == passed
    assert officer.page.evaluate(DRAFTS) == []
    assert officer.page.locator(".map-place.map-passed").count() == len(set(passed)) + 1
