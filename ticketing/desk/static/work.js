// The officer's work screen: draws what the hub says, live, and sends one action at a time.

import { LOST, SILENT, SLOW, act } from "./ask.js";
import { beat } from "./beat.js";
import { ask, pick, tellWhatEnds } from "./dialogs.js";
import { clock, draw, drawTime, text } from "./draw.js";
import { begin } from "./issue.js";
import * as shortcuts from "./keys.js";
import { walk } from "./lists.js";
import { follow } from "./live.js";

const at = (id) => document.getElementById(id);
const desk = at("desk");
const actions = document.querySelector(".actions");
const keys = at("keys");
const title = document.title;
const TICK_MS = 250;

let picture = JSON.parse(at("first").textContent);
let shownAt = performance.now();
let coming = null;
let busy = false;
let silent = false;

const newest = () => coming?.picture ?? picture;

// While an action is on its way a press does nothing, so no button may come alive before its answer is here.
function show(news) {
  if (news.run === newest().run && news.rev < newest().rev) return;
  coming = { picture: news, at: performance.now() };
  if (!busy) redraw();
}

function redraw() {
  if (coming) ({ picture, at: shownAt } = coming);
  coming = null;
  draw(picture);
  const calling = picture.helps.filter((call) => !call.own);
  document.title = calling.length ? `${calling[0].name} cần hỗ trợ · ${title}` : title;
  tick();
}

const passed = () => (performance.now() - shownAt) / 1000;
const tick = () => drawTime(picture, passed(), busy);

function complain(sentence) {
  text("alert", sentence);
  at("alert").hidden = !sentence;
}

function standing(way, reached) {
  desk.dataset.way = way;
  sign(reached);
  if (reached && at("alert").textContent === LOST) complain("");
}

function sign(reached) {
  silent = !reached;
  text("link", reached ? "" : "Mất kết nối, đang thử lại…");
  if (reached && at("alert").textContent === SILENT) complain("");
}

function onBeat(answers) {
  if (answers && silent) wake();
  sign(answers);
}

async function perform(verb, fields) {
  if (busy) return;
  // A press that waits for a hub to come back would act on a lobby that nobody sees any more.
  if (silent) return complain(SILENT);
  busy = true;
  actions.classList.add("busy");
  complain("");
  tick();
  const reply = await act(desk.dataset.do, verb.split("#")[0], { counter: desk.dataset.counter, ...fields }, () => complain(SLOW));
  complain("");
  if (reply.picture) show(reply.picture);
  if (!reply.ok) complain(reply.error ? reply.error.message : LOST);
  busy = false;
  actions.classList.remove("busy");
  redraw();
  // The button that was pressed may be gone: the next Tab shall still lead to the buttons, and Enter to none of them.
  if (document.activeElement === document.body) rest();
}

// Where the focus lies when it is nowhere in particular, so that the space bar means "next".
function rest() {
  actions.focus({ preventScroll: true });
}

const held = () => (picture.hand.tone === "idle" ? "" : picture.hand.number);

async function press(button) {
  const { verb, opens } = button.dataset;
  if (opens) await askFor(opens, verb);
  else if (verb === "counter/no-show" && early()) await askFor("absent", verb);
  else await perform(verb, {});
}

async function askFor(dialog, verb, fill = {}) {
  tellWhatEnds(held());
  const fields = await ask(dialog, fill);
  if (!fields) return;
  delete fields.chosen;
  await perform(verb, fields);
}

function early() {
  const seconds = picture.call.seconds + passed();
  text("absent-words", `Số ${picture.hand.number} mới được gọi ${clock(seconds)}. Công dân có thể đang trên đường đến quầy.`);
  return seconds < picture.call.no_show_s;
}

// Calling ends the ticket in hand as served: with one in hand that is said first.
async function onRow(number, row, verbs) {
  tellWhatEnds(held());
  const may = [...picture.actions.may, "ticket/return", "ticket/prioritize"];
  const verb = await pick(number, row.innerText.replace(/\s*\n\s*/g, " · ").replace(`${number} · `, ""), verbs, may);
  if (verb === "ticket/prioritize") await askFor("favour", verb, { number });
  else if (verb) await perform(verb, { number });
}

function onList(list, verbs) {
  walk(list);
  list.addEventListener("click", (event) => {
    const row = event.target.closest("button[data-number]");
    if (row) onRow(row.dataset.number, row, verbs);
  });
}

function setKeys(on) {
  keys.checked = on;
  document.body.classList.toggle("no-keys", !on);
  localStorage.setItem("keys", on ? "on" : "off");
}

shortcuts.label();
shortcuts.listen(() => keys.checked);
for (const button of actions.querySelectorAll("button")) button.addEventListener("click", () => press(button));
onList(at("line"), ["counter/call", "ticket/prioritize"]);
onList(at("aside-list"), ["counter/call", "ticket/return"]);
at("undo-act").addEventListener("click", () => perform("counter/undo", {}));
at("help").addEventListener("click", () => perform("counter/help", { active: !picture.helps.some((call) => call.own) }));
at("hush").addEventListener("click", () => perform("counter/hush", { active: !picture.hushed }));
at("helps").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-help]");
  if (button) perform("counter/help", { counter: button.dataset.help, active: false });
});
at("favour-open").addEventListener("click", () => askFor("favour", "ticket/prioritize"));
at("issue-open").addEventListener("click", () => {
  begin();
  at("issue").showModal();
});
for (const id of ["favour-open", "issue-open", "help", "hush"]) at(id).disabled = false;
at("issue-close").addEventListener("click", () => at("issue").close());
setKeys(localStorage.getItem("keys") !== "off");
keys.addEventListener("change", () => setKeys(keys.checked));
// After a finger or the mouse no button keeps the focus, or the space bar would press it again; whoever goes by Tab and
// arrows keeps the place.
let walking = false;
document.addEventListener("pointerdown", () => { walking = false; }, true);
document.addEventListener("keydown", (event) => {
  if (/^(Tab|Arrow|Home|End)/.test(event.key) && !event.target.closest("dialog")) walking = true;
}, true);
document.addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.closest("button") && !document.querySelector("dialog[open]")) rest();
});
document.addEventListener("close", () => setTimeout(() => walking || rest()), true);
document.addEventListener("visibilitychange", () => document.hidden || wake());
setInterval(tick, TICK_MS);
redraw();
sign(true);
rest();
const wake = follow(desk.dataset, newest, show, standing);
beat(desk.dataset.beat, onBeat);
