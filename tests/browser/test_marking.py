"""An open answer from hand-in to outcome: two people mark it blind, in a real browser."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visitor
from tests.browser.people import somebody

ANSWER = "I keep people safe, photograph the phone as it lies, then isolate it from networks."
STEM = "A phone rings on the table of a house you search. What do you do, and why?"
# An agency of its own, so that no other test's answers wait here; one more question, so that
# points 3 of 4 pass with 87.5 % and one level less would fail: such an answer is read twice.
AGENCY = """
from tests.factories.accounts import AgencyFactory
AgencyFactory(slug="{slug}", name="Readers of {slug}")
"""
PUBLISH = """
from courses.catalogue.services import publish_version
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
course = course_page(slug="{slug}", code="{slug}", title="In your own words")
bank = [QuestionFactory(key="{slug}-choice"),
    QuestionFactory(key="{slug}-open", type_key="open", stem="{stem}")]
lesson_page(module_page(course, bank, slug="first"))
publish_version(course, by=None)
"""
HIDDEN = """
from courses.models import Attempt
from lms.accounts.models import User
person = User.objects.get(service_number="{who}")
attempt = Attempt.objects.get(enrolment__learner=person.learner_id)
print(person.learner_id, attempt.pk, attempt.enrolment_id)
"""


def test_two_examiners_mark_blind_and_the_officer_is_told(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    slug = f"words-{uuid4().hex[:6]}"
    site.python(AGENCY.format(slug=slug))
    who = somebody(site, f"W-{slug}", "Quillmark Officer", slug)
    readers = [somebody(site, f"X{n}-{slug}", f"Examiner {n}", slug, "Examiners") for n in range(2)]
    site.python(PUBLISH.format(slug=slug, stem=STEM))
    officer, first, second = visit(), visit(), visit(width=360)
    officer.sign_in(who)
    hand_in(officer, slug)
    expect(officer.page.locator(".result-outcome")).to_have_text("Being marked")
    hidden = [who, "Quillmark", *site.python(HIDDEN.format(who=who)).splitlines()[-1].split()]

    first.sign_in(readers[0])
    take(first, hidden)
    refused_until_complete(first.page)
    mark(first.page, "2 points: Safe", "1 point: Some have", "In order; say why you isolate it.")
    expect(first.page.locator(".messages")).to_contain_text("Nothing waits for you now")

    officer.page.reload()
    expect(officer.page.locator("main")).to_contain_text("Being marked")
    expect(officer.page.locator("main")).not_to_contain_text("In order")

    second.sign_in(readers[1])
    take(second, [*hidden, "In order", "Examiner 0", readers[0]])
    assert second.page.locator("input[type=radio]:checked").count() == 0
    mark(second.page, "2 points: Safe", "1 point: Some have", "The order is right.")

    page = officer.page
    page.reload()
    expect(page.locator(".result-outcome")).to_have_text("Passed")
    for told in ("2 points of 2", "1 point of 2", "In order; say why you isolate it."):
        expect(page.locator("main")).to_contain_text(told)
    for untold in ("Examiner 0", "Examiner 1", *readers):
        expect(page.locator("main")).not_to_contain_text(untold)


def hand_in(officer: Visitor, slug: str) -> None:
    page = officer.page
    officer.goto(f"/courses/{slug}/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    officer.goto(f"/courses/{slug}/first/assessment/")
    expect(page.locator("main")).to_contain_text("read and marked by people")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/attempts/**")
    page.get_by_label("Leave it").check()
    page.locator("[data-item$='-open'] textarea").fill(ANSWER)
    page.get_by_role("button", name="Look over and hand in").click()
    expect(page.locator("main")).to_contain_text("People read and mark 1 of your answers")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result/")


def take(reader: Visitor, hidden: list[str]) -> None:
    """From the queue to the answer; neither page names whose it is."""
    reader.goto("/admin/marking/")
    nothing_of(hidden, reader.page)
    reader.page.get_by_role("button", name="Mark the oldest answer").click()
    expect(reader.page.locator(".marking-answer")).to_have_text(ANSWER)
    nothing_of(hidden, reader.page)


def nothing_of(hidden: list[str], page: Page) -> None:
    source = page.content()
    assert [one for one in hidden if one in source] == []


def refused_until_complete(page: Page) -> None:
    """A level left out is asked for, and what was typed is still there."""
    page.get_by_label("1 point: Some have").check()
    page.get_by_label("Comment to the learner").fill("Kept.")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("alert")).to_contain_text("Order of actions")
    expect(page.get_by_label("1 point: Some have")).to_be_checked()
    expect(page.get_by_label("Comment to the learner")).to_have_value("Kept.")


def mark(page: Page, order: str, reasons: str, comment: str) -> None:
    page.get_by_label(order).check()
    page.get_by_label(reasons).check()
    page.get_by_label("Comment to the learner").fill(comment)
    page.get_by_role("button", name="Save and next").click()
