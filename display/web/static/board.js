// Composes the board: link, model and drawing, and the clock that the hub's machine lends it.

import { drawer } from "./draw.js";
import { connect } from "./link.js";
import { begin, hear, heard, link, pass } from "./model.js";
import { timeOfDay } from "./times.js";
import { view } from "./view.js";

const TICK_MS = 250;
const ASK_AGAIN_MS = 1000;
const ACCESS_AGAIN_MS = 15000;

const draw = drawer(document);
const told = new Set();
let clock = () => Date.now();
const time = () => timeOfDay(clock(), current?.access.day);
let state = begin(document.getElementById("office").textContent);
let current = null;
let lostAt = 0;

function change(next) {
  if (next === state) return;
  state = next;
  show();
}

function show() {
  const now = clock();
  state = pass(state, now);
  const seen = view(state, now, time());
  draw(seen);
  const standing = new Set(seen.tell);
  told.forEach((callId) => standing.has(callId) || told.delete(callId));
  const fresh = seen.tell.filter((callId) => !told.has(callId));
  if (fresh.length > 0 && state.linked) requestAnimationFrame(() => tell(fresh));
}

function tell(callIds) {
  for (const callId of callIds.filter((one) => !told.has(one))) {
    told.add(callId);
    current.link.shown(callId);
  }
}

function open(access) {
  lostAt = performance.now();
  current = {
    access,
    link: connect(access, () => timeOfDay(clock(), access.day), {
      linked: (is) => {
        if (state.linked && !is) lostAt = performance.now();
        change(link(state, is, clock()));
      },
      heard: () => {
        state = heard(state, clock());
      },
      message: (topic, value, retained) => change(hear(state, topic, value, retained, clock())),
    }),
  };
}

async function fetchAccess() {
  const answer = await fetch(`${location.pathname.replace(/\/$/, "")}/link.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error((await answer.json()).message);
  const access = await answer.json();
  const lead = Date.parse(access.now) - performance.now();
  clock = () => lead + performance.now();
  return { ...access, now: "" };
}

// The way to the broker is asked of the hub until it answers, and again while the broker stays away:
// the address or the password may have changed.
async function keepOpen() {
  const wait = current ? ACCESS_AGAIN_MS : ASK_AGAIN_MS;
  if (!state.linked && (!current || performance.now() - lostAt > ACCESS_AGAIN_MS)) {
    try {
      const access = await fetchAccess();
      if (JSON.stringify(access) !== JSON.stringify(current?.access)) {
        current?.link.end();
        open(access);
      }
    } catch (fault) {
      console.warn("link.json:", fault.message);
    }
  }
  setTimeout(keepOpen, wait);
}

// The player asks for this before it ends the browser, and waits: a page that is torn down promises nothing.
globalThis.leave = async () => (await current?.link.leave()) ?? false;
addEventListener("pagehide", () => current?.link.vanish());
// A page that the browser kept and shows again has said goodbye: it begins anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(show, TICK_MS);
show();
keepOpen();
