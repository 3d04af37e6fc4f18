// <answer-keeper data-url="…" data-attempt="…" data-sequence="12"> around a form of questions (components/question.html).
// Each change is written into this browser before it is sent, and taken out only when the server's answer (2xx, JSON)
// names its client_id. So it arrives once, whatever happens to the connection, the page or the power.
import { AnswerQueue, deliver } from "./answer-queue.js";
import { isAnswered, markOverview, readAnswer, readCertainty, restoreAnswer, restoreCertainty } from "./answer-form.js";
import { clock, findSavedState, say } from "./saved-state.js";

class AnswerKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form") || this.closest("form");
    this.queue = new AnswerQueue(this.dataset.attempt, Number(this.dataset.sequence || 0));
    this.words = findSavedState(this);
    this.delay = 0;
    this.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event));
    addEventListener("online", () => this.flush());
    addEventListener("lms:leaving", (event) => event.detail.pending.push(this.flush()));
    addEventListener("pageshow", (event) => { if (event.persisted) this.restore(); });
    this.restore();
  }

  questions() { return [...this.querySelectorAll("[data-item]")]; }

  /** How sure one is goes with an answer: said first, it waits in the page for one. */
  changed(target) {
    const sure = target.closest("[data-certainty]")?.dataset.certainty;
    if (!sure) this.keep(target.closest("[data-item]"));
    else if (isAnswered(sure)) this.keep(this.questions().find((other) => other.dataset.item === sure));
  }

  /** Answers given before a reload that the server doesn't have yet. */
  restore() {
    this.queue.askAgain();
    const waiting = this.queue.waiting();
    for (const entry of waiting) {
      const question = this.questions().find((other) => other.dataset.item === entry.item);
      if (question) restoreAnswer(question, entry.answer);
      restoreCertainty(entry.item, entry.certainty);
      markOverview(entry.item, entry.answer);
    }
    if (waiting.length) this.flush();
  }

  keep(question) {
    if (!question) return;
    const answer = readAnswer(question);
    this.queue.add(question.dataset.item, answer, readCertainty(question.dataset.item));
    markOverview(question.dataset.item, answer);
    this.flush();
  }

  /** Sends what waits, oldest first, one at a time. True when nothing is left. */
  flush() {
    clearTimeout(this.timer);
    this.running ||= this.sendAll().finally(() => { this.running = null; });
    return this.running;
  }

  async sendAll() {
    for (let entry = this.queue.first(); entry; entry = this.queue.first()) {
      if (this.words?.dataset.state !== "waiting") say(this.words, "saving");
      const outcome = await this.send(entry);
      this.outcome = outcome;
      if (outcome === "refused") continue;
      if (outcome !== "saved") {
        say(this.words, outcome);
        if (outcome === "waiting") this.retryLater();
        return false;
      }
      this.delay = 0;
      say(this.words, "saved", clock());
    }
    if (!this.queue.waiting().length) return true;
    this.outcome = "refused";
    say(this.words, "refused");
    return false;
  }

  async send(entry) {
    const outcome = await deliver(this.queue, entry, this.dataset.url, this.token());
    return outcome === "gone" ? "closed" : outcome;
  }

  token() { return this.form.querySelector("[name=csrfmiddlewaretoken]")?.value || ""; }

  retryLater() {
    this.delay = Math.min(60, this.delay * 2 || 2);
    this.timer = setTimeout(() => this.flush(), this.delay * (900 + Math.random() * 200));
  }

  /** Nothing is handed in, and no page is left by a button, while an answer hasn't arrived. */
  async beforeSubmit(event) {
    const handIn = event.submitter && "handIn" in event.submitter.dataset;
    if (this.queue.waiting().length === 0) {
      if (handIn) this.queue.forget();
      return;
    }
    event.preventDefault();
    const arrived = await this.flush();
    // What came too late never arrives: it must not keep anybody from handing in what did.
    if (arrived || (handIn && this.outcome === "closed")) {
      if (handIn) this.queue.forget();
      this.form.requestSubmit(event.submitter);
    } else if (!this.words || this.words.dataset.state === "waiting") {
      say(this.words, handIn ? "unsent" : "waiting");
      this.words?.scrollIntoView({ block: "nearest" });
    }
  }
}

customElements.define("answer-keeper", AnswerKeeper);
