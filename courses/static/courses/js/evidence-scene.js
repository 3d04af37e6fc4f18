// <evidence-scene data-answer data-steps="[…]"> around a scene's picture, its list of objects and its log.
// The list works by itself. This adds buttons on the picture, a sheet for an object, and a log that grows without a reload.
// `answer` is the log, [{id, object, action, seal?}] or [{id, undo}]: steps are added and never taken out.
const SEAL = /^[A-Za-z0-9][A-Za-z0-9 /.\-]{0,29}$/;

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class EvidenceScene extends HTMLElement {
  connectedCallback() {
    if ("ready" in this.dataset) return;
    this.steps = JSON.parse(this.dataset.steps);
    this.log = this.querySelector(".scene-log");
    this.status = this.querySelector("[role=status]");
    this.things = new Map([...this.querySelectorAll("[data-thing]")].map((thing) => [thing.dataset.thing, thing]));
    this.markers = new Map();
    this.makeSheet();
    for (const [key, thing] of this.things) this.mark(key, thing);
    // A choice is no answer until it is added: the page hears of whole answers only.
    this.addEventListener("change", (event) => { if (event.target !== this) this.chosen(event); });
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.dataset.ready = "";
    this.count();
  }

  get answer() { return this.steps.map((step) => ({ ...step })); }

  /** What this browser still held for the server joins what the page came with. */
  set answer(steps) {
    const known = new Set(this.steps.map((step) => step.id));
    for (const step of Array.isArray(steps) ? steps : []) if (!known.has(step.id)) this.add(step);
    this.count();
  }

  name(key) { return this.things.get(key).querySelector(".scene-name").textContent.trim(); }

  number(key) { return this.things.get(key).querySelector(".order-place").textContent.trim(); }

  fill(words, parts) { return words.replace(/%(\w)/g, (all, letter) => parts[letter] ?? all); }

  mark(key, thing) {
    const marker = document.createElement("button");
    marker.type = "button";
    marker.className = "scene-marker";
    marker.setAttribute("aria-haspopup", "dialog");
    marker.append(document.createElement("span"));
    marker.firstChild.textContent = this.number(key);
    marker.firstChild.setAttribute("aria-hidden", "true");
    marker.style.setProperty("left", `${thing.dataset.left}%`);
    marker.style.setProperty("top", `${thing.dataset.top}%`);
    marker.addEventListener("click", () => this.open(key));
    this.markers.set(key, marker);
    this.querySelector(".scene-picture").append(marker);
    const region = this.querySelector(`[data-region="${CSS.escape(key)}"]`);
    region.addEventListener("click", () => { marker.focus(); this.open(key); });
    marker.addEventListener("mouseenter", () => region.classList.add("is-open"));
    marker.addEventListener("mouseleave", () => region.classList.toggle("is-open", this.opened === key));
  }

  makeSheet() {
    this.sheet = document.createElement("dialog");
    this.sheet.className = "scene-sheet";
    const head = document.createElement("div");
    head.className = "scene-sheet-head";
    this.heading = document.createElement("h2");
    this.heading.id = `sheet-${this.dataset.name}`;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button-second button-small";
    close.textContent = this.dataset.close;
    close.addEventListener("click", () => this.sheet.close());
    head.append(this.heading, close);
    this.sheet.append(head);
    this.sheet.setAttribute("aria-labelledby", this.heading.id);
    this.sheet.addEventListener("click", (event) => { if (event.target === this.sheet) this.sheet.close(); });
    this.sheet.addEventListener("close", () => this.closed());
    this.append(this.sheet);
  }

  /** The sheet holds the very controls of the list, moved there and back. */
  open(key) {
    const thing = this.things.get(key);
    this.opened = key;
    this.heading.textContent = this.fill(this.dataset.open, { n: this.number(key), o: this.name(key) });
    this.sheet.append(thing.querySelector(".scene-act"));
    this.querySelector(`[data-region="${CSS.escape(key)}"]`).classList.add("is-open");
    this.sheet.showModal();
  }

  closed() {
    const act = this.sheet.querySelector(".scene-act");
    if (!act) return;
    this.things.get(this.opened).append(act);
    this.querySelector(`[data-region="${CSS.escape(this.opened)}"]`).classList.remove("is-open");
    this.markers.get(this.opened).focus();
    this.opened = null;
  }

  chosen(event) {
    event.stopPropagation();
    const act = event.target.closest(".scene-act");
    if (event.target.type === "radio") this.complain(act, "");
    if ("seal" in event.target.dataset) act.querySelector(".scene-seal").scrollIntoView({ block: "nearest" });
  }

  clicked(event) {
    const button = event.target.closest("button[name]");
    if (!button) return;
    event.preventDefault();
    if (button.name.endsWith("-undo")) this.correct(button.value);
    else this.act(button.value, button.closest(".scene-act"));
  }

  /** Enter in a field would press the form's first button, whichever that is. */
  pressed(event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const act = event.target.closest(".scene-act");
    this.act(act.querySelector(".scene-add button").value, act);
  }

  act(key, act) {
    const chosen = act.querySelector("input[type=radio]:checked");
    if (!chosen) return this.complain(act, this.dataset.choose);
    const step = { id: newId(), object: key, action: chosen.value };
    if ("seal" in chosen.dataset) {
      const seal = act.querySelector(".scene-seal input");
      if (!SEAL.test(seal.value.trim())) return this.complain(act, this.dataset.write, seal);
      step.seal = seal.value.trim().replace(/\s+/g, " ");
      seal.value = "";
    }
    chosen.checked = false;
    this.complain(act, "");
    if (this.sheet.open) this.sheet.close();
    this.keep(step);
  }

  complain(act, words, field) {
    const line = act.querySelector("[data-error]");
    line.hidden = !words;
    line.textContent = words;
    const seal = act.querySelector(".scene-seal input");
    if (words && field) seal.setAttribute("aria-invalid", "true");
    else seal?.removeAttribute("aria-invalid");
    if (!words) return;
    line.id ||= `error-${newId()}`;
    const target = field || act.querySelector("input[type=radio]");
    target.setAttribute("aria-describedby", line.id);
    target.focus();
    line.scrollIntoView({ block: "nearest" });
  }

  correct(id) {
    this.keep({ id: newId(), undo: id });
    const row = this.log.querySelector(`[data-step="${CSS.escape(id)}"]`);
    row.tabIndex = -1;
    row.focus();
  }

  keep(step) {
    this.add(step);
    this.count();
    const row = this.log.lastElementChild;
    const words = { n: this.steps.length, d: row.querySelector("[data-words]").textContent, o: row.querySelector("[data-object]").textContent };
    // After a sheet has closed, so that a screen reader hears it.
    setTimeout(() => { this.status.textContent = step.undo ? words.d : this.fill(this.dataset.logged, words); }, 120);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  add(step) {
    this.steps.push(step);
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.step = step.id;
    row.querySelector(".scene-number").textContent = this.steps.length;
    row.querySelector("[data-entry]").textContent = this.steps.length;
    const button = row.querySelector("button");
    button.value = step.id;
    if (step.undo) {
      const at = this.steps.findIndex((other) => other.id === step.undo);
      row.querySelector("[data-words]").textContent = this.fill(this.dataset.corrected, { n: at + 1 });
      button.hidden = true;
      this.strike(step.undo);
    } else {
      const offer = this.radio(step.object, step.action);
      row.querySelector("[data-words]").textContent = offer.dataset.done;
      row.querySelector("[data-object]").textContent = this.name(step.object);
      if (step.seal) {
        row.querySelector("[data-seal-number] b").textContent = step.seal;
        row.querySelector("[data-seal-number]").hidden = false;
      }
    }
    this.log.append(row);
    this.querySelector("[data-empty]").hidden = true;
  }

  radio(object, action) {
    return this.querySelector(`input[name="${CSS.escape(`${this.dataset.name}-do-${object}`)}"][value="${CSS.escape(action)}"]`);
  }

  strike(id) {
    const row = this.log.querySelector(`[data-step="${CSS.escape(id)}"]`);
    row.classList.add("is-corrected");
    row.querySelector("[data-mistake]").hidden = false;
    row.querySelector("button").hidden = true;
  }

  /** How many entries stand for each object, on its marker and in the list. */
  count() {
    const gone = new Set(this.steps.map((step) => step.undo));
    for (const [key, thing] of this.things) {
      const entries = this.steps.filter((step) => step.object === key && !gone.has(step.id)).length;
      const words = entries ? this.fill(this.dataset.count, { n: entries }) : "";
      thing.querySelector(".scene-count").textContent = words;
      const label = this.fill(this.dataset.open, { n: this.number(key), o: this.name(key) });
      this.markers.get(key).setAttribute("aria-label", words ? `${label}, ${words}` : label);
      this.markers.get(key).classList.toggle("is-logged", entries > 0);
    }
  }
}

customElements.define("evidence-scene", EvidenceScene);
