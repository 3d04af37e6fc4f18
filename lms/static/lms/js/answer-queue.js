// Answers on their way to the server, kept in this browser until the server has acknowledged each by its client id.
// One queue an attempt. Every change is read and written in one go, so that two tabs of the same attempt don't lose one.
import { keysOf, mine } from "./owner.js";

const PREFIX = "lms-answers:";
const STOPS = { 401: "signedOut", 403: "forbidden", 404: "gone", 409: "closed", 410: "closed" };

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
    this.key = mine(PREFIX) + attempt;
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

  /** Puts an answer at the end. A former one to the same question that was never sent, or is refused, is replaced. */
  add(item, answer, certainty) {
    const state = this.read();
    const entry = { client_id: newId(), sequence: state.sequence + 1, item, answer, certainty };
    const waiting = state.waiting.filter((other) => other.item !== item || (other.sent && !other.refused));
    this.write({ sequence: entry.sequence, waiting: [...waiting, entry] });
    return entry;
  }

  waiting() { return this.read().waiting; }

  /** The next to send. One that the server refused stays until it is replaced, and holds up none behind it. */
  first() { return this.waiting().find((entry) => !entry.refused); }

  markSent(clientId) { this.mark(clientId, { sent: true }); }

  mark(clientId, change) {
    const state = this.read();
    this.write({ ...state, waiting: state.waiting.map((entry) => (entry.client_id === clientId ? { ...entry, ...change } : entry)) });
  }

  /** What was refused is tried once more, each time that a page opens. */
  askAgain() {
    const state = this.read();
    if (state.waiting.some((entry) => entry.refused)) this.write({ ...state, waiting: state.waiting.map((entry) => ({ ...entry, refused: false })) });
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

/** Attempts of this person that the browser has unsent answers of. */
export function attemptsWaiting() {
  try {
    return keysOf(PREFIX).map((key) => key.slice(mine(PREFIX).length)).filter((attempt) => new AnswerQueue(attempt).waiting().length);
  } catch { return []; }
}

/** Sends one answer; it leaves the queue only when the server names its client_id. Returns the state to show. */
export async function deliver(queue, entry, url, token) {
  const { client_id, sequence, item, answer, certainty } = entry;
  queue.markSent(client_id);
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ client_id, sequence, item, answer, certainty }),
      signal: AbortSignal.timeout?.(15000),
    });
    const kept = response.ok ? await response.json() : null;
    if (kept?.client_id === client_id) {
      queue.remove(client_id);
      if ("seconds_left" in kept) document.dispatchEvent(new CustomEvent("lms:seconds-left", { detail: kept.seconds_left }));
      return "saved";
    }
    if (response.type === "opaqueredirect") return "signedOut";
    if (response.ok || response.status >= 500 || response.status === 429 || response.status === 408) return "waiting";
    if (!STOPS[response.status]) queue.mark(client_id, { refused: true });
    return STOPS[response.status] || "refused";
  } catch {
    return "waiting";
  }
}
