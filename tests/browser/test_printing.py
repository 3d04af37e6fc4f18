"""A lesson on paper: what it teaches, whole drawings, and nothing to press."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor
from tests.browser.test_offline import an_officer
from tests.pdf_tools import run

LESSON = "/courses/first-responder/live-or-dead/decide-and-record/"
TALLEST = 970  # px of an A4 page between its margins, in print


@pytest.mark.looks
def test_a_lesson_prints_its_words_its_drawing_and_its_job_aid(
    site: Site, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    officer = visit(dark=True)
    officer.sign_in(an_officer(site))
    page = officer.page
    officer.goto(LESSON)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for kind in (".topbar", ".breadcrumb", ".pager", "button", "input", "textarea", "select"):
        for one in page.locator(kind).all():
            assert not one.is_visible(), kind
    drawing = page.locator(".figure-frame > svg").first
    expect(drawing).to_be_visible()
    box = drawing.bounding_box()
    assert box is not None
    assert box["height"] <= TALLEST, "a page's foot would cut it"
    pdf = tmp_path / "lesson.pdf"
    page.pdf(path=pdf, format="A4")
    words = run("pdftotext", "-layout", str(pdf), "-", check=True).stdout.decode()
    for told in ("Decide and record", "Five lines that carry a decision", "Every branch: record",
                 "Power and isolation on one page", "The best choice", "In short"):  # fmt: skip
        assert told in words
    for control in ("Start the practice", "Save the note", "Skip to", "Text size", "Sign out"):
        assert control not in words
