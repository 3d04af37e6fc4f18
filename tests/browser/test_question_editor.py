"""What the editor of a question says when it cannot keep what was written."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor


def test_what_is_missing_is_told_where_it_is_missing(visit: Callable[..., Visitor]) -> None:
    author = visit()
    author.sign_in("UB-0118")
    author.goto("/admin/snippets/courses/question/add/?type=numeric")
    page = author.page
    page.locator("[name=stem]").fill("How many seconds is the clock of the camera ahead?")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("Nothing was saved yet")
    expect(page.locator("[data-contentpath=config]")).to_contain_text("right number is missing")
    expect(page.locator("[name=stem]")).to_have_value(
        "How many seconds is the clock of the camera ahead?"
    )
