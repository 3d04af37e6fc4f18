// What was read and finished without a connection, kept in this browser until the server has it.
// One entry a lesson, under the address that takes it: {block, done}. Sending twice changes nothing on the server.
import { keysOf, mine, owner } from "./owner.js";
import { tell } from "./saved-state.js";

const PREFIX = "lms-progress:";

export function csrfToken() {
  const field = document.querySelector("[name=csrfmiddlewaretoken]");
  if (field?.value) return field.value;
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
}

export function keep(url, change) {
  try {
    const key = mine(PREFIX) + url;
    const before = JSON.parse(localStorage.getItem(key) || "{}");
    localStorage.setItem(key, JSON.stringify({ ...before, ...change }));
  } catch { /* storage is blocked: nothing can be kept */ }
}

async function send(key) {
  const stored = localStorage.getItem(key);
  const response = await fetch(key.slice(mine(PREFIX).length), {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    // The server takes nothing of one person in the session of another.
    body: JSON.stringify({ ...JSON.parse(stored), owner: owner() }),
  });
  // Taken, or of a block or lesson that is no longer there: asking again would change nothing.
  const gone = response.status === 404 && response.headers.get("Content-Type")?.includes("json") && tell("gone");
  if (!response.ok && response.status !== 400 && !gone) return false;
  if (localStorage.getItem(key) === stored) localStorage.removeItem(key);
  return response.ok;
}

/** Sends all that waits. Returns how many the server took. */
export async function flush() {
  let taken = 0;
  for (const key of keysOf(PREFIX)) {
    try {
      if (await send(key)) taken += 1;
    } catch {
      return taken;
    }
  }
  return taken;
}
