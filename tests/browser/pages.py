"""How a page is looked over: by axe, by width, by keyboard, and by what the console says."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
# Width, height and theme: a phone by day and by night, and a desk.
PRESENTATIONS = ((360, 740, "light"), (360, 740, "dark"), (1280, 900, "light"))
SMALLEST_TARGET = 44
WATCH = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation",
    (event) => window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# Controls drawn as buttons or fields; links within text may be as high as their line.
TARGETS = """
(least) => [...document.querySelectorAll(
    "button, .button, summary, select, textarea, input:not([type=hidden]), nav a, [role=button]")]
  .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map((one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") || one : one)
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width && box.height && Math.min(box.height, box.width) < least - 0.5)
  .map(([box, one]) => `${Math.round(box.width)}x${Math.round(box.height)} `
    + one.outerHTML.slice(0, 120))
"""
# Colours that fade from one to the other are judged when they are there.
SETTLE = """
async () => {
  await new Promise(requestAnimationFrame);
  for (const one of document.getAnimations()) {
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
  }
}
"""
# A form that was refused begins at what is wrong with it; here the way is from the top.
TO_THE_TOP = """
() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}
"""
FOCUS = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const drawn = [one, one.closest("label, .option")];
  const ring = drawn.filter(Boolean).some((part) => {
    return [getComputedStyle(part), getComputedStyle(part, "::after")].some((style) =>
      style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  });
  const box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {what: one.outerHTML.slice(0, 120), ring, inside};
}
"""
# Wider than the window, though nothing that scrolls by itself (a table) holds it.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The share of the window that stays covered however far one scrolls.
COVERED = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
  .map((one) => one.getBoundingClientRect())
  .filter((box) => box.width > innerWidth / 2 && box.bottom > 0 && box.top < innerHeight)
  .reduce((sum, box) => sum + box.height, 0) / innerHeight
"""


@dataclass
class Inspector:
    """Looks pages over in one browser window, and keeps what is wrong with each."""

    visitor: Visitor
    faults: list[str] = field(default_factory=list)
    looked_at: int = 0

    def __post_init__(self) -> None:
        self.said: list[str] = []
        self.page.add_init_script(WATCH)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))

    @property
    def page(self) -> Page:
        return self.visitor.page

    def _heard(self, message: ConsoleMessage) -> None:
        # A page that is refused or isn't there says so by its own status.
        own = message.location.get("url", "") == self.page.url and "status of 40" in message.text
        if message.type in ("error", "warning") and not own:
            self.said.append(f"{message.type}: {message.text}")

    def open(self, *paths: str) -> None:
        for path in paths:
            self.visitor.goto(path)
            self.look(path)

    def look(self, name: str) -> None:
        """Everything about the page that is open."""
        self.looked_at += 1
        self.page.evaluate(AXE)
        for width, height, theme in PRESENTATIONS:
            self._present(width, height, theme)
            where = f"{name} at {width} px, {theme}"
            self._note(where, [_said(one) for one in self.page.evaluate(RUN)])
            if width == 360 and theme == "light":
                self._note(where, self.page.evaluate(TARGETS, SMALLEST_TARGET))
        self._narrow(name)
        self._keyboard(name)
        self._note(name, self.said + self.page.evaluate("() => window.refusedByPolicy"))
        self.said.clear()
        self._present(*PRESENTATIONS[0])

    def _present(self, width: int, height: int, theme: Any) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate(SETTLE)

    def _narrow(self, name: str) -> None:
        """320 px wide, and as at 400 % on a desk: nothing to scroll sideways, room to read."""
        for height in (740, 256):
            self._present(320, height, "light")
            over, covered = self.page.evaluate(TOO_WIDE), self.page.evaluate(COVERED)
            if over > 0:
                self.faults.append(f"{name}: {over} px too wide at 320 x {height}")
            if covered > 0.5:
                self.faults.append(f"{name}: {covered:.0%} of 320 x {height} is covered")

    def _keyboard(self, name: str) -> None:
        """From the top by Tab: first the skip link, and each control shows that it has focus."""
        self._present(1280, 900, "light")
        self.page.evaluate(TO_THE_TOP)
        seen = []
        for _press in range(12):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at is None:
                break
            seen.append(at["what"])
            if not at["ring"] or not at["inside"]:
                self.faults.append(f"{name}: focus can't be seen on {at['what']}")
        if not any('class="skip"' in one for one in seen[:1]):
            self.faults.append(f"{name}: Tab begins at {seen[:1]}")

    def _note(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{where}: {one}" for one in faults]


def _said(violation: dict[str, Any]) -> str:
    places = [
        f"{' '.join(map(str, node['target']))} ({node['failureSummary']})".replace("\n", " ")
        for node in violation["nodes"][:3]
    ]
    return f"{violation['id']} {len(violation['nodes'])}x: " + "; ".join(places)
