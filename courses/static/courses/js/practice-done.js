// On the page of a go that was handed in: its answer is with the server, and is taken out of this browser.
import { PracticeDraft } from "./practice-draft.js";

for (const element of document.querySelectorAll("[data-practice-done]")) {
  new PracticeDraft(element.dataset.practiceDone).forget();
}
