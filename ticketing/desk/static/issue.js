// Takes a number for a citizen; the id of the request stays until its answer came, so that a retry takes no second one.

import { act, get, uuid } from "./ask.js";

const at = (id) => document.getElementById(id);
const form = at("issue-form");
const submit = form.querySelector("button[type=submit]");
const slips = at("issued").dataset.slips;

const SLOW = "Máy chủ chưa trả lời, đang thử lại. Công dân vẫn chỉ nhận một số.";
const AGAIN = "Mất kết nối tới máy chủ. Hãy bấm «Cấp số» lần nữa; công dân vẫn chỉ nhận một số.";
const LOOK_MS = 1500;
const LOOKS = 40;

let asked = null;
let ticket = "";
let looking = 0;

function text(id, words) {
  at(id).textContent = words;
  at(id).hidden = !words;
}

/** Show the empty form, for the next citizen. */
export function begin() {
  if (submit.disabled) return;
  form.reset();
  choose();
  text("issue-alert", "");
  turn(false);
}

function turn(done) {
  clearTimeout(looking);
  form.hidden = done;
  at("issued").hidden = !done;
}

// The reason belongs to the class that an officer grants.
function choose() {
  const granted = form.elements.priority.value !== "";
  at("issue-why").hidden = !granted;
  at("issue-reason").required = granted;
}

async function take(event) {
  event.preventDefault();
  if (submit.disabled) return;
  submit.disabled = true;
  text("issue-alert", "");
  const fields = Object.fromEntries(new FormData(form));
  if (!fields.priority) delete fields.reason;
  const key = JSON.stringify(fields);
  if (asked?.key !== key) asked = { key, id: uuid() };
  const reply = await act(form.dataset.to, "", { id: asked.id, ...fields }, () => text("issue-alert", SLOW));
  text("issue-alert", "");
  submit.disabled = false;
  if (reply.error?.code !== "lost") asked = null;
  if (reply.ok) show(reply.issued);
  else text("issue-alert", asked ? AGAIN : reply.error?.message ?? AGAIN);
}

function show(issued) {
  ticket = issued.ticket;
  for (const name of ["number", "service", "priority", "ahead", "notice", "link"]) text(`issued-${name}`, issued[name]);
  text("issued-slip", "");
  at("issued-qr").src = issued.qr;
  at("issued-large").querySelector(".number").textContent = issued.number;
  at("issued-large").querySelector(".service").textContent = issued.service;
  const large = button("Hiện số lớn", showLarge);
  at("issued-printers").replaceChildren(...issued.printers.map((one) => button(one.words, () => print(one), one.fault)), large);
  turn(true);
  at("issued-printers").querySelector("button").focus();
}

function button(words, act_, title = "") {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, title });
  made.addEventListener("click", act_);
  return made;
}

async function print(printer) {
  text("issued-slip", printer.fault ? `${printer.fault} Đang thử in…` : "Đang in…");
  const reply = await act(`${slips}/print`, "", { ticket, device: printer.device });
  if (reply.ok) look(LOOKS);
  else text("issued-slip", reply.error?.message ?? AGAIN);
}

async function showLarge() {
  at("issued-large").showModal();
  const reply = await act(`${slips}/shown`, "", { ticket });
  if (reply.ok) look(1);
}

// What became of the slip, as the dispenser tells it.
function look(times) {
  clearTimeout(looking);
  looking = setTimeout(async () => {
    const told = await get(`${slips}/state/${ticket}`, 5000).catch(() => null);
    if (told?.words) text("issued-slip", told.words);
    if (times > 1 && told?.tone !== "ok") look(times - 1);
  }, LOOK_MS);
}

form.addEventListener("submit", take);
form.addEventListener("change", choose);
at("issue-another").addEventListener("click", begin);
submit.disabled = false;
