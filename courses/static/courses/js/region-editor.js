// Places on a picture in Wagtail's admin. The number fields hold what is sent and stay for whoever types; the board
// above them writes into them and follows them. `meta.marks` names the fields: where the picture is, the list of
// places, and how a place is written (sides, area or point).
const SIDES = ['x', 'y', 'width', 'height'];
const PAIR = /(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?)/g;
const WATCHED = { childList: true, subtree: true, attributes: true, attributeFilter: ['value', 'src'] };

const pairs = (text) => [...text.matchAll(PAIR)].map(([, x, y]) => [Number(x), Number(y)]);
const written = (corners) => corners.map((corner) => corner.join()).join(' ');

/** How each kind of field says where a place is, and how it is told. */
const FORMS = {
  area: {
    read: (text) => pairs(text('area')),
    write: (corners) => ({ area: written(corners) }),
  },
  point: {
    read: (text) => (text('x') === '' || text('y') === '' ? [] : [[Number(text('x')), Number(text('y'))]]),
    write: ([[x, y]]) => ({ x: Math.round(x), y: Math.round(y) }),
  },
  sides: {
    read: (text) => {
      const [x, y, width, height] = SIDES.map((side) => Number(text(side) || 0));
      const outline = pairs(text('outline'));
      if (outline.length > 2) return outline;
      return width && height ? [[x, y], [x + width, y + height]] : [];
    },
    write: (corners) => {
      const whole = corners.map((corner) => corner.map(Math.round));
      const [xs, ys] = [0, 1].map((axis) => whole.map((corner) => corner[axis]));
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      const sides = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
      return whole.length > 2 ? { ...sides, outline: written(whole) } : sides;
    },
  },
};

window.RegionEditor = class RegionEditor {
  constructor(prefix, container, meta) {
    Object.assign(this, { prefix, container, meta, marked: 0, form: FORMS[meta.marks.form] });
    this.draw();
    container.addEventListener('input', () => this.refreshSoon());
    container.addEventListener('change', () => this.refreshSoon());
    container.addEventListener('focusin', (event) => this.follow(event.target));
    // Places that are added, moved or deleted, and pictures that are chosen, change the form itself.
    new MutationObserver((changes) => {
      if (changes.some((change) => !this.pane.contains(change.target))) this.refreshSoon();
    }).observe(container, WATCHED);
    this.refresh();
  }

  field(name) { return this.container.querySelector(`[name="${this.prefix}-${name}"]`); }

  at(item, name) { return this.container.querySelector(`[name="${item}-${name}"]`); }

  /** The parts of a list that stand in the form, in the order in which they are shown. */
  items(list, inside = this.prefix) {
    const count = Number(this.container.querySelector(`[name="${inside}-${list}-count"]`)?.value || 0);
    return Array.from({ length: count }, (_, at) => `${inside}-${list}-${at}`)
      .filter((at) => this.at(at, 'deleted') && !this.at(at, 'deleted').value)
      .sort((a, b) => Number(this.at(a, 'order').value) - Number(this.at(b, 'order').value));
  }

  places() {
    return this.items(this.meta.marks.list).map((item, index) => {
      const text = (name) => this.at(item, `value-${name}`)?.value.trim() || '';
      const title = text('name') || this.meta.words.unnamed.replace('%n', index + 1);
      const right = Boolean(this.at(item, 'value-right')?.checked);
      return { item, title, right, number: index + 1, corners: this.form.read(text) };
    });
  }

  draw() {
    const { words } = this.meta;
    this.pane = document.createElement('div');
    this.pane.className = 'region-editor';
    this.empty = document.createElement('p');
    this.empty.className = 'region-empty';
    this.empty.textContent = words.none;
    this.tools = document.createElement('div');
    this.tools.className = 'region-tools';
    const label = document.createElement('label');
    label.className = 'w-field__label';
    label.textContent = words.mark;
    this.chooser = document.createElement('select');
    this.chooser.id = `${this.prefix}-marked`;
    label.htmlFor = this.chooser.id;
    this.chooser.addEventListener('change', (event) => {
      event.stopPropagation();
      this.choose(this.chooser.selectedIndex);
    });
    this.starter = document.createElement('button');
    this.starter.type = 'button';
    this.starter.className = 'button button-small button-secondary';
    this.starter.textContent = words.start;
    this.starter.addEventListener('click', () => this.board.middle());
    this.tools.append(label, this.chooser, this.starter);
    this.board = new window.PictureBoard({
      words,
      point: this.meta.marks.form === 'point',
      changed: (index, corners) => this.put(index, corners),
      chosen: (index) => this.choose(index),
    });
    const how = document.createElement('p');
    how.className = 'help';
    how.textContent = words.how;
    this.board.element.append(how);
    this.pane.append(this.empty, this.tools, this.board.element);
    const list = this.field(`${this.meta.marks.list}-count`).closest('[data-contentpath]');
    list.before(this.pane);
  }

  refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), 80);
  }

  address() {
    const [drawing, image] = ['drawing', 'image'].map((name) => this.field(this.meta.marks[name])?.value);
    const query = drawing ? `drawing=${encodeURIComponent(drawing)}` : image && `image=${encodeURIComponent(image)}`;
    return query ? `${this.meta.picture}?${query}` : '';
  }

  refresh() {
    const [places, address] = [this.places(), this.address()];
    this.marked = Math.max(0, Math.min(this.marked, places.length - 1));
    this.empty.hidden = Boolean(address);
    this.tools.hidden = !address || !places.length;
    this.chooser.replaceChildren(...places.map((one) => new Option(`${one.number}. ${one.title}`)));
    this.chooser.selectedIndex = this.marked;
    this.starter.hidden = !places.length || places[this.marked].corners.length > 0;
    this.board.show(address, places, this.marked);
  }

  choose(index) {
    this.marked = index;
    this.refresh();
  }

  /** Whoever writes in a place's own fields sees that place marked. */
  follow(input) {
    const at = this.places().findIndex((one) => input.name?.startsWith(`${one.item}-`));
    if (at >= 0 && at !== this.marked) this.choose(at);
  }

  put(index, corners) {
    const one = this.places()[index];
    if (!one) return;
    for (const [name, value] of Object.entries(this.form.write(corners))) {
      const input = this.at(one.item, `value-${name}`);
      if (input.value === String(value)) continue;
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    this.refresh();
  }
};

/** A block's definition whose form gets an editor once it stands in the page. */
window.withEditor = (Editor) => class extends window.wagtailStreamField.blocks.StructBlockDefinition {
  render(placeholder, prefix, ...state) {
    const around = placeholder.parentElement;
    const block = super.render(placeholder, prefix, ...state);
    new Editor(prefix, around, this.meta);
    return block;
  }
};

window.telepath.register('courses.interactions.marking.MarkedPicture', window.withEditor(window.RegionEditor));
