// Takes a number for a citizen; the id of the request stays until its answer came, so that a retry takes no second one.

import { act, uuid } from "./ask.js";
import { text } from "./draw.js";

const at = (id) => document.getElementById(id);
const form = at("issue-form");
const submit = form.querySelector("button[type=submit]");

const AGAIN = "Mất kết nối tới máy chủ. Hãy bấm «Cấp số» lần nữa; công dân vẫn chỉ nhận một số.";

let asked = null;

function complain(sentence) {
  text("issue-alert", sentence);
  at("issue-alert").hidden = !sentence;
}

/** Show the empty form, for the next citizen. */
export function begin() {
  if (submit.disabled) return;
  form.reset();
  complain("");
  turn(false);
}

function turn(done) {
  form.hidden = done;
  at("issued").hidden = !done;
}

async function take(event) {
  event.preventDefault();
  if (submit.disabled) return;
  submit.disabled = true;
  complain("");
  const fields = Object.fromEntries(new FormData(form));
  const key = JSON.stringify(fields);
  if (asked?.key !== key) asked = { key, id: uuid() };
  const reply = await act(form.dataset.to, "", { id: asked.id, ...fields });
  submit.disabled = false;
  if (reply.error?.code !== "lost") asked = null;
  if (reply.ok) show(reply.issued);
  else complain(asked ? AGAIN : reply.error?.message ?? AGAIN);
}

function show(issued) {
  for (const name of ["number", "service", "priority", "ahead", "link"]) text(`issued-${name}`, issued[name]);
  at("issued-priority").hidden = !issued.priority;
  at("issued-qr").src = issued.qr;
  turn(true);
  at("issue-another").focus();
}

form.addEventListener("submit", take);
at("issue-another").addEventListener("click", begin);
submit.disabled = false;
