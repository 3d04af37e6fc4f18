// <question-steps data-next="Next question" data-previous="Previous" data-place="Question %n of %t"> around the questions of a form.
// On a phone it shows one question a screen, without leaving the page, so that it goes on without a connection.
// What carries data-steps-end (the hand-in) shows with the last one. Overview links and a wide screen work as they do without it.
import { drawIcon } from "./icon.js";

const PHONE = matchMedia("(max-width: 47.99rem)");

class QuestionSteps extends HTMLElement {
  connectedCallback() {
    if (this.bar) return;
    this.questions = [...this.querySelectorAll("[data-item]")];
    if (this.questions.length < 2) return;
    this.bar = this.makeBar();
    this.questions.at(-1).after(this.bar);
    this.show(Math.max(0, this.questions.findIndex((question) => `#${question.id}` === location.hash)), false);
    PHONE.addEventListener("change", () => this.show(this.place, false));
    addEventListener("hashchange", () => this.follow());
    // A control that the browser finds missing must be on the screen before it can be pointed at.
    this.addEventListener("invalid", (event) => this.reveal(event.target), true);
  }

  makeBar() {
    const bar = document.createElement("div");
    bar.className = "pager";
    this.previous = this.button(this.dataset.previous, "previous", -1);
    this.next = this.button(this.dataset.next, "next", 1);
    this.next.classList.add("pager-next");
    bar.append(this.previous, this.next);
    return bar;
  }

  button(words, icon, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pager-link";
    const text = document.createElement("strong");
    text.textContent = words;
    button.append(...(step < 0 ? [drawIcon(icon), text] : [text, drawIcon(icon)]));
    button.addEventListener("click", () => this.show(this.place + step));
    return button;
  }

  follow() {
    const place = this.questions.findIndex((question) => `#${question.id}` === location.hash);
    if (place >= 0) this.show(place);
  }

  reveal(control) {
    const place = this.questions.findIndex((question) => question.contains(control));
    if (place >= 0) this.show(place, false);
  }

  show(place, move = true) {
    const last = this.questions.length - 1;
    this.place = Math.min(Math.max(0, place), last);
    const one = PHONE.matches;
    this.questions.forEach((question, index) => { question.hidden = one && index !== this.place; });
    this.bar.hidden = !one;
    this.previous.hidden = this.place === 0;
    this.next.hidden = this.place === last;
    for (const end of this.querySelectorAll("[data-steps-end]")) end.hidden = one && this.place !== last;
    this.markCurrent();
    if (move && one) this.arrive(this.questions[this.place]);
  }

  markCurrent() {
    for (const link of document.querySelectorAll("[data-overview]")) {
      const here = PHONE.matches && link.dataset.overview === this.questions[this.place].dataset.item;
      if (here) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  arrive(question) {
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "start" });
  }
}

customElements.define("question-steps", QuestionSteps);
