// Sends what waits in this browser, from whatever page is open: answers of any attempt, and progress made without a line.
// An attempt that is open in this page is left to its own answer-keeper.
import { AnswerQueue, attemptsWaiting, deliver } from "./answer-queue.js";
import { unsent } from "./owner.js";
import { csrfToken, flush } from "./progress-queue.js";
import { tell } from "./saved-state.js";

async function sendAnswers(attempt) {
  const queue = new AnswerQueue(attempt);
  let taken = 0;
  queue.askAgain();
  for (let entry = queue.first(); entry; entry = queue.first()) {
    const outcome = await deliver(queue, entry, `/attempts/${attempt}/answers/`, csrfToken());
    if (outcome === "saved") taken += 1;
    // Handed in meanwhile, perhaps on another device: these never count. Let go where that can be told.
    else if (outcome === "closed" && tell("late")) queue.forget();
    else if (outcome !== "refused") break;
  }
  return taken;
}

/** What another person left here waits for them; whoever is here now may drop it. */
function showOthers() {
  const words = document.querySelector("[data-sync-others]");
  if (!words || !unsent().others.length) return;
  words.hidden = false;
  const button = words.querySelector("button");
  button.onclick = () => {
    if (!confirm(button.dataset.sure)) return;
    for (const key of unsent().others) localStorage.removeItem(key);
    words.hidden = true;
    document.querySelector("#main")?.focus();
  };
}

export async function sync() {
  const open = document.querySelector("answer-keeper")?.dataset.attempt;
  let taken = await flush();
  for (const attempt of attemptsWaiting()) if (attempt !== open) taken += await sendAnswers(attempt);
  const words = document.querySelector("[data-sync]");
  if (taken && words) {
    words.textContent = words.dataset.sync;
    words.hidden = false;
  }
}

addEventListener("online", () => sync());
addEventListener("lms:leaving", (event) => event.detail.pending.push(sync()));
sync();
showOthers();
