// An answer to a practice that was not handed in yet, in this browser only. `place` names the learner's enrolment and the
// block, `hash` the question's wording: of another wording nothing can be put back.
const PREFIX = "lms-practice:";

export class PracticeDraft {
  constructor(place, hash = "") {
    this.key = PREFIX + place;
    this.hash = hash;
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept?.hash === this.hash ? kept : null;
    } catch { return null; }
  }

  /** False where storage is blocked or full. */
  write(kept) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...kept, hash: this.hash }));
      return true;
    } catch { return false; }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
  }
}
