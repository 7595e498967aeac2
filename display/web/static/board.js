// Composes the board: link, model and drawing, and the clock that the hub's machine lends it.

import { isOfBoard } from "./belonging.js";
import { drawer } from "./draw.js";
import { recall, remember } from "./keeping.js";
import { connect } from "./link.js";
import { begin, hear, heard, link, pass, turnDay } from "./model.js";
import { dueOf, toldOf } from "./telling.js";
import { timeOfDay } from "./times.js";
import { PLAIN, view } from "./view.js";

const TICK_MS = 250;
const ASK_AGAIN_MS = 1000;
const ACCESS_AGAIN_MS = 15000;
const ANSWERS_WITHIN_MS = 8000;
const CLOCK_AGAIN_MS = 600000;
const SLEPT_MS = 5000;
const WEIGHTS = [500, 600, 700, 800];

const settings = Object.assign({}, PLAIN, JSON.parse(document.body.dataset.settings || "{}"));
const draw = drawer(document);
const steady = () => performance.now();
// How far the hub's clock is ahead of this page's steady one, and the machine's own: the two part where it slept.
let lead = Date.now() - steady();
let ownLead = lead;
let setAt = -Infinity;
let state = recall(begin(document.getElementById("office").textContent.trim()), store());
let current = null;
let told = new Map();
let lostAt = 0;
let due = 0;

// Reading it throws where a browser keeps nothing; `null` then fails where it is used, and is caught there.
function store() {
  try {
    return window.localStorage;
  } catch (fault) {
    return null;
  }
}

const wall = () => lead + steady();
const time = () => timeOfDay(wall(), current && current.access.day);

function change(next) {
  if (next === state) return;
  const before = state;
  state = next;
  // Messages that come in one breath are drawn together.
  if (!due) due = setTimeout(show, 0);
  remember(before, state, store(), navigator.serviceWorker && navigator.serviceWorker.controller);
}

function show() {
  clearTimeout(due);
  due = 0;
  const now = steady();
  state = pass(turnDay(state, time()), now);
  const seen = view(state, now, time(), settings, window.innerHeight > window.innerWidth);
  draw(seen);
  if (state.linked && dueOf(told, seen.tell, seen.unheard, now).length > 0) requestAnimationFrame(() => tell(seen));
}

// Once it is drawn. Two drawings may come in one frame: what the first told of is not due for the second.
function tell(seen) {
  const now = steady();
  const due = dueOf(told, seen.tell, seen.unheard, now);
  told = toldOf(told, due, state.log, now);
  due.forEach((callId) => current.link.shown(callId));
}

// What was told to a hub that was away, or to the one before it, may be lost: it counts a board's word once.
function isBack(before, after) {
  return !after.hubAway && (before.hubAway || before.hubSince !== after.hubSince);
}

function open(access) {
  lostAt = steady();
  current = {
    access,
    link: connect(access, time, settings.faults, {
      linked: (is) => {
        if (state.linked && !is) lostAt = steady();
        change(link(state, is, steady()));
      },
      heard: () => {
        state = heard(state, steady());
      },
      message: (topic, value, retained) => {
        const before = state;
        if (isOfBoard(settings, topic, value)) change(hear(state, topic, value, retained, steady()));
        if (isBack(before, state)) {
          setAt = -Infinity;
          told = new Map();
        }
      },
    }),
  };
}

// A browser waits for minutes where the hub's machine lost its power while it was asked.
function fetchAccess() {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), ANSWERS_WITHIN_MS));
  const path = `${location.pathname.replace(/\/$/, "")}/link.json`;
  return Promise.race([fetch(path, { cache: "no-store", credentials: "same-origin" }), late])
    .then((answer) => answer.json().then((access) => {
      if (!answer.ok) throw new Error(access.message);
      lead = Date.parse(access.now) - steady();
      ownLead = Date.now() - steady();
      setAt = steady();
      return Object.assign(access, { now: "" });
    }));
}

// The hub was updated, or this board set anew: the page comes again, once for each such change.
function renewed(access) {
  if (!access.mark || access.mark === document.body.dataset.mark || !store()) return false;
  if (store().getItem("renewed") === access.mark) return false;
  store().setItem("renewed", access.mark);
  location.reload();
  return true;
}

// Asked of the hub until it answers; again while the broker stays away, since the address or the password may have
// changed; and now and then for its clock, at once when this machine slept or its clock was set.
function isAskingDue() {
  if (!current || (!state.linked && steady() - lostAt > ACCESS_AGAIN_MS)) return true;
  return steady() - setAt > CLOCK_AGAIN_MS || Math.abs(Date.now() - steady() - ownLead) > SLEPT_MS;
}

function keepOpen() {
  const again = () => setTimeout(keepOpen, current && !state.linked ? ACCESS_AGAIN_MS : ASK_AGAIN_MS);
  if (!isAskingDue()) {
    again();
    return;
  }
  fetchAccess().then((access) => {
    if (renewed(access)) return;
    if (current && JSON.stringify(access) === JSON.stringify(current.access)) return;
    if (current) current.link.end();
    open(access);
  }).catch((fault) => console.warn("link.json:", fault.message)).then(again);
}

// The player asks for this before it ends the browser, and waits: a page that is torn down promises nothing.
window.leave = () => (current ? current.link.leave() : Promise.resolve(false));
addEventListener("pagehide", () => current && current.link.vanish());
// A page that the browser kept and shows again has said goodbye: it begins anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("resize", show);
// Every weight at once: one that came only with its first text would come after that was fitted into its box.
if (document.fonts) Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 1em "Be Vietnam Pro"`))).then(() => {
  document.body.dataset.fonts = "ready";
  show();
});
setInterval(show, TICK_MS);
show();
keepOpen();
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(document.body.dataset.keeper, { scope: "/board/" })
    .catch((fault) => console.warn("service worker:", fault.message));
}
