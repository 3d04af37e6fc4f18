// <kept-course data-list="…" data-worker="…"> keeps a course's pages in this browser, shows how far it is, and removes them.
// A cache holds one version: a newer one is loaded whole beside it before the old one goes.
const PREFIX = "lms-kept:";

class KeptCourse extends HTMLElement {
  connectedCallback() {
    this.words = this.querySelector("[data-words]");
    this.bar = this.querySelector("progress");
    this.keepButton = this.querySelector("[data-keep]");
    this.removeButton = this.querySelector("[data-remove]");
    if (!("caches" in window) || !("serviceWorker" in navigator)) {
      this.words.textContent = this.dataset.unable;
      return;
    }
    this.keepButton.addEventListener("click", () => this.keep());
    this.removeButton.addEventListener("click", () => this.remove());
    this.look();
  }

  name(version = this.dataset.version) { return `${PREFIX}${this.dataset.course}:${version}`; }

  async own() {
    return (await caches.keys()).filter((name) => name.startsWith(`${PREFIX}${this.dataset.course}:`));
  }

  /** Only a cache with its list in it was loaded to the end. */
  async whole(name) {
    return Boolean(await (await caches.open(name)).match(this.dataset.list));
  }

  async look() {
    const names = await this.own();
    const whole = [];
    for (const name of names) if (await this.whole(name)) whole.push(name);
    const current = whole.includes(this.name());
    this.words.textContent = current ? this.dataset.kept : whole.length ? this.dataset.old : this.dataset.none;
    this.keepButton.hidden = current;
    this.removeButton.hidden = names.length === 0;
    this.bar.hidden = true;
  }

  async keep() {
    this.keepButton.disabled = true;
    try {
      await navigator.serviceWorker.register(this.dataset.worker, { scope: "/" });
      await this.load();
      for (const name of await this.own()) if (name !== this.name()) await caches.delete(name);
      await this.look();
    } catch (error) {
      this.words.textContent = error.name === "QuotaExceededError" ? this.dataset.full : this.dataset.failed;
      this.removeButton.hidden = (await this.own()).length === 0;
    }
    this.keepButton.disabled = false;
  }

  async load() {
    const answer = await this.fetch(this.dataset.list);
    const list = await answer.clone().json();
    const cache = await caches.open(this.name(list.version));
    const wanted = [...list.assets, ...list.pages, ...list.pictures, ...list.cards];
    this.bar.max = wanted.length;
    this.bar.hidden = false;
    for (const [at, one] of wanted.entries()) {
      this.bar.value = at;
      this.words.textContent = this.dataset.loading.replace("%n", at).replace("%t", wanted.length);
      if (!(await cache.match(one.keepAs))) await cache.put(one.keepAs, await this.fetch(one.url));
    }
    await cache.put(this.dataset.list, answer);
  }

  async fetch(url) {
    const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  async remove() {
    for (const name of await this.own()) await caches.delete(name);
    await this.look();
    this.keepButton.focus();
  }
}

customElements.define("kept-course", KeptCourse);
