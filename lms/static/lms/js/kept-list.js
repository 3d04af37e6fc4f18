// <kept-list data-none="…">: links to the lessons and pocket cards of every course that this browser keeps.
const PREFIX = "lms-kept:";

class KeptList extends HTMLElement {
  async connectedCallback() {
    const names = "caches" in window ? (await caches.keys()).filter((name) => name.startsWith(PREFIX)) : [];
    for (const name of names) await this.show(await caches.open(name));
    if (this.querySelector("ol")) return;
    this.append(Object.assign(document.createElement("p"), { textContent: this.dataset.none }));
  }

  async show(cache) {
    const entry = (await cache.keys()).find((request) => request.url.endsWith("/list.json"));
    if (!entry) return;
    const list = await (await cache.match(entry)).json();
    this.append(Object.assign(document.createElement("h3"), { textContent: list.title }), this.links(list.pages));
    if (list.cards?.length) this.append(Object.assign(document.createElement("h4"), { textContent: this.dataset.cards }), this.links(list.cards));
  }

  links(pages) {
    const rows = document.createElement("ol");
    for (const page of pages) {
      const link = Object.assign(document.createElement("a"), { href: page.keepAs, textContent: page.title });
      const row = document.createElement("li");
      row.append(link);
      rows.append(row);
    }
    return rows;
  }
}

customElements.define("kept-list", KeptList);
