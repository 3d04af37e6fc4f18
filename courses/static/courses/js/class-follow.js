// <class-follow data-url="…" data-mark="…">: asks whether the trainer's screen has moved, and loads the page anew when it has.
const EVERY = 3000;

class ClassFollow extends HTMLElement {
  connectedCallback() { this.wait(); }

  wait() { this.timer = setTimeout(() => this.look(), EVERY * (0.8 + Math.random() * 0.4)); }

  disconnectedCallback() { clearTimeout(this.timer); }

  async look() {
    try {
      const response = await fetch(this.dataset.url, { credentials: "same-origin", redirect: "manual" });
      const { mark } = response.ok ? await response.json() : this.dataset;
      if (mark !== this.dataset.mark) {
        location.reload();
        return;
      }
    } catch { /* no line just now: ask again */ }
    this.wait();
  }
}

customElements.define("class-follow", ClassFollow);
