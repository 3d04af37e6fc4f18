// <picture-marker data-answer> around a picture and the list of its places: a tap sets a mark, arrow keys move it.
// The list says the same without a picture and without JavaScript; whichever was used last is the answer.
const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class PictureMarker extends HTMLElement {
  connectedCallback() {
    if ("ready" in this.dataset) return;
    this.frame = this.querySelector(".marker-frame");
    this.status = this.querySelector("[role=status]");
    this.fields = [this.querySelector("[data-x]"), this.querySelector("[data-y]")];
    this.addEventListener("change", (event) => { if (event.target.type === "radio") this.clear(); });
    if (this.frame) this.dress();
    this.dataset.ready = "";
  }

  dress() {
    this.layer = this.frame.querySelector(".marker-layer");
    const target = document.createElement("button");
    target.type = "button";
    target.className = "marker-target";
    target.setAttribute("aria-label", this.dataset.target);
    target.addEventListener("click", (event) => this.tap(event));
    target.addEventListener("keydown", (event) => this.move(event));
    this.frame.append(target);
    const hint = this.closest("[data-item]").querySelector(".hint");
    if (hint) hint.textContent = this.dataset.prompt;
    this.draw();
  }

  get mark() {
    return this.fields[0].value === "" ? null : this.fields.map((field) => Number(field.value));
  }

  get answer() {
    if (this.mark) return { x: this.mark[0], y: this.mark[1] };
    const radio = this.querySelector("input[type=radio]:checked");
    return radio ? { region: radio.value } : "";
  }

  set answer(answer) {
    const { x = "", y = "", region } = answer || {};
    this.fields[0].value = x;
    this.fields[1].value = y;
    for (const radio of this.querySelectorAll("input[type=radio]")) radio.checked = radio.value === region;
    this.draw();
  }

  tap(event) {
    const box = this.frame.getBoundingClientRect();
    const byKey = event.detail === 0;
    if (byKey && this.mark) return;
    this.put(byKey ? 50 : ((event.clientX - box.left) / box.width) * 100, byKey ? 50 : ((event.clientY - box.top) / box.height) * 100);
    this.changed();
  }

  move(event) {
    const step = STEPS[event.key];
    if (!step || !this.mark) return;
    event.preventDefault();
    const far = event.shiftKey ? 5 : 1;
    this.put(this.mark[0] + step[0] * far, this.mark[1] + step[1] * far);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), 400);
  }

  put(x, y) {
    [x, y].forEach((value, n) => { this.fields[n].value = Math.min(100, Math.max(0, value)).toFixed(1); });
    for (const radio of this.querySelectorAll("input[type=radio]")) radio.checked = false;
    this.draw();
  }

  changed() {
    const [x, y] = this.mark.map(Math.round);
    this.status.textContent = this.dataset.marked.replace("%x", x).replace("%y", y);
    this.fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  clear() {
    for (const field of this.fields) field.value = "";
    this.status.textContent = "";
    this.draw();
  }

  draw() {
    if (!this.layer) return;
    this.layer.replaceChildren();
    if (!this.mark) return;
    const { width, height } = this.layer.viewBox.baseVal;
    const radius = Math.max(width, height) * 0.03;
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", "marker-mark");
    for (const r of [radius, radius / 8]) {
      const circle = document.createElementNS(SVG, "circle");
      circle.setAttribute("cx", (this.mark[0] * width) / 100);
      circle.setAttribute("cy", (this.mark[1] * height) / 100);
      circle.setAttribute("r", r);
      group.append(circle);
    }
    this.layer.append(group);
    if (!this.status.textContent) this.status.textContent = this.dataset.taken;
  }
}

customElements.define("picture-marker", PictureMarker);
