// <answer-keeper data-url="…" data-attempt="…" data-sequence="12"> around a form of questions (components/question.html).
// Each change is written into this browser before it is sent, and taken out only when the server's answer (2xx, JSON)
// names its client_id. So it arrives once, whatever happens to the connection, the page or the power.
import { AnswerQueue } from "./answer-queue.js";
import { markOverview, readAnswer, restoreAnswer } from "./answer-form.js";
import { clock, findSavedState, say } from "./saved-state.js";

const STOPS = { 401: "signedOut", 403: "forbidden", 404: "closed", 409: "closed", 410: "closed" };

class AnswerKeeper extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form") || this.closest("form");
    this.queue = new AnswerQueue(this.dataset.attempt, Number(this.dataset.sequence || 0));
    this.words = findSavedState(this);
    this.delay = 0;
    this.addEventListener("change", (event) => this.keep(event.target.closest("[data-item]")));
    this.form.addEventListener("submit", (event) => this.beforeSubmit(event));
    addEventListener("online", () => this.flush());
    addEventListener("lms:leaving", (event) => event.detail.pending.push(this.flush()));
    addEventListener("pageshow", (event) => { if (event.persisted) this.restore(); });
    this.restore();
  }

  questions() { return [...this.querySelectorAll("[data-item]")]; }

  /** Answers given before a reload that the server doesn't have yet. */
  restore() {
    const waiting = this.queue.waiting();
    for (const entry of waiting) {
      const question = this.questions().find((other) => other.dataset.item === entry.item);
      if (question) restoreAnswer(question, entry.answer);
      markOverview(entry.item, entry.answer);
    }
    if (waiting.length) this.flush();
  }

  keep(question) {
    if (!question) return;
    const answer = readAnswer(question);
    this.queue.add(question.dataset.item, answer);
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
      if (outcome !== "saved") {
        say(this.words, outcome);
        if (outcome === "waiting") this.retryLater();
        return false;
      }
      this.delay = 0;
      say(this.words, "saved", clock());
    }
    return true;
  }

  async send(entry) {
    const { client_id, sequence, item, answer } = entry;
    this.queue.markSent(client_id);
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify({ client_id, sequence, item, answer }),
        signal: AbortSignal.timeout?.(15000),
      });
      if (response.ok && (await response.json()).client_id === client_id) {
        this.queue.remove(client_id);
        return "saved";
      }
      if (response.type === "opaqueredirect") return "signedOut";
      if (response.ok || response.status >= 500 || response.status === 429 || response.status === 408) return "waiting";
      return STOPS[response.status] || "refused";
    } catch {
      return "waiting";
    }
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
    if (await this.flush()) {
      if (handIn) this.queue.forget();
      this.form.requestSubmit(event.submitter);
    } else if (!this.words || this.words.dataset.state === "waiting") {
      say(this.words, handIn ? "unsent" : "waiting");
      this.words?.scrollIntoView({ block: "nearest" });
    }
  }
}

customElements.define("answer-keeper", AnswerKeeper);
