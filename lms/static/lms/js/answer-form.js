// Reads an answer out of a question's fieldset ([data-item], [data-kind]) and puts one back.
// single: the value or ""; multiple: the values; ordering: the values in their order;
// fields: {part: value, or a list for ticked boxes} of the inputs named answer-<item>-<part>.
// A custom element with data-answer inside the fieldset speaks for itself through its `answer`.
import { drawIcon } from "./icon.js";

export function readAnswer(question) {
  const own = question.querySelector("[data-answer]");
  if (own) return own.answer;
  if (question.dataset.kind === "fields") return readFields(question);
  const checked = [...question.querySelectorAll("input:checked")].map((input) => input.value);
  if (question.dataset.kind === "multiple") return checked;
  if (question.dataset.kind !== "ordering") return checked[0] ?? "";
  return [...question.querySelectorAll("[data-value]")]
    .map((row, index) => ({ value: row.dataset.value, place: Number(row.querySelector("select").value), index }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .map((row) => row.value);
}

function* parts(question) {
  const start = `answer-${question.dataset.item}-`;
  for (const input of question.querySelectorAll("input, select, textarea")) {
    if (input.name.startsWith(start)) yield [input.name.slice(start.length), input];
  }
}

function readFields(question) {
  const answer = {};
  for (const [part, input] of parts(question)) {
    if (input.type === "checkbox") {
      answer[part] ??= [];
      if (input.checked) answer[part].push(input.value);
    } else if (input.type !== "radio") answer[part] = input.value;
    else if (input.checked) answer[part] = input.value;
  }
  return answer;
}

function restoreFields(question, answer) {
  for (const [part, input] of parts(question)) {
    if (!(part in answer)) continue;
    if (["checkbox", "radio"].includes(input.type)) input.checked = [].concat(answer[part]).includes(input.value);
    else input.value = answer[part];
  }
}

export function restoreAnswer(question, answer) {
  const own = question.querySelector("[data-answer]");
  if (own) {
    own.answer = answer;
    return;
  }
  if (question.dataset.kind === "fields") {
    restoreFields(question, answer);
    return;
  }
  if (question.dataset.kind === "ordering") {
    answer.forEach((value, index) => {
      const select = question.querySelector(`[data-value="${CSS.escape(value)}"] select`);
      if (select) select.value = String(index + 1);
    });
    question.dispatchEvent(new CustomEvent("lms:restored", { bubbles: true }));
    question.querySelector("ordering-list")?.arrange?.();
    return;
  }
  const values = [].concat(answer);
  for (const input of question.querySelectorAll("input")) input.checked = values.includes(input.value);
}

/** How sure the learner says to be, a step from 1 to 3; undefined where it isn't asked or said. */
export function readCertainty(item) {
  const chosen = document.querySelector(`[data-certainty="${CSS.escape(item)}"] input:checked`);
  return chosen ? Number(chosen.value) : undefined;
}

export function restoreCertainty(item, step) {
  const input = document.querySelector(`[data-certainty="${CSS.escape(item)}"] input[value="${step}"]`);
  if (input) input.checked = true;
}

/** Something was given: a word, a list that isn't empty, or a part of several that has either. */
function given(answer) {
  if (answer === null || answer === undefined) return false;
  if (typeof answer !== "object") return String(answer) !== "";
  return Object.values(answer).some(given);
}

const overviewOf = (item) => document.querySelector(`[data-overview="${CSS.escape(item)}"]`);

export function isAnswered(item) {
  return Boolean(overviewOf(item)?.classList.contains("is-answered"));
}

/** Shows in the overview that a question is answered or no longer is. */
export function markOverview(item, answer) {
  const link = overviewOf(item);
  const answered = given(answer);
  if (!link || link.classList.contains("is-answered") === answered) return;
  link.classList.toggle("is-answered", answered);
  link.querySelector(".overview-state")?.replaceChildren(...(answered ? [drawIcon("check")] : []));
  const words = link.querySelector(".visually-hidden");
  if (words) words.textContent = answered ? link.dataset.answered : link.dataset.unanswered;
}
