"""Writing in the admin as an author does: evidence scenes, blocks of a lesson, reviews."""

from playwright.sync_api import FloatRect, Locator, Page, expect

PHONE_ACTIONS = "config-objects-0-value-actions"


def draw(page: Page, board: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A rectangle with the mouse, in shares of the picture."""
    board.scroll_into_view_if_needed()
    # An image without an address is complete, too: only its own height says that it is there.
    expect(board.locator("img")).not_to_have_js_property("naturalHeight", 0)
    box = pointed_at(page, board, start)
    page.mouse.down()
    page.mouse.move(*inside(box, end), steps=4)
    page.mouse.up()


def inside(box: FloatRect, share: tuple[float, float]) -> tuple[float, float]:
    return box["x"] + box["width"] * share[0], box["y"] + box["height"] * share[1]


def pointed_at(page: Page, board: Locator, share: tuple[float, float]) -> FloatRect:
    """Where it stands with the mouse over it, once nothing above it grows or scrolls any more."""
    box = None
    for _look in range(50):
        before, box = box, board.bounding_box()
        if box is not None:
            if box == before:
                return box
            page.mouse.move(*inside(box, share), steps=4)
        page.wait_for_timeout(200)
    raise AssertionError("The picture never came to rest.")


def add_action(page: Page, place: str, action: str, standing: str, *, first: bool) -> None:
    """One more thing that can be done with the object: its last, by its words."""
    if not first:
        adders = page.locator(f"[name^='{place}'][name$='-deleted']").last
        adders.locator("xpath=ancestor::*[@data-streamfield-list-container]").last.locator(
            "button.c-sf-add-button"
        ).last.click()
    at = page.locator(f"[name='{place}-count']").input_value()
    name = f"{place}-{int(at) - 1}-value"
    page.locator(f"[name='{name}-action']").select_option(action)
    page.locator(f"[name='{name}-standing']").select_option(standing)
    page.locator(f"[name='{name}-consequence']").fill(f"Counsel asks about: {action}.")
    page.locator(f"[name='{name}-feedback']").fill("Because it is the procedure.")


def write_scene(page: Page, stem: str) -> None:
    """Fill in a new scene: a phone on a sofa, pointed out on the picture, and what one may do."""
    page.locator("[name=stem]").fill(stem)
    page.locator("[name=config-picture-drawing]").select_option("living-room.svg")
    page.locator("[name=config-picture-alt]").fill("A living room with a phone on the sofa.")
    page.locator("[name=config-objects-0-value-name]").fill("Phone on the sofa")
    page.locator("[name=config-objects-0-value-seen]").fill("It is off and cold.")
    expect(page.locator("[name=config-objects-0-value-key]")).to_have_value("phone-on-the-sofa")
    draw(page, page.locator(".board-stage"), (0.18, 0.60), (0.30, 0.71))
    expect(page.locator("[name=config-objects-0-value-x]")).to_have_value("18")
    expect(page.locator("[name=config-objects-0-value-height]")).to_have_value("11")
    add_action(page, PHONE_ACTIONS, "photograph", "required", first=True)
    add_action(page, PHONE_ACTIONS, "switch-on", "fatal", first=False)
    page.locator("[name=explanation]").fill("Off stays off.")


def press_in_menu(page: Page, words: str) -> None:
    """A button of the editor's footer, out of the menu that it may be folded into."""
    button = page.locator("footer").get_by_role("button", name=words)
    if not button.first.is_visible():
        page.locator("footer").get_by_role("button", name="More actions").click()
    button.first.click()


class Body:
    """The blocks of a lesson, one after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def add(self, kind: str) -> str:
        """Choose one more block by its name, at the end; where its fields begin."""
        adders = self.page.locator(
            "#body-root > [data-streamfield-stream-container] > div > button.c-sf-add-button"
        )
        adders.last.click()
        self.page.get_by_role("combobox").last.fill(kind)
        self.page.get_by_role("option", name=kind, exact=True).click()
        expect(adders).to_have_count(self.count + 2)
        self.count += 1
        return f"body-{self.count - 1}-value"

    def write(self, kind: str, **fields: str) -> str:
        name = self.add(kind)
        for field, words in fields.items():
            self.page.locator(f"[name='{name}-{field}']").fill(words)
        return name

    def type_rich(self, name: str, words: str) -> None:
        """Into a rich text field, where only a keyboard writes."""
        field = self.page.locator(f"[name='{name}']")
        editor = field.locator("xpath=..").locator("[contenteditable=true]")
        editor.click()
        self.page.keyboard.type(words)
