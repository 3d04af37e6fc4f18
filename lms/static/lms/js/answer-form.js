// Reads an answer out of a question's fieldset ([data-item], [data-kind]) and puts one back.
// single: the value or ""; multiple: the values; ordering: the values in their order.
import { drawIcon } from "./icon.js";

export function readAnswer(question) {
  const checked = [...question.querySelectorAll("input:checked")].map((input) => input.value);
  if (question.dataset.kind === "multiple") return checked;
  if (question.dataset.kind !== "ordering") return checked[0] ?? "";
  return [...question.querySelectorAll("[data-value]")]
    .map((row, index) => ({ value: row.dataset.value, place: Number(row.querySelector("select").value), index }))
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .map((row) => row.value);
}

export function restoreAnswer(question, answer) {
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

/** Shows in the overview that a question is answered or no longer is. */
export function markOverview(item, answer) {
  const link = document.querySelector(`[data-overview="${CSS.escape(item)}"]`);
  const answered = answer.length > 0;
  if (!link || link.classList.contains("is-answered") === answered) return;
  link.classList.toggle("is-answered", answered);
  link.querySelector(".overview-state")?.replaceChildren(...(answered ? [drawIcon("check")] : []));
  const words = link.querySelector(".visually-hidden");
  if (words) words.textContent = answered ? link.dataset.answered : link.dataset.unanswered;
}
