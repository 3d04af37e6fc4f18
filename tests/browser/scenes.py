"""Acting on an evidence scene as a person would: on the picture, or by keyboard alone."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

FOCUSED = "(one) => one === document.activeElement"


def act_on_picture(question: Locator, config: dict[str, Any], steps: list[dict[str, str]]) -> None:
    """Each step by its object's button on the picture and the sheet that it opens."""
    names = [one["key"] for one in config["objects"]]
    for number, step in enumerate(steps, start=1):
        question.locator(".scene-marker").nth(names.index(step["object"])).click()
        sheet = question.get_by_role("dialog")
        sheet.locator(f"input[value='{step['action']}']").check()
        if "seal" in step:
            sheet.get_by_label("Number on the seal").fill(step["seal"])
        sheet.get_by_role("button", name="Add to the log").click()
        expect(sheet).to_be_hidden()
        expect(question.locator(".scene-log > li")).to_have_count(number)


def tab_to(target: Locator, most: int = 300) -> None:
    """Press Tab until it has focus, as somebody without a mouse must."""
    keyboard = target.page.keyboard
    for _press in range(most):
        if target.evaluate(FOCUSED):
            return
        keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {target}")


def press_on(target: Locator, key: str = "Enter") -> None:
    tab_to(target)
    target.page.keyboard.press(key)


class Keyboard:
    """An officer at a scene whose mouse has stayed in the car."""

    def __init__(self, question: Locator) -> None:
        self.question, self.page = question, question.page

    @property
    def entries(self) -> Locator:
        return self.question.locator(".scene-log > li")

    def marker(self, number: int) -> Locator:
        return self.question.locator(".scene-marker").nth(number - 1)

    def thing(self, number: int) -> Locator:
        return self.question.locator(".scene-thing").nth(number - 1)

    def in_sheet(self, number: int, action: str, seal: str = "") -> None:
        """From the button on the picture; the focus comes back to it."""
        press_on(self.marker(number))
        sheet = self.question.get_by_role("dialog")
        self._log(sheet, action, seal)
        expect(sheet).to_be_hidden()
        expect(self.marker(number)).to_be_focused()

    def in_list(self, number: int, action: str, seal: str = "") -> None:
        thing = self.thing(number)
        if thing.get_attribute("open") is None:
            press_on(thing.locator("summary"))
        self._log(thing, action, seal)

    def _log(self, act: Locator, action: str, seal: str) -> None:
        count = self.entries.count()
        radios = act.locator("input[type=radio]")
        values = radios.evaluate_all("(all) => all.map((one) => one.value)")
        tab_to(radios.first)
        self.page.keyboard.press("Space")
        for _down in range(values.index(action)):
            self.page.keyboard.press("ArrowDown")
        if seal:
            tab_to(act.get_by_label("Number on the seal"))
            self.page.keyboard.type(seal)
        press_on(act.get_by_role("button", name="Add to the log"))
        expect(self.entries).to_have_count(count + 1)


def log_in_words(page: Page) -> list[str]:
    """The log's entries as they stand on a page."""
    return [" ".join(text.split()) for text in page.locator(".scene-log > li").all_inner_texts()]
