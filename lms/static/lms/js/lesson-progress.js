// <lesson-progress data-url="…" data-resume="block-id"> around a lesson whose blocks carry data-block.
// Tells the server which block is being read: at most each five seconds, and when the page is left.
// The server decides what that means; this only reports.
import { owner } from "./owner.js";
import { csrfToken, keep } from "./progress-queue.js";
import { clock, findSavedState, say } from "./saved-state.js";

const EVERY = 5000;

class LessonProgress extends HTMLElement {
  connectedCallback() {
    this.words = findSavedState(this);
    this.visible = new Map();
    this.sent = this.dataset.resume || "";
    this.lastTime = 0;
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: "-10% 0px -40% 0px" });
    for (const block of this.blocks()) this.observer.observe(block);
    addEventListener("pagehide", () => this.report(true));
    addEventListener("online", () => this.report());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.report(true); });
    this.resume();
  }

  disconnectedCallback() { this.observer.disconnect(); }

  blocks() { return [...this.querySelectorAll("[data-block]")]; }

  resume() {
    if (!this.dataset.resume || location.hash) return;
    const block = this.blocks().find((other) => other.dataset.block === this.dataset.resume);
    if (block && block !== this.blocks()[0]) block.scrollIntoView();
  }

  seen(entries) {
    for (const entry of entries) this.visible.set(entry.target, entry.isIntersecting);
    const inView = this.blocks().filter((block) => this.visible.get(block));
    if (!inView.length) return;
    this.current = inView[inView.length - 1].dataset.block;
    this.schedule();
  }

  schedule() {
    if (this.timer || this.current === this.sent) return;
    const wait = Math.max(800, this.lastTime + EVERY - Date.now());
    this.timer = setTimeout(() => { this.timer = null; this.report(); }, wait);
  }

  async report(leaving = false) {
    const block = this.current;
    if (!block || block === this.sent) return;
    this.lastTime = Date.now();
    this.sent = block;
    try {
      const response = await fetch(this.dataset.url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.dataset.csrf || csrfToken() },
        body: JSON.stringify({ block, owner: owner() }),
      });
      if (response.ok) say(this.words, "saved", clock());
      else if (response.type === "opaqueredirect" || response.status === 401) return this.stop("signedOut");
      else if (response.status >= 400 && response.status < 500 && response.status !== 429) return this.stop("forbidden");
      else this.failed("waiting");
    } catch {
      this.failed("waiting");
    }
    this.schedule();
  }

  /** The server will not take it: asking again would change nothing. */
  stop(state) {
    this.observer.disconnect();
    say(this.words, state);
  }

  /** Kept in this browser too: the page may be closed before there is a line again. */
  failed(state) {
    keep(this.dataset.url, { block: this.sent });
    this.sent = "";
    say(this.words, state);
  }
}

customElements.define("lesson-progress", LessonProgress);
