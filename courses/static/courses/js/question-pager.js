// <question-pager data-next="Next" data-back="Back"> around the questions of an attempt.
// A narrow screen shows one at a time (the style sheet decides); links of the overview lead to their question in place.
// Going from one to the next needs no connection: all questions are in the page.

class QuestionPager extends HTMLElement {
  connectedCallback() {
    this.questions = [...this.querySelectorAll(".question")];
    if (!this.questions.length) return;
    this.append(this.buttons());
    this.dataset.ready = "";
    document.addEventListener("click", (event) => this.follow(event));
    this.show(this.first());
  }

  /** Where the learner was in this page, else the first question without an answer. */
  first() {
    const here = this.questions.findIndex((question) => `#${question.id}` === location.hash);
    if (here >= 0) return here;
    const open = this.questions.findIndex((question) => {
      const link = document.querySelector(`[data-overview="${CSS.escape(question.dataset.item)}"]`);
      return link && !link.classList.contains("is-answered");
    });
    return Math.max(0, open);
  }

  buttons() {
    const box = document.createElement("div");
    box.className = "pager-buttons";
    this.back = this.button(this.dataset.back, "button button-second", -1);
    this.next = this.button(this.dataset.next, "button", 1);
    box.append(this.back, this.next);
    return box;
  }

  button(words, look, step) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = words;
    button.addEventListener("click", () => this.go(this.at + step));
    return button;
  }

  show(index) {
    this.at = index;
    this.questions.forEach((question, n) => question.toggleAttribute("data-current", n === index));
    this.back.hidden = index === 0;
    this.next.hidden = index === this.questions.length - 1;
    this.toggleAttribute("data-last", index === this.questions.length - 1);
    for (const link of document.querySelectorAll("[data-overview]")) {
      if (link.dataset.overview === this.questions[index].dataset.item) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  go(index) {
    const question = this.questions[index];
    if (!question) return;
    this.show(index);
    history.replaceState(null, "", `#${question.id}`);
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "start" });
  }

  follow(event) {
    const link = event.target.closest?.("[data-overview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const index = this.questions.findIndex((question) => question.dataset.item === link.dataset.overview);
    if (index < 0) return;
    event.preventDefault();
    this.go(index);
  }
}

customElements.define("question-pager", QuestionPager);

// The script sends every answer itself, so the form need not be read again.
customElements.whenDefined("answer-keeper").then(() => {
  for (const field of document.querySelectorAll("[data-kept]")) field.value = "yes";
});
