// Dialogs: each asks one thing, by keyboard alone where wanted (a digit chooses, Enter confirms, Esc leaves).

// What a digit chooses, in this order. Where Enter is the safe answer, the other one has a digit.
const CHOICES = ".choice input[type=radio], .stack button[value*='/'], button[data-digit]";
const at = (id) => document.getElementById(id);

/** Ask by the dialog `id`; gives its form's fields, or null where it was left. `fill` sets fields beforehand. */
export function ask(id, fill = {}) {
  const dialog = at(id);
  // Closed a moment ago, its event still to come: that answer is settled now, and not taken for the next one's.
  dialog.onclose?.();
  const form = dialog.querySelector("form");
  form.reset();
  for (const [name, value] of Object.entries(fill)) form.elements[name].value = value;
  form.dispatchEvent(new Event("change"));
  dialog.returnValue = "";
  dialog.showModal();
  // A number that is given already is not asked for again: the first open choice has the focus.
  const first = [...form.elements].find((one) => one.name && !(one.name in fill) && one.type !== "fieldset");
  first?.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      if (dialog.open) return;
      dialog.onclose = null;
      resolve(dialog.returnValue ? fieldsOf(form, dialog.returnValue) : null);
    };
  });
}

/** Ask what to do with one number; gives a verb, or null. `verbs` are those offered, `may` those allowed now. */
export async function pick(number, words, verbs, may) {
  at("pick-label").textContent = `Số ${number}`;
  at("pick-words").textContent = words;
  for (const button of at("pick").querySelectorAll("button[value*='/']")) {
    button.hidden = !verbs.includes(button.value);
    button.disabled = !may.includes(button.value);
  }
  const fields = await ask("pick");
  return fields?.chosen ?? null;
}

function fieldsOf(form, chosen) {
  const fields = Object.fromEntries(new FormData(form));
  if (fields.where) {
    const [kind, id] = fields.where.split(":");
    fields[kind] = id;
    delete fields.where;
  }
  if (fields.number) fields.number = fields.number.trim().toUpperCase();
  if (fields.dossier) fields.dossier = fields.dossier.trim().toUpperCase();
  if (form.querySelector("[data-supplement]:checked")) fields.supplement = true;
  else if (fields.returns) fields.returns_s = Number(fields.returns);
  delete fields.returns;
  return { ...fields, chosen };
}

/** Say in each dialog that calls which ticket this would end. */
export function tellWhatEnds(number) {
  for (const place of document.querySelectorAll(".ends")) {
    place.textContent = number ? `Số ${number} đang ở quầy sẽ được ghi là đã phục vụ xong.` : "";
    place.hidden = !number;
  }
}

function onDigit(event) {
  const typing = event.target.closest("input:not([type=radio]), textarea");
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (!digit || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const choices = [...event.currentTarget.querySelectorAll(CHOICES)];
  const chosen = choices.filter((one) => !one.closest("[hidden]"))[digit - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.focus();
  chosen.click();
}

for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("keydown", onDigit);
at("park").querySelector("form").addEventListener("change", () => {
  at("park-returns").hidden = Boolean(at("park").querySelector("[data-supplement]:checked"));
});
