// <step-picker> around the steps of a procedure: each step's place becomes buttons that take it, move it or leave it out.
// The places stay in the form (hidden), so that it is posted the same way with and without JavaScript.
import { drawIcon } from "../../lms/js/icon.js";

class StepPicker extends HTMLElement {
  connectedCallback() {
    if ("ready" in this.dataset) return;
    this.open = this.querySelector("[data-steps]");
    this.status = this.querySelector("[role=status]");
    this.steps = [...this.open.children];
    this.chosen = document.createElement("ol");
    this.chosen.className = "options";
    this.open.before(this.heading("chosen"), this.chosen, this.note("none"), this.heading("open"));
    this.open.after(this.note("all"));
    for (const step of this.steps) this.dress(step);
    this.dataset.ready = "";
    this.closest("[data-item]").addEventListener("lms:restored", () => this.arrange());
    this.arrange();
  }

  heading(name) {
    const heading = document.createElement("p");
    heading.className = "step-heading";
    heading.textContent = this.dataset[name];
    return heading;
  }

  note(name) {
    const note = this[`${name}Note`] = document.createElement("p");
    note.className = "hint step-note";
    note.textContent = this.dataset[name];
    return note;
  }

  text(step) { return step.querySelector(".order-text").textContent.trim(); }

  dress(step) {
    const place = document.createElement("span");
    place.className = "order-place";
    const moves = document.createElement("span");
    moves.className = "order-moves";
    moves.append(this.button(step, "up", "up"), this.button(step, "down", "down"), this.button(step, "remove", "cross"), this.button(step, "add", "add"));
    step.prepend(place);
    step.append(moves);
  }

  button(step, act, icon) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.act = act;
    button.setAttribute("aria-label", `${this.dataset[act]}: ${this.text(step)}`);
    button.append(drawIcon(icon));
    button.addEventListener("click", () => this.act(step, act));
    return button;
  }

  act(step, act) {
    const rows = [...this.chosen.children];
    const at = rows.indexOf(step);
    if (act === "add") this.chosen.append(step);
    else if (act === "remove") this.open.append(step);
    else if (act === "up" && at > 0) rows[at - 1].before(step);
    else if (act === "down" && at < rows.length - 1) rows[at + 1].after(step);
    else return;
    this.number();
    step.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    this.tell(step);
    this.focusOn(step, act);
  }

  /** The button just used, or what stands in its place. */
  focusOn(step, act) {
    const next = act === "add" ? "remove" : act === "remove" ? "add" : act;
    step.querySelector(`[data-act=${next}]`).focus();
  }

  /** Puts steps where their places say: at the start, and after an answer was restored. */
  arrange() {
    const place = (step) => Number(step.querySelector("select").value);
    const taken = this.steps.filter(place).sort((a, b) => place(a) - place(b));
    this.chosen.append(...taken);
    this.open.append(...this.steps.filter((step) => !place(step)));
    this.number();
  }

  number() {
    const rows = [...this.chosen.children];
    for (const step of this.steps) {
      const at = rows.indexOf(step);
      step.querySelector("select").value = at < 0 ? "" : String(at + 1);
      step.querySelector(".order-place").textContent = at < 0 ? "" : String(at + 1);
      step.querySelector("[data-act=up]").setAttribute("aria-disabled", String(at <= 0));
      step.querySelector("[data-act=down]").setAttribute("aria-disabled", String(at === rows.length - 1));
      for (const button of step.querySelectorAll("button")) button.hidden = (button.dataset.act === "add") !== (at < 0);
      step.querySelector(".order-place").hidden = at < 0;
    }
    this.noneNote.hidden = rows.length > 0;
    this.allNote.hidden = rows.length < this.steps.length;
  }

  tell(step) {
    const at = [...this.chosen.children].indexOf(step);
    const words = at < 0 ? this.dataset.left : this.dataset.placed;
    this.status.textContent = words.replace("%s", this.text(step)).replace("%n", at + 1);
  }
}

customElements.define("step-picker", StepPicker);
