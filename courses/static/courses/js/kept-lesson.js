// <kept-lesson data-url="…"> at the end of a lesson kept on this device: finishing it is noted here and sent when there is a line.
import { flush, keep } from "../../lms/js/progress-queue.js";

class KeptLesson extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("[data-finish]");
    this.status = this.querySelector("[role=status]");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.finish());
  }

  async finish() {
    keep(this.dataset.url, { done: true });
    this.status.textContent = this.dataset.done;
    this.button.hidden = true;
    if (await flush()) this.status.textContent = this.dataset.sent;
  }
}

customElements.define("kept-lesson", KeptLesson);
