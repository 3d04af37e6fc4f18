// A picture with places on it that are drawn, moved and resized, by pointer and by keyboard. It knows nothing of the
// form around it: `changed(index, corners)` and `chosen(index)` are told, and `show` draws what the form then says.
// Corners are pairs in per cent: two opposite ones of a rectangle, three and more of an outline, one of a point.
const BOARD_SVG = 'http://www.w3.org/2000/svg';
const STEPS_BY_KEY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SMALLEST = 2;

const within = (value) => Math.max(0, Math.min(100, value));
const tidy = (value) => Number(value.toFixed(2));

/** Left, top, right and bottom of whatever shape. */
function bounds(corners) {
  const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function movedBy(corners, across, down) {
  const [left, top, right, bottom] = bounds(corners);
  const dx = Math.max(-left, Math.min(100 - right, across));
  const dy = Math.max(-top, Math.min(100 - bottom, down));
  return corners.map(([x, y]) => [tidy(x + dx), tidy(y + dy)]);
}

/** Wider or higher from its upper left corner, an outline in proportion. */
function grownBy(corners, across, down) {
  const [left, top, right, bottom] = bounds(corners);
  const [width, height] = [right - left, bottom - top];
  const wider = Math.max(SMALLEST, Math.min(100 - left, width + across)) / width;
  const higher = Math.max(SMALLEST, Math.min(100 - top, height + down)) / height;
  return corners.map(([x, y]) => [Math.round(left + (x - left) * wider), Math.round(top + (y - top) * higher)]);
}

/** The four corners that can be pulled of a rectangle; those of another shape are its own. */
function handlesOf(corners) {
  if (corners.length !== 2) return corners.length > 2 ? corners : [];
  const [left, top, right, bottom] = bounds(corners);
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/** One corner pulled elsewhere; a rectangle keeps the opposite one. */
function pulled(corners, handle, to) {
  if (corners.length > 2) return corners.map((corner, at) => (at === handle ? to : corner));
  const opposite = handlesOf(corners)[(handle + 2) % 4];
  const far = to.map((part, axis) => {
    if (Math.abs(part - opposite[axis]) >= SMALLEST) return part;
    return opposite[axis] + (opposite[axis] > 100 - SMALLEST || part < opposite[axis] ? -SMALLEST : SMALLEST);
  });
  const [left, top, right, bottom] = bounds([opposite, far.map(within)]);
  return [[left, top], [right, bottom]];
}

/** As many children as there are things, made where they lack: those that stay keep the focus. */
function keepAs(parent, count, make) {
  while (parent.children.length > count) parent.lastElementChild.remove();
  while (parent.children.length < count) parent.append(make(parent.children.length));
  return [...parent.children];
}

window.PictureBoard = class PictureBoard {
  constructor({ words, point = false, changed, chosen }) {
    Object.assign(this, { words, point, changed, chosen, places: [], at: 0 });
    this.element = document.createElement('div');
    this.element.className = 'picture-board';
    this.element.hidden = true;
    this.stage = document.createElement('div');
    this.stage.className = 'board-stage';
    this.image = document.createElement('img');
    this.image.alt = '';
    this.plane = document.createElementNS(BOARD_SVG, 'svg');
    this.plane.setAttribute('viewBox', '0 0 100 100');
    this.plane.setAttribute('preserveAspectRatio', 'none');
    this.plane.setAttribute('aria-hidden', 'true');
    this.handles = document.createElement('div');
    this.badges = document.createElement('div');
    this.status = document.createElement('p');
    this.status.className = 'board-status help';
    this.status.setAttribute('role', 'status');
    this.stage.append(this.image, this.plane, this.handles, this.badges);
    this.element.append(this.stage, this.status);
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) {
      this.stage.addEventListener(kind, (event) => this.byPointer(event));
    }
    this.stage.addEventListener('keydown', (event) => this.byKey(event));
    this.stage.addEventListener('focusin', (event) => {
      const at = this.placeAt(event.target);
      if (at !== this.at && at >= 0) this.chosen(at);
    });
  }

  /** Draw the picture at that address with its places: `{corners, number, title, right}` each. */
  show(address, places, at) {
    if (this.address !== address) {
      this.address = address;
      if (address) this.image.src = address;
    }
    this.element.hidden = !address;
    Object.assign(this, { places, at });
    if (!this.drag) this.draw();
  }

  draw(instead = null) {
    const corners = this.places.map((place, at) => (instead && at === this.at ? instead : place.corners));
    this.plane.replaceChildren(...corners.flatMap((one, at) => (one.length > 1 ? [this.shape(one, at)] : [])));
    const shown = corners.map((one, at) => ({ one, at })).filter(({ one }) => one.length);
    keepAs(this.badges, shown.length, () => this.badge()).forEach((badge, n) => {
      const { one, at } = shown[n];
      const { number, title, right } = this.places[at];
      const [left, top, rightmost, bottom] = bounds(one);
      badge.dataset.place = at;
      badge.textContent = right ? `${number} ✓` : number;
      badge.setAttribute('aria-label', this.words.badge.replace('%n', number).replace('%s', title));
      badge.setAttribute('aria-pressed', String(at === this.at));
      Object.assign(badge.style, { left: `${(left + rightmost) / 2}%`, top: `${(top + bottom) / 2}%` });
    });
    const pulls = handlesOf(corners[this.at] || []);
    keepAs(this.handles, pulls.length, (n) => this.handle(n)).forEach((handle, n) => {
      Object.assign(handle.style, { left: `${pulls[n][0]}%`, top: `${pulls[n][1]}%` });
    });
  }

  shape(corners, at) {
    const shape = document.createElementNS(BOARD_SVG, 'polygon');
    shape.setAttribute('points', handlesOf(corners).map((corner) => corner.join()).join(' '));
    shape.dataset.place = at;
    if (at === this.at) shape.classList.add('is-marked');
    return shape;
  }

  badge() {
    const badge = document.createElement('button');
    badge.type = 'button';
    badge.className = 'board-badge';
    return badge;
  }

  handle(number) {
    const handle = document.createElement('span');
    handle.className = 'board-handle';
    handle.dataset.handle = number;
    return handle;
  }

  placeAt(target) {
    const place = target.closest('[data-place]');
    return place ? Number(place.dataset.place) : -1;
  }

  byPointer(event) {
    const box = this.stage.getBoundingClientRect();
    const to = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
      .map((part) => Math.round(within(part * 100)));
    if (event.type === 'pointerdown') this.grasp(event, to);
    else if (!this.drag) return;
    else if (event.type === 'pointermove') this.pull(to);
    else this.letGo(event.type === 'pointerup');
  }

  grasp(event, to) {
    if (event.button !== 0 || !this.places.length) return;
    const handle = event.target.closest('[data-handle]');
    const place = handle ? this.at : this.placeAt(event.target);
    event.preventDefault();
    this.stage.setPointerCapture(event.pointerId);
    if (place >= 0 && place !== this.at) this.chosen(place);
    const { corners } = this.places[this.at];
    // An outline is drawn corner by corner: one stroke beside it would only lose it.
    const how = handle ? 'pull' : place >= 0 ? 'move' : corners.length > 2 ? '' : 'draw';
    if (!how) return this.say(this.words.outline);
    this.drag = { how, from: to, corners, handle: Number(handle?.dataset.handle), now: null };
    if (this.point && how === 'draw') this.pull(to);
    this.badges.querySelector(`[data-place="${this.at}"]`)?.focus({ preventScroll: true });
  }

  pull(to) {
    const { how, from, corners, handle } = this.drag;
    const across = to.map((part, axis) => part - from[axis]);
    if (how === 'move') this.drag.now = across.some(Boolean) ? movedBy(corners, ...across) : null;
    else if (how === 'pull') this.drag.now = pulled(corners, handle, to);
    else if (this.point) this.drag.now = [to];
    else if (across.every((part) => Math.abs(part) >= SMALLEST)) {
      const [left, top, right, bottom] = bounds([from, to]);
      this.drag.now = [[left, top], [right, bottom]];
    }
    if (this.drag.now) this.draw(this.drag.now);
  }

  letGo(keep) {
    const { now } = this.drag;
    this.drag = null;
    if (keep && now) this.put(now);
    else this.draw();
  }

  put(corners) {
    this.changed(this.at, corners);
    this.tell();
  }

  /** In words where the chosen place now is. */
  tell() {
    const { corners, title } = this.places[this.at];
    const [left, top, right, bottom] = bounds(corners).map(Math.round);
    const words = corners.length > 1 ? this.words.region : this.words.point;
    const parts = { '%s': title, '%x': left, '%y': top, '%w': right - left, '%h': bottom - top };
    this.say(words.replace(/%[sxywh]/g, (part) => parts[part]));
  }

  say(words) { this.status.textContent = words; }

  byKey(event) {
    if (event.key === 'Escape' && this.drag) {
      event.preventDefault();
      this.letGo(false);
      return;
    }
    const step = STEPS_BY_KEY[event.key];
    const at = this.placeAt(event.target);
    if (!step || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { corners } = this.places[at];
    this.put(event.shiftKey && !this.point ? grownBy(corners, ...step) : movedBy(corners, ...step));
  }

  /** A first place in the middle, for whom no pointer draws it. */
  middle() {
    this.put(this.point ? [[50, 50]] : [[40, 40], [60, 60]]);
    this.badges.querySelector(`[data-place="${this.at}"]`)?.focus();
  }
};
