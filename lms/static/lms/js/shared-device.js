// A station computer must keep nothing of the last person. Clears what this browser kept
// - on a page with <html data-clear> (after signing out),
// - on any page for nobody, when the last session here was a shared one,
// - after data-idle seconds (600) without a touch in a session with <html data-shared>, which then ends.
import { takeOver, unsent } from "./owner.js";

const root = document.documentElement;
const MARK = "lms-shared";
const IDLE_SECONDS = Number(root.dataset.idle || 600);

async function clearAll() {
  try { localStorage.clear(); sessionStorage.clear(); } catch { /* storage is blocked: nothing was kept */ }
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) await caches.delete(name);
}

function marked() {
  try { return localStorage.getItem(MARK) !== null; } catch { return false; }
}

// What waits to be saved gets its last chance before it is wiped.
async function sendLast() {
  const pending = [];
  dispatchEvent(new CustomEvent("lms:leaving", { detail: { pending } }));
  await Promise.race([Promise.allSettled(pending), new Promise((done) => setTimeout(done, 4000))]);
}

/** What to ask before it is lost: that of this person's work, or of another's, something is not sent. */
function question(form) {
  const { own, others } = unsent();
  if (own.length) return form.dataset.unsent;
  return others.length ? form.dataset.unsentOthers : "";
}

function watchIdle() {
  let last = Date.now();
  for (const type of ["pointerdown", "keydown", "scroll", "touchstart"]) {
    addEventListener(type, () => { last = Date.now(); }, { passive: true });
  }
  const timer = setInterval(async () => {
    if (Date.now() - last < IDLE_SECONDS * 1000) return;
    clearInterval(timer);
    await sendLast();
    await clearAll();
    const form = document.querySelector("form[data-sign-out]");
    if (form) form.submit();
    else location.replace("/");
  }, 5000);
}

takeOver();
if ("clear" in root.dataset) {
  clearAll();
} else if ("shared" in root.dataset && "signedIn" in root.dataset) {
  try { localStorage.setItem(MARK, "1"); } catch { /* nothing can be kept, so nothing must be cleared */ }
  watchIdle();
} else if (!("signedIn" in root.dataset) && marked()) {
  clearAll();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-sign-out]")) return;
  event.preventDefault();
  await sendLast();
  const ask = question(form);
  if (ask && !confirm(ask)) return;
  await clearAll();
  form.submit();
});
