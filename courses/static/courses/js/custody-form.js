// <custody-form data-answer data-corrections="[…]"> around the lines of a custody record. A line that is signed stays as
// it is; a correction strikes the old value through and says why. Its `answer` is the whole record.
// Without JavaScript the same form is posted, a line signed by its tick and a correction by its button.
class CustodyForm extends HTMLElement {
  connectedCallback() {
    if (this.lines) return;
    this.lines = [...this.querySelectorAll("[data-line]")];
    this.corrections = JSON.parse(this.dataset.corrections);
    this.querySelector("[data-plain]").hidden = true;
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("click", (event) => this.clicked(event));
  }

  get answer() {
    const entries = this.lines.map((line) => ({
      values: fields(line).map((field) => read(field.querySelector("[data-edit]"))),
      signed: "signed" in line.dataset,
    }));
    return { entries, corrections: this.corrections };
  }

  /** What was written before the page was opened again. What is signed here already stays. */
  set answer({ entries, corrections }) {
    entries.forEach((entry, at) => {
      const line = this.lines[at];
      if (!line || "signed" in line.dataset) return;
      fields(line).forEach((field, place) => write(field.querySelector("[data-edit]"), entry.values[place]));
      if (entry.signed) this.sign(line);
    });
    for (const one of corrections.slice(this.corrections.length)) this.strike(one);
  }

  changed(event) {
    if (event.target === this) return;
    if (event.target.closest("[data-correct]")) event.stopPropagation();
    const line = event.target.closest("[data-signing]") && event.target.closest("[data-line]");
    if (line && event.target.checked) this.sign(line);
  }

  sign(line) {
    line.dataset.signed = "";
    for (const field of fields(line)) {
      field.querySelector("[data-holding]").textContent = words(read(field.querySelector("[data-edit]"))) || this.dataset.empty;
      field.querySelector("[data-edit]").hidden = true;
      field.querySelector("[data-stands]").hidden = false;
    }
    line.querySelector("[data-signing]").hidden = true;
    line.querySelector("[data-is-signed]").hidden = false;
    const heading = line.querySelector("[data-heading]");
    heading.tabIndex = -1;
    heading.focus();
  }

  clicked(event) {
    const button = event.target.closest("[data-add]");
    if (!button) return;
    event.preventDefault();
    const field = button.closest("[data-field]");
    const box = field.querySelector("[data-correct]");
    const value = read(box);
    const same = words(value) === field.querySelector("[data-holding]").textContent;
    const refused = box.querySelector("[data-refused]");
    refused.hidden = Boolean(value) && !same;
    refused.textContent = refused.hidden ? "" : this.dataset.refusal;
    if (!refused.hidden) return;
    const line = field.closest("[data-line]");
    const reason = box.querySelector("[data-reason]");
    this.strike({ entry: this.lines.indexOf(line), field: fields(line).indexOf(field), value, reason: reason.value.trim() });
    write(box, "");
    reason.value = "";
    box.open = false;
    box.querySelector("summary").focus();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  strike({ entry, field: place, value, reason }) {
    this.corrections = [...this.corrections, { entry, field: place, value, reason }];
    const field = fields(this.lines[entry])[place];
    const holding = field.querySelector("[data-holding]");
    const row = document.createElement("p");
    const why = element("span", "small muted", reason ? this.dataset.why.replace("%s", () => reason) : this.dataset.noReason);
    row.append(element("s", "", holding.textContent), " ", why);
    field.querySelector("[data-history]").append(row);
    holding.textContent = words(value);
  }
}

function fields(line) { return [...line.querySelectorAll("[data-field]")]; }

function parts(box) { return [...box.querySelectorAll("[data-part]")]; }

function read(box) {
  const values = parts(box).map((input) => input.value.trim());
  return values.some(Boolean) ? values.join("|") : "";
}

function write(box, value) {
  const values = parts(box).length > 1 ? value.split("|") : [value];
  parts(box).forEach((input, at) => { input.value = values[at] ?? ""; });
}

function words(value) { return value.split("|").filter(Boolean).join(" "); }

function element(tag, look, text) {
  const made = document.createElement(tag);
  if (look) made.className = look;
  made.textContent = text;
  return made;
}

customElements.define("custody-form", CustodyForm);
