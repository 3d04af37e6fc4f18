// <time-left data-seconds="1532" data-minutes data-minute data-under data-over> tells the time left in minutes.
// The server's seconds count, from this page and from each answer it saves; this device's clock is never asked for the
// time of day. Said aloud at a few moments only. At the end an answer being typed is given, so that it arrives in time.
const SAID = [30, 15, 10, 5, 2, 1];

class TimeLeft extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[role=status]");
    this.words = this.querySelector("[data-left]");
    this.set(Number(this.dataset.seconds));
    this.timer = setInterval(() => this.tell(), 1000);
    document.addEventListener("lms:seconds-left", (event) => this.set(event.detail));
  }

  disconnectedCallback() { clearInterval(this.timer); }

  set(seconds) {
    this.end = performance.now() + seconds * 1000;
    this.tell();
  }

  tell() {
    const seconds = Math.max(0, (this.end - performance.now()) / 1000);
    const minutes = Math.floor(seconds / 60);
    this.classList.toggle("is-short", seconds <= 120);
    if (seconds <= 0) this.over();
    else this.say(minutes > 1 ? this.dataset.minutes.replace("%s", minutes) : minutes ? this.dataset.minute : this.dataset.under, SAID.includes(minutes));
  }

  say(words, aloud) {
    if (this.words.textContent === words) return;
    this.words.textContent = words;
    if (aloud) this.said.textContent = words;
  }

  over() {
    clearInterval(this.timer);
    this.say(this.dataset.over, true);
    document.activeElement?.blur();
  }
}

customElements.define("time-left", TimeLeft);
