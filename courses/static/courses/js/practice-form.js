// <practice-form> around the form of a practice. A question whose custom element speaks for itself (data-answer) has its
// whole answer put into the form when it is handed in. All others are posted as they stand, and so is a single step.
// With data-keep (never where nothing may be stored) each change is kept in this browser, together with the seed that
// says how the question is shown, until the page of the go that was handed in takes it away (practice-done.js).
import { readAnswer, restoreAnswer } from "../../lms/js/answer-form.js";
import { PracticeDraft } from "./practice-draft.js";

class PracticeForm extends HTMLElement {
  connectedCallback() {
    this.question = this.querySelector("[data-item]");
    this.addEventListener("submit", (event) => {
      const speaks = this.question?.querySelector("[data-answer]") && event.submitter?.value !== "stay";
      this.querySelector("[data-answer-json]").value = speaks ? JSON.stringify(readAnswer(this.question)) : "";
    });
    if (!this.dataset.keep || !this.question) return;
    this.draft = new PracticeDraft(this.dataset.keep, this.dataset.hash);
    this.addEventListener("change", () => this.keep());
    this.restore();
  }

  get seed() { return this.querySelector("[name=seed]").value; }

  keep() {
    if (this.draft.write({ seed: this.seed, answer: readAnswer(this.question) })) this.say("kept");
  }

  /** The same order of options has to stand on the page before an answer can be put back. */
  restore() {
    const kept = this.draft.read();
    if (!kept) return;
    const here = new URL(location.href);
    if (kept.seed === this.seed) {
      restoreAnswer(this.question, kept.answer);
      this.say("restored");
    } else if (!here.searchParams.has("seed")) {
      here.searchParams.set("seed", kept.seed);
      location.replace(here);
    } else this.draft.forget();
  }

  say(name) {
    const words = this.querySelector("[data-draft]");
    if (!words) return;
    words.textContent = words.dataset[name];
    words.hidden = false;
  }
}

customElements.define("practice-form", PracticeForm);
