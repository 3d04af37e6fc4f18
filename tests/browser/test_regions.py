"""Places on a picture are pointed at in the editor, by pointer and by keyboard; fields say both."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.authoring import Body, draw
from tests.browser.conftest import Site, Visitor
from tests.browser.people import somebody

ADD = "/admin/snippets/courses/question/add/?type=hotspot"
MODULE = """
from tests.factories.courses import course_page, module_page
from courses.models import ModulePage
print((ModulePage.objects.filter(slug="points").first()
       or module_page(course_page(slug="points", code="POINTS"), slug="points")).pk)
"""


def area(page: Page, number: int) -> Locator:
    return page.locator(f"[name=config-regions-{number}-value-area]")


def opened(visit: Callable[..., Visitor], site: Site, path: str) -> Page:
    author = visit()
    author.sign_in(somebody(site, "UB-7033", "Region Author", "university-of-belize", "Authors"))
    author.page.set_viewport_size({"width": 1280, "height": 2400})
    author.goto(path)
    return author.page


def with_picture(visit: Callable[..., Visitor], site: Site) -> Page:
    """A new question whose picture is chosen and whose first place has a name."""
    page = opened(visit, site, ADD)
    expect(page.locator(".region-empty")).to_be_visible()
    page.locator("[name=config-figure]").select_option("storage-shelf.svg")
    page.locator("[name=config-regions-0-value-name]").fill("The door")
    expect(page.locator(".board-stage img")).to_have_js_property("complete", value=True)
    return page


def test_a_place_is_drawn_moved_and_pulled_by_pointer(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    page = with_picture(visit, site)
    board = page.locator(".board-stage")
    draw(page, board, (0.10, 0.20), (0.30, 0.50))
    expect(area(page, 0)).to_have_value("10,20 30,50")
    draw(page, board, (0.12, 0.22), (0.32, 0.32))
    expect(area(page, 0)).to_have_value("30,30 50,60")
    draw(page, board, (0.50, 0.60), (0.70, 0.80))
    expect(area(page, 0)).to_have_value("30,30 70,80")
    expect(page.locator(".board-status")).to_have_text(
        "The door: 30 per cent from the left, 30 from the top, 40 wide, 50 high."
    )
    page.get_by_label("Place to mark").select_option(index=1)
    draw(page, board, (0.80, 0.10), (0.95, 0.20))
    expect(area(page, 1)).to_have_value("80,10 95,20")
    expect(area(page, 0)).to_have_value("30,30 70,80")
    # What is typed is drawn, and an outline is not lost to a stroke beside it.
    area(page, 1).fill("80,10 95,10 95,30")
    expect(page.locator(".board-handle")).to_have_count(3)
    draw(page, board, (0.05, 0.05), (0.20, 0.20))
    expect(area(page, 1)).to_have_value("80,10 95,10 95,30")
    draw(page, board, (0.95, 0.30), (0.90, 0.40))
    expect(area(page, 1)).to_have_value("80,10 95,10 90,40")


def test_a_place_is_put_moved_and_sized_by_keyboard(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    page = with_picture(visit, site)
    page.get_by_role("button", name="Put it in the middle").focus()
    page.keyboard.press("Enter")
    badge = page.get_by_role("button", name="1. The door")
    expect(badge).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(area(page, 0)).to_have_value("38,39 59,58")
    expect(badge).to_be_focused()
    expect(page.locator(".board-status")).to_contain_text("21 wide, 19 high")
    for _press in range(60):
        page.keyboard.press("ArrowLeft")
    expect(area(page, 0)).to_have_value("0,39 21,58")


def test_points_of_a_lesson_are_put_where_one_presses(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    module = site.python(MODULE).splitlines()[-1]
    page = opened(visit, site, f"/admin/pages/add/courses/lessonpage/{module}/")
    block = Body(page).add("Hotspots")
    page.locator(f"[name='{block}-src']").select_option("isolate-phone.svg")
    board = page.locator(".board-stage")
    draw(page, board, (0.25, 0.40), (0.25, 0.40))
    expect(page.locator(f"[name='{block}-points-0-value-x']")).to_have_value("25")
    expect(page.locator(f"[name='{block}-points-0-value-y']")).to_have_value("40")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"[name='{block}-points-0-value-y']")).to_have_value("41")
