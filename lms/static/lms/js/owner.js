// Whose the work is that waits in this browser. The server gives each learner a mark that says nothing of them
// (lms.accounts.device_mark). Work waits under the mark of who did it, and is sent in no other person's session.
const KEY = "lms-owner";
const QUEUES = ["lms-progress:", "lms-answers:"];

/** The mark of whoever is signed in, or on a kept page, which is about nobody, of who was last. */
export function owner() {
  try { return document.documentElement.dataset.owner || localStorage.getItem(KEY) || ""; } catch { return ""; }
}

export function mine(queue) { return `${queue}${owner()}:`; }

export function keysOf(queue) {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(mine(queue))); } catch { return []; }
}

/** Keys of work that is not sent: this person's, and others'. A queue of answers may stand empty. */
export function unsent() {
  const found = { own: [], others: [] };
  try {
    for (const [key, value] of Object.entries(localStorage)) {
      const queue = QUEUES.find((one) => key.startsWith(one));
      if (!queue || (queue === "lms-answers:" && !JSON.parse(value).waiting?.length)) continue;
      (key.startsWith(mine(queue)) ? found.own : found.others).push(key);
    }
  } catch { /* storage is blocked: nothing was kept */ }
  return found;
}

/** Somebody else signed in without the last one signing out: what that one kept to read goes, unsent work waits. */
export async function takeOver() {
  const now = document.documentElement.dataset.owner;
  if (!now) return;
  try {
    const before = localStorage.getItem(KEY);
    localStorage.setItem(KEY, now);
    if (!before || before === now) return;
    const waiting = [KEY, "lms-shared", ...unsent().others];
    for (const key of Object.keys(localStorage)) if (!waiting.includes(key) && !QUEUES.some((one) => key.startsWith(mine(one)))) localStorage.removeItem(key);
    sessionStorage.clear();
  } catch { /* as above */ }
  if ("caches" in window) for (const name of await caches.keys()) await caches.delete(name);
}
