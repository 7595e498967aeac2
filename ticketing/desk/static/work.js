// The officer's work screen: draws what the hub says, live, and sends one action at a time.

import { LOST, act, get, pause } from "./ask.js";
import { draw, drawCall, text } from "./draw.js";
import { begin } from "./issue.js";

const desk = document.getElementById("desk");
const alertBox = document.getElementById("alert");
const actions = document.querySelector(".actions");
const issue = document.getElementById("issue");
const issueOpen = document.getElementById("issue-open");
const keys = document.getElementById("keys");
const HOLD_MS = 30000;
const RETRY_MS = 1500;
const SOON_MS = 100;

let picture = JSON.parse(document.getElementById("first").textContent);
let shownAt = performance.now();
let busy = false;

function show(news) {
  if (news.run === picture.run && news.rev < picture.rev) return;
  picture = news;
  shownAt = performance.now();
  // While an action is on its way a press does nothing, so no button may come alive before its answer is here.
  if (!busy) redraw();
}

function redraw() {
  draw(picture);
  tick();
}

function tick() {
  const call = picture.call;
  drawCall(call, call ? call.seconds + (performance.now() - shownAt) / 1000 : 0);
}

function complain(sentence) {
  alertBox.textContent = sentence;
  alertBox.hidden = !sentence;
}

async function follow() {
  for (;;) {
    const asked = performance.now();
    try {
      const news = await get(`${desk.dataset.live}?after=${picture.rev}&run=${picture.run}`, HOLD_MS);
      text("link", "");
      if (news.go) return;
      if (news.phase) show(news);
      // An answer at once without an action of ours may be a hub that has no place left to wait in.
      if (!news.phase || performance.now() - asked < SOON_MS) await pause(SOON_MS);
      if (alertBox.textContent === LOST) complain("");
    } catch {
      text("link", "Mất kết nối, đang thử lại…");
      await pause(RETRY_MS);
    }
  }
}

async function perform(verb, fields) {
  if (busy) return;
  busy = true;
  actions.classList.add("busy");
  complain("");
  const reply = await act(desk.dataset.do, verb, { counter: desk.dataset.counter, ...fields });
  if (reply.picture) show(reply.picture);
  if (!reply.ok) complain(reply.error ? reply.error.message : LOST);
  busy = false;
  actions.classList.remove("busy");
  redraw();
  // The button that was pressed may be gone: the next Tab shall still lead to the buttons, and Enter to none of them.
  if (document.activeElement === document.body) actions.focus();
}

function fieldsOf(dialog) {
  const fields = Object.fromEntries(new FormData(dialog.querySelector("form")));
  if (fields.where) {
    const [kind, id] = fields.where.split(":");
    fields[kind] = id;
    delete fields.where;
  }
  if (fields.number) fields.number = fields.number.toUpperCase();
  return fields;
}

function open(dialog, verb) {
  dialog.querySelector("form").reset();
  dialog.returnValue = "";
  tellWhatEnds();
  dialog.onclose = () => {
    if (dialog.returnValue === "ok") perform(verb, fieldsOf(dialog));
  };
  dialog.showModal();
}

// Calling ends the ticket in hand as served: with one in hand the number is asked about first.
function again(number) {
  if (picture.hand.tone === "idle") {
    perform("counter/call", { number });
    return;
  }
  open(document.getElementById("call"), "counter/call");
  document.getElementById("chosen").value = number;
}

function tellWhatEnds() {
  const held = picture.hand.tone !== "idle";
  text("ends", held ? `Số ${picture.hand.number} đang ở quầy sẽ được ghi là đã phục vụ xong.` : "");
  document.getElementById("ends").hidden = !held;
}

function press(button) {
  const { verb, opens } = button.dataset;
  if (opens) open(document.getElementById(opens), verb);
  else perform(verb, {});
}

function onKey(event) {
  const writing = event.target.closest("input:not([type=checkbox]), select, dialog");
  if (!keys.checked || writing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  // The key's place and not its letter: Vietnamese input methods change letters.
  const letter = event.code.replace("Key", "");
  const button = document.querySelector(`[data-key="${letter}"]:enabled:not([hidden])`);
  if (button) press(button);
}

function setKeys(on) {
  keys.checked = on;
  document.body.classList.toggle("no-keys", !on);
  localStorage.setItem("keys", on ? "on" : "off");
}

for (const button of actions.querySelectorAll("button")) {
  button.append(Object.assign(document.createElement("kbd"), { textContent: button.dataset.key }));
  button.setAttribute("aria-keyshortcuts", button.dataset.key);
  button.addEventListener("click", () => press(button));
}
document.getElementById("aside-list").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-again]");
  if (button) again(button.dataset.again);
});
issueOpen.addEventListener("click", () => {
  begin();
  issue.showModal();
});
issueOpen.disabled = false;
document.getElementById("issue-close").addEventListener("click", () => issue.close());
setKeys(localStorage.getItem("keys") !== "off");
keys.addEventListener("change", () => setKeys(keys.checked));
document.addEventListener("keydown", onKey);
setInterval(tick, 500);
redraw();
follow();
