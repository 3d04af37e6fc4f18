// Says in words what has been saved. The words come from components/saved_state.drawIcon, so they are translated there.
import { drawIcon } from "./icon.js";

export function clock(date = new Date()) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "America/Belize" }).format(date);
}

export function findSavedState(near) {
  return near.querySelector("[data-saved-state]") || document.querySelector("[data-saved-state]");
}

/** Shows what became of work that was kept here (sync_notes.html). False where a page has no place to say it. */
export function tell(what) {
  const words = document.querySelector(`[data-sync-${what}]`);
  if (words) words.hidden = false;
  return Boolean(words);
}

const ICONS = { saved: "saved", saving: "clock", waiting: "offline" };

export function say(element, state, time = "") {
  if (!element) return;
  const words = (element.dataset[state] || "").replace("%s", time);
  const look = ICONS[state] ? state : "refused";
  if (element.dataset.state === look && element.textContent.trim() === words) return;
  element.dataset.state = look;
  element.replaceChildren(drawIcon(ICONS[state] || "warning"), document.createTextNode(words));
}
