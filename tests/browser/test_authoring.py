"""A lesson with an evidence scene, from nothing to an officer: written, reviewed, published."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.authoring import Body, press_in_menu, write_scene
from tests.browser.conftest import Site, Visitor
from tests.browser.people import somebody

COURSE = "/courses/phones-on-the-sofa/"
STEM = "Nobody is home, and a phone lies on the sofa. Act on the scene."
TITLE = "A phone that is off"

# A course of one published lesson: what the author's new lesson is added to.
SMALL_COURSE = """
from courses.catalogue.services import publish_version
from courses.models import CoursePage
from tests.factories.courses import course_page, lesson_page, module_page
course = CoursePage.objects.filter(slug="phones-on-the-sofa").first() or course_page(
    title="Phones on the sofa", slug="phones-on-the-sofa", code="SOFA", record="participation")
module = course.get_children().first() or module_page(course, title="At the door", slug="door")
if not module.get_children().exists():
    lesson_page(module, title="Before you touch", slug="before-you-touch")
    publish_version(course, by=None)
print(course.pk, module.pk)
"""


def test_a_lesson_with_a_scene_from_nothing_to_an_officer(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    course, module = site.python(SMALL_COURSE).splitlines()[-1].split()
    author, peer, lawyer = visit(), visit(), visit()
    author.sign_in("UB-0118")
    peer.sign_in("CITO-0002")
    lawyer.sign_in("DPP-0045")
    make_scene(author)
    review(peer, STEM)
    make_lesson(author, module)
    review(peer, TITLE)
    review(lawyer, TITLE)
    publish(peer, course)
    look(visit(width=360), site)


def make_scene(author: Visitor) -> None:
    """Write the scene and send it for review."""
    page = author.page
    page.set_viewport_size({"width": 1280, "height": 2400})
    author.goto("/admin/snippets/courses/question/add/?type=scene")
    write_scene(page, STEM)
    send(page)


def send(page: Page) -> None:
    """Whether or not the editor has kept the draft by itself: there is one to send, not two."""
    press_in_menu(page, "Submit to Subject and legal review")
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")


def make_lesson(author: Visitor, module: str) -> None:
    """Write the lesson block by block and send it for review."""
    page = author.page
    author.goto(f"/admin/pages/add/courses/lessonpage/{module}/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=minutes]").fill("5")
    body = Body(page)
    body.write("Heading", text="What the sofa tells you")
    body.type_rich(body.add("Text"), "A phone that is off stays off.")
    law = body.write(
        "Legal",
        ref="LR-1",
        question="Which power applies when nobody is home?",
        review_by="2027-05-31",
    )
    body.type_rich(f"{law}-text", "Ask for the warrant before you enter.")
    practice = body.write("Practice", title="Act at the sofa")
    choose_question(page, practice)
    send(page)


def choose_question(page: Page, practice: str) -> None:
    """The scene, by searching the bank for its words."""
    field = page.locator(f"[name='{practice}-question']").locator("xpath=..")
    field.get_by_role("button", name="Choose").first.click()
    chooser = page.get_by_role("dialog")
    chooser.locator("[name=q]").fill("nobody home sofa")
    expect(chooser.locator("tbody tr")).to_have_count(1)
    chooser.get_by_role("link", name=STEM).click()
    expect(field).to_contain_text(STEM)


def review(reviewer: Visitor, title: str) -> None:
    """What waits for them stands on the first page of the admin."""
    page = reviewer.page
    reviewer.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/edit/**")
    press_in_menu(page, "Approve")
    expect(page.locator(".messages")).to_contain_text(re.compile("updated|approved|published"))


def publish(administrator: Visitor, course: str) -> None:
    page = administrator.page
    administrator.goto(f"/admin/pages/{course}/edit/")
    page.get_by_role("tab", name="Publishing").click()
    page.get_by_role("link", name="Look at the next version and publish it").click()
    expect(page.locator("main")).to_contain_text(TITLE)
    page.get_by_label("A new version").check()
    page.get_by_label("What changed, and why").fill("A lesson with a scene to act on.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("body")).to_contain_text("is published as version 2")


def look(officer: Visitor, site: Site) -> None:
    """Somebody new joins the course and finds the lesson with its law and its scene."""
    officer.sign_in(somebody(site, "BPD-7010", "Sofa Officer", "belize-police-department"))
    page = officer.page
    officer.goto(COURSE)
    page.get_by_role("button", name="Join").first.click()
    page.wait_for_url("**/before-you-touch/")
    officer.goto(COURSE)
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("A phone that is off stays off.")
    expect(page.locator(".callout-law")).to_contain_text("Legal review: ")
    expect(page.locator("body")).not_to_contain_text("legal review pending")
    card = page.locator(".practice-card")
    expect(card).to_contain_text("Practice: Evidence scene")
    card.get_by_role("link", name="Start the practice").click()
    expect(page.locator("[data-kind=scene]")).to_contain_text("Phone on the sofa")
