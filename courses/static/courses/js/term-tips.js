// Words of the glossary: their definition on hover, focus and the first tap; Esc puts it away. It stays while the
// pointer is on the word or on it. The definitions stand in the page; without this, a word leads to the glossary.
const GAP = 6;
let tip, shown, closing;

function definitionOf(link) {
  return document.querySelector(`[data-defines="${CSS.escape(link.dataset.term)}"] dd`)?.textContent;
}

function open(link) {
  clearTimeout(closing);
  const words = definitionOf(link);
  if (!words || shown === link) return;
  close();
  if (!tip) {
    tip = document.createElement("div");
    tip.id = "term-tip";
    tip.className = "term-tip no-print";
    tip.setAttribute("role", "tooltip");
    tip.addEventListener("pointerenter", () => clearTimeout(closing));
    tip.addEventListener("pointerleave", closeSoon);
    document.body.append(tip);
  }
  tip.textContent = words;
  tip.hidden = false;
  link.setAttribute("aria-describedby", tip.id);
  shown = link;
  place(link);
}

function place(link) {
  // A word that breaks over two lines is shown below its second one.
  const lines = [...link.getClientRects()], width = document.documentElement.clientWidth;
  const word = { left: lines[0].left, top: lines[0].top, bottom: lines.at(-1).bottom };
  const left = Math.max(8, Math.min(word.left, width - tip.offsetWidth - 8));
  const below = word.bottom + GAP + tip.offsetHeight < innerHeight;
  const top = below ? word.bottom + GAP : word.top - GAP - tip.offsetHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${Math.max(0, top + scrollY)}px`;
}

function close() {
  clearTimeout(closing);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  tip.hidden = true;
}

function closeSoon() {
  clearTimeout(closing);
  closing = setTimeout(close, 250);
}

for (const link of document.querySelectorAll("a.term[data-term]")) {
  let touched = false;
  link.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") open(link); });
  link.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch" && document.activeElement !== link) closeSoon(); });
  link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" && shown !== link; });
  link.addEventListener("focus", () => open(link));
  link.addEventListener("blur", closeSoon);
  link.addEventListener("click", (event) => {
    if (!touched || !definitionOf(link)) return;
    event.preventDefault();
    touched = false;
    open(link);
  });
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("pointerdown", (event) => { if (shown && event.target !== shown && !tip.contains(event.target)) close(); });
addEventListener("resize", close);
