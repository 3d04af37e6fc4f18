// <scenario-walk data-answer data-walk="{…}"> around one place of a branching scenario: goes on from place to place
// without a line. Its `answer` is the way in the page's own numbers, [[choice, sure], …]; a change event tells of each step.
// Without JavaScript each step is posted; nothing here knows what a choice is worth.
class ScenarioWalk extends HTMLElement {
  connectedCallback() {
    if (this.walk) return;
    this.walk = JSON.parse(this.dataset.walk);
    this.way = this.walk.way;
    this.addEventListener("change", (event) => {
      if (event.target === this) return;
      event.stopPropagation(); // a choice counts when it is made, not when it is looked at
      this.refuse("");
    });
    this.part("go")?.addEventListener("click", (event) => this.go(event));
  }

  get answer() { return this.way; }

  /** A way that was gone before the page was opened again; a shorter one is older and left alone. */
  set answer(way) {
    if (!Array.isArray(way) || way.length <= this.way.length) return;
    this.way = way;
    this.draw();
  }

  part(name) { return this.querySelector(`[data-${name}]`); }

  go(event) {
    event.preventDefault();
    const chosen = this.querySelector("[data-choices] :checked");
    const sure = this.querySelector("[data-sure] :checked")?.value ?? null;
    const asked = this.stand().node.sure;
    if (!chosen || (asked && !sure)) {
      this.refuse(chosen ? this.dataset.unsure : this.dataset.missing);
      return;
    }
    this.way = [...this.way, [Number(chosen.value), asked ? sure : null]];
    this.draw();
    this.dispatchEvent(new Event("change", { bubbles: true }));
    this.part("title").focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  refuse(words) {
    const line = this.part("refusal");
    if (!line) return;
    line.hidden = !words;
    line.textContent = words;
  }

  /** Where the way leads: the place, the minutes passed, what holds, and what was chosen. */
  stand() {
    let node = this.walk.nodes[this.walk.start];
    let minutes = node.minutes;
    const facts = new Set();
    const past = [];
    for (const [at] of this.way) {
      const choice = node.choices[at];
      past.push([node.title, choice.text]);
      for (const key of words(choice.clears)) facts.delete(key);
      for (const key of words(choice.sets)) facts.add(key);
      node = this.walk.nodes[choice.to];
      minutes += choice.minutes + node.minutes;
    }
    return { node, minutes, facts, past };
  }

  draw() {
    const { node, minutes, facts, past } = this.stand();
    this.drawPast(past);
    this.part("title").textContent = node.title;
    this.drawState(minutes, facts);
    this.part("text").replaceChildren(...node.text.split(/\n\s*\n/).map((text) => element("p", "", text)));
    this.drawChoices(node, facts);
    this.refuse("");
  }

  drawPast(past) {
    const list = this.part("past");
    list.hidden = past.length === 0;
    list.replaceChildren(...past.map(([title, text]) => {
      const row = document.createElement("li");
      row.append(element("span", "muted", title), " ", element("span", "", text));
      return row;
    }));
  }

  drawState(minutes, facts) {
    const passed = this.part("minutes");
    passed.textContent = minutes === 1 ? this.dataset.passedOne : this.dataset.passed.replace("%n", minutes);
    for (const old of this.querySelectorAll("[data-fact]")) old.remove();
    for (const [key, label] of Object.entries(this.walk.facts)) {
      if (!facts.has(key)) continue;
      const fact = element("span", "scenario-fact", label);
      fact.dataset.fact = "";
      passed.parentElement.append(fact);
    }
  }

  drawChoices(node, facts) {
    const box = this.part("choosing");
    const open = node.choices
      .map((choice, at) => [choice, at])
      .filter(([choice]) => words(choice.needs).every((key) => facts.has(key)) && !words(choice.lacks).some((key) => facts.has(key)));
    this.part("ended").hidden = open.length > 0;
    box.hidden = open.length === 0;
    this.part("choices").replaceChildren(...open.map(([choice, at]) => this.option(at, choice.text)));
    const sure = this.part("sure");
    sure.hidden = !node.sure;
    for (const old of sure.querySelectorAll(".option")) old.remove();
    if (node.sure) sure.firstElementChild.append(this.part("sure-options").content.cloneNode(true));
  }

  option(at, text) {
    const row = document.createElement("li");
    const label = element("label", "option", "");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: `${this.dataset.name}-choice`, value: String(at) });
    label.append(input, element("span", "", text));
    row.append(label);
    return row;
  }
}

function words(text) { return text.split(/[\s,]+/).filter(Boolean); }

function element(tag, look, text) {
  const made = document.createElement(tag);
  if (look) made.className = look;
  made.textContent = text;
  return made;
}

customElements.define("scenario-walk", ScenarioWalk);
