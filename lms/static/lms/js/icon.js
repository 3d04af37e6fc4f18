// A drawing of the sprite, for what JavaScript adds to a page.
const SPRITE = new URL("../img/icons.svg", import.meta.url).href;
const SVG = "http://www.w3.org/2000/svg";

export function drawIcon(name) {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  icon.append(use);
  return icon;
}
