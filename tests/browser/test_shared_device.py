"""A station computer, left alone: after ten minutes the browser itself ends the session."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, Visitor

KEPT = "() => Object.keys(localStorage).length + Object.keys(sessionStorage).length"


def signed_in_on_a_shared_device(visitor: Visitor, who: str) -> None:
    page = visitor.page
    page.clock.install()
    visitor.goto("/account/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.check("input[name=shared]")
    page.get_by_role("button", name="Sign in").last.click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.evaluate("() => { localStorage.setItem('left', 'behind'); }")


def test_ten_idle_minutes_clear_the_browser_and_sign_out(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=360)
    signed_in_on_a_shared_device(visitor, "BPD-1863")
    page = visitor.page
    page.clock.fast_forward("09:30")
    assert page.evaluate(KEPT) >= 2
    with page.expect_navigation():
        page.clock.fast_forward("01:00")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(KEPT) == 0
    # Neither the address nor Back shows the last person's page again.
    visitor.goto("/me/")
    assert "/account/login/" in page.url
    page.go_back()
    page.go_back()
    assert "BPD-1863" not in page.content()


def test_a_touch_keeps_the_session(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=360)
    signed_in_on_a_shared_device(visitor, "BPD-1863")
    page = visitor.page
    for _touch in range(3):
        page.clock.fast_forward("09:00")
        page.mouse.wheel(0, 10)
        page.keyboard.press("Shift")
        page.clock.run_for(6000)
    assert page.evaluate(KEPT) >= 2
    visitor.goto("/me/")
    assert "/account/login/" not in page.url
