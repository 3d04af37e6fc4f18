"""An evidence scene in a real browser: made by an author, done by keyboard, printed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import pdf_tools
from tests.browser.authoring import write_scene
from tests.browser.conftest import Site, Visitor
from tests.browser.pages import Inspector
from tests.browser.people import somebody
from tests.browser.scenes import Keyboard, press_on

ASSESSMENT = "/courses/first-responder/storage-and-custody/assessment/"
LAST_SCENE = """
import json
from courses.models import Question
question = Question.objects.filter(type_key="scene").latest("pk")
one = question.latest_revision.as_object().config["objects"][0]
print(json.dumps({"region": [one[side] for side in ("x", "y", "width", "height")],
    "actions": [[action["action"], action["standing"]] for action in one["actions"]]}))
"""


def printed(visitor: Visitor, folder: Path) -> str:
    """What stands on the PDF behind the page's link."""
    link = visitor.page.get_by_role("link", name="(PDF)").last
    address = str(link.evaluate("(one) => one.href"))
    path = folder / "log.pdf"
    path.write_bytes(visitor.context.request.get(address).body())
    text = pdf_tools.run("pdftotext", str(path), "-", check=True).stdout.decode()
    return " ".join(text.split())


def join(officer: Visitor) -> None:
    """Into the course, by keyboard; whoever is in it stays."""
    officer.goto("/courses/first-responder/")
    button = officer.page.get_by_role("button", name="Join")
    if button.count():
        press_on(button.first)
        expect(button).to_have_count(0)


def test_an_officer_does_a_scene_by_keyboard_only_and_the_log_prints(
    site: Site, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    officer = visit()
    officer.sign_in(somebody(site, "BPD-7001", "Keyboard Officer", "belize-police-department"))
    join(officer)
    page = officer.page
    officer.goto(ASSESSMENT)
    press_on(page.get_by_role("button", name="assessment"))
    expect(page.locator("evidence-scene[data-ready]")).to_be_attached()
    question = page.locator("[data-kind=scene]")
    at = Keyboard(question)
    at.in_sheet(1, "photograph")
    at.in_sheet(1, "call")
    at.in_list(3, "photograph")
    at.in_list(3, "seal", "BZ-0042")
    at.in_list(4, "switch-on")
    expect(page.get_by_role("status").filter(has_text="Entry 5 is logged")).to_be_attached()
    press_on(at.entries.nth(4).get_by_role("button", name="Logged by mistake"))
    expect(at.entries.nth(5)).to_contain_text("Entry 5 was logged by mistake")
    # Escape leaves the sheet without an entry, and Enter in a field does not post the page.
    press_on(at.marker(2))
    page.keyboard.press("Escape")
    expect(at.marker(2)).to_be_focused()
    expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
    page.reload()
    expect(at.entries).to_have_count(6)
    press_on(page.get_by_role("button", name="Look over and hand in"))
    press_on(page.get_by_role("button", name="Hand in all the same"))
    page.wait_for_url("**/result/")
    text = printed(officer, tmp_path)
    for words in (
        "Photographed Server cabinet",
        "Called PITCU",
        "Bagged, labelled and sealed",
        "BZ-0042",
        "Entry 5 was logged by mistake",
        "Keyboard Officer",
        "BPD-7001",
        "UTC−06:00",
    ):
        assert words in text


def test_an_author_makes_a_scene_by_pointing(site: Site, visit: Callable[..., Visitor]) -> None:
    author = visit()
    author.sign_in("UB-0118")
    author.page.set_viewport_size({"width": 1280, "height": 2400})
    author.goto("/admin/snippets/courses/question/add/?type=scene")
    page = author.page
    write_scene(page, "A phone lies on the sofa. Act on the scene.")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/**")
    made = site.python(LAST_SCENE)
    assert json.loads(made.splitlines()[-1]) == {
        "region": [18, 60, 12, 11],
        "actions": [["photograph", "required"], ["switch-on", "fatal"]],
    }


def test_a_scene_without_javascript_is_a_form(site: Site, visit: Callable[..., Visitor]) -> None:
    officer = visit(width=360, javascript=False)
    officer.sign_in(somebody(site, "BPD-7002", "Form Officer", "belize-police-department"))
    page = officer.page
    join(officer)
    officer.goto(ASSESSMENT)
    page.get_by_role("button", name="assessment").click()
    for number in range(1, 40):
        officer.goto(f"{page.url.split('?')[0].removeprefix(site.address)}?q={number}")
        if page.locator("[data-kind=scene]").count():
            break
    thing = page.locator(".scene-thing").nth(2)
    for action, seal in (("photograph", ""), ("seal", "BZ-7")):
        thing.locator("summary").click()
        thing.locator(f"input[value={action}]").check()
        if seal:
            thing.get_by_label("Number on the seal").fill(seal)
            page.keyboard.press("Enter")
        else:
            thing.get_by_role("button", name="Add to the log").click()
        page.wait_for_load_state()
    entries = page.locator(".scene-log > li")
    expect(entries).to_have_count(2)
    expect(entries.nth(1)).to_contain_text("BZ-7")
    entries.nth(0).get_by_role("button", name="Logged by mistake").click()
    expect(page.locator(".scene-log > li")).to_have_count(3)


@pytest.mark.looks
def test_a_scene_passes_the_looking_over(site: Site, visit: Callable[..., Visitor]) -> None:
    """axe, 320 px, 400 %, targets and focus: the page, an open object, and the open sheet."""
    officer = visit(width=360)
    officer.sign_in(somebody(site, "BPD-7003", "Third Officer", "belize-police-department"))
    page = officer.page
    join(officer)
    inspector = Inspector(officer)
    officer.goto("/courses/first-responder/live-or-dead/decide-and-record/")
    page.locator("a[href*='practice/']").first.click()
    page.wait_for_url("**/practice/**")
    inspector.look("the scene")
    page.locator(".scene-thing summary").nth(2).click()
    inspector.look("an open object")
    page.locator(".scene-marker").nth(1).click()
    page.get_by_role("dialog").locator("input[value=photograph]").check()
    page.get_by_role("dialog").get_by_role("button", name="Add to the log").click()
    inspector.look("a log")
    page.get_by_role("button", name="Hand in and see").click()
    page.wait_for_url("**/practice/*/*/")
    inspector.look("what came of it")
    assert inspector.faults == []
