// <ordering-list> around the rows of an ordering question: place numbers become move-up and move-down buttons.
// The numbers stay in the form (hidden), so that it is posted the same way with and without JavaScript.
import { drawIcon } from "./icon.js";

class OrderingList extends HTMLElement {
  connectedCallback() {
    if ("ready" in this.dataset) return;
    this.list = this.querySelector("ol");
    this.status = this.querySelector("[role=status]");
    for (const row of this.rows()) row.append(this.moves(row));
    this.dataset.ready = "";
    this.arrange();
  }

  rows() { return [...this.list.children]; }

  moves(row) {
    const box = document.createElement("span");
    box.className = "order-moves";
    const text = row.querySelector(".order-text").textContent.trim();
    box.append(this.button(row, -1, this.dataset.up, "up", text), this.button(row, 1, this.dataset.down, "down", text));
    return box;
  }

  button(row, step, words, icon, text) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `${words}: ${text}`);
    button.append(drawIcon(icon));
    button.addEventListener("click", () => this.move(row, step, button));
    return button;
  }

  move(row, step, button) {
    const rows = this.rows();
    const target = rows.indexOf(row) + step;
    if (target < 0 || target >= rows.length) return;
    if (step < 0) rows[target].before(row);
    else rows[target].after(row);
    button.focus();
    this.number();
    row.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    this.tell(row, target + 1, rows.length);
  }

  /** Puts the rows into the order of their numbers: at the start, and after an answer was restored. */
  arrange() {
    const place = (row) => Number(row.querySelector("select").value);
    this.list.append(...this.rows().sort((a, b) => place(a) - place(b)));
    this.number();
  }

  number() {
    const rows = this.rows();
    rows.forEach((row, index) => {
      row.querySelector("select").value = String(index + 1);
      row.querySelector(".order-place").textContent = String(index + 1);
      const [up, down] = row.querySelectorAll(".order-moves button");
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === rows.length - 1));
    });
  }

  tell(row, place, total) {
    const text = row.querySelector(".order-text").textContent.trim();
    this.status.textContent = this.dataset.moved.replace("%s", text).replace("%n", place).replace("%t", total);
  }
}

customElements.define("ordering-list", OrderingList);
