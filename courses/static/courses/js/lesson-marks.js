// <lesson-marks data-bookmarked="ids"> around the form of a lesson's bookmarks: puts a button beside
// each place that its list names. Without it, the form does the same.
import { drawIcon } from "../../lms/js/icon.js";

class LessonMarks extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector(".mark-form");
    const marked = new Set(this.dataset.bookmarked.split(" ").filter(Boolean));
    for (const option of this.form.elements.block.options) {
      const block = option.value && document.getElementById(`b-${option.value}`);
      if (block) this.offer(block, option, marked.has(option.value));
    }
  }

  offer(block, option, on) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark-button no-print";
    button.append(drawIcon("bookmark"));
    const place = option.textContent.replace(/^– /, "");
    const show = () => {
      button.setAttribute("aria-pressed", String(on));
      button.setAttribute("aria-label", this.dataset[on ? "on" : "off"].replace("{place}", place));
      button.title = button.getAttribute("aria-label");
    };
    button.addEventListener("click", async () => {
      button.disabled = true;
      const done = await this.send(option.value, on ? "unmark" : "bookmark");
      button.disabled = false;
      if (done) { on = !on; show(); } else { button.title = this.dataset.failed; button.setAttribute("aria-label", this.dataset.failed); }
      button.focus();
    });
    show();
    block.classList.add("has-mark");
    block.prepend(button);
  }

  async send(block, act) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    data.set("block", block);
    data.set("act", act);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual" });
      return answer.ok;
    } catch { return false; }
  }
}

customElements.define("lesson-marks", LessonMarks);
