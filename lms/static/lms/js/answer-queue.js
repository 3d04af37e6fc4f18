// Answers on their way to the server, kept in this browser until the server has acknowledged each by its client id.
// One queue an attempt. Every change is read and written in one go, so that two tabs of the same attempt don't lose one.
const PREFIX = "lms-answers:";

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class AnswerQueue {
  /** sequence: the last one the server knows, so that numbers grow across devices. */
  constructor(attempt, sequence = 0) {
    this.key = PREFIX + attempt;
    this.memory = { sequence, waiting: [] };
    this.known = sequence;
  }

  read() {
    try {
      const stored = JSON.parse(localStorage.getItem(this.key));
      if (stored) this.memory = stored;
    } catch { /* storage is blocked or broken: memory serves for this page */ }
    this.memory.sequence = Math.max(this.memory.sequence, this.known);
    return this.memory;
  }

  write(state) {
    this.memory = state;
    try { localStorage.setItem(this.key, JSON.stringify(state)); } catch { /* as above */ }
  }

  /** Puts an answer at the end. A former one to the same question that was never sent is replaced. */
  add(item, answer) {
    const state = this.read();
    const entry = { client_id: newId(), sequence: state.sequence + 1, item, answer };
    const waiting = state.waiting.filter((other) => other.item !== item || other.sent);
    this.write({ sequence: entry.sequence, waiting: [...waiting, entry] });
    return entry;
  }

  waiting() { return this.read().waiting; }

  first() { return this.waiting()[0]; }

  markSent(clientId) {
    const state = this.read();
    this.write({ ...state, waiting: state.waiting.map((entry) => (entry.client_id === clientId ? { ...entry, sent: true } : entry)) });
  }

  remove(clientId) {
    const state = this.read();
    this.write({ ...state, waiting: state.waiting.filter((entry) => entry.client_id !== clientId) });
  }

  forget() {
    this.memory = { sequence: this.memory.sequence, waiting: [] };
    this.known = this.memory.sequence;
    try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
  }
}
