// In Wagtail's editor of a branching scenario: where a choice leads and which facts it names are offered from what
// stands in the form already. What is written is checked on the server all the same.
const LISTS = [
  { from: /-flags-\d+-value-key$|-flags-\d+-key$/, to: /-(sets|clears|needs|lacks)$/, id: "scenario-facts", label: /-key$/, words: "-label" },
  { from: /-nodes-\d+-value-key$|-nodes-\d+-key$/, to: /-to$/, id: "scenario-places", label: /-key$/, words: "-title" },
];

document.addEventListener("focusin", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  const kind = LISTS.find((one) => one.to.test(input.name));
  if (!kind) return;
  const list = document.getElementById(kind.id) || document.body.appendChild(Object.assign(document.createElement("datalist"), { id: kind.id }));
  const keys = [...document.querySelectorAll("input[name]")].filter((one) => kind.from.test(one.name) && one.value);
  list.replaceChildren(...keys.map((one) => {
    const words = document.querySelector(`[name="${CSS.escape(one.name.replace(kind.label, kind.words))}"]`);
    return Object.assign(document.createElement("option"), { value: one.value, label: words?.value || one.value });
  }));
  input.setAttribute("list", kind.id);
});
