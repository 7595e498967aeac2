// What the board shows of its state at a moment: pure functions, no DOM, time handed in as milliseconds.

import { isFree, isSpeaking, silentSince, valuesOf } from "./model.js";
import { isBeat, plateOf, rowsOf } from "./rows.js";
import { tickerOf } from "./ticker.js";
import { clockOf, dateOf } from "./times.js";
import { counterName, fieldName, languageAt, wordsOf } from "./words.js";

const STALE_MS = 10000;
const QUIET_MS = 15000;
const PAGE_MS = 8000;
const COLLATOR = new Intl.Collator("vi", { numeric: true });
const FIELDS_A_PAGE = 5;
const RECENT_AT_MOST = { 1: 3, 2: 2 };

/** How a board is set where nothing is. */
export const PLAIN = {
  layout: "call", languages: ["vi"], english: { services: {}, counters: {} }, officer: null, counter: null, counters: [], faults: [],
};

/**
 * What the board shows at `now`, when the office's clock stands at `time`: `settings` as PLAIN has them, `tall` for a
 * screen that stands upright.
 */
export function view(state, now, time = now, settings = PLAIN, tall = false) {
  const language = languageAt(settings.languages, state.panel, now);
  const words = wordsOf(language);
  const pace = Object.assign({}, settings, { language, words, tall });
  const idle = nobodyWorks(state);
  const table = rowsOf(state, now, pace);
  const calling = callingOf(state, now, pace, idle);
  const plate = settings.layout === "plate" ? plateOf(state, now, pace) : null;
  return Object.assign(table, {
    now, time, language, words, tall, calling, plate,
    layout: settings.layout,
    office: state.office,
    clock: clockOf(time),
    date: dateOf(time, language),
    linked: state.linked,
    stale: !state.linked || state.hubAway || now - silentSince(state, now) > STALE_MS,
    faults: settings.faults,
    idle: idle ? words.nobodyWorks : words.takeNumber,
    flash: Boolean(state.panel && state.panel.entry.announced && isBeat(now - state.panel.since)),
    recent: idle ? [] : recentOf(state, table.columns, pace),
    waiting: waitingOf(state, now, pace),
    ticker: tickerOf(state.notices, now, time, settings.layout === "split") || words.calm,
    notices: state.notices,
    results: state.results,
    resultsOldMinutes: settings.results_old_minutes,
    resultPages: state.resultPages,
    // A call stands large, or is being said: whatever else moves or sounds gives way.
    quiet: Boolean(calling && calling.announced && now - state.panel.since < QUIET_MS),
    speaking: isSpeaking(state, now),
    tell: tellOf(state, table.rows, plate, settings.layout),
    unheard: valuesOf(state.counters).filter(isUnheard).map((counter) => counter.call_id),
  });
}

function nobodyWorks(state) {
  const counters = valuesOf(state.counters);
  return counters.length > 0 && counters.every((counter) => counter.state === "closed" && !counter.ticket);
}

function callingOf(state, now, pace, idle) {
  if (!state.panel || (idle && isFree(state, now))) return null;
  const entry = state.panel.entry;
  return Object.assign({}, entry, { name: nameIn(entry, pace) });
}

function nameIn(entry, pace) {
  return counterName(entry.name, entry.counter, pace.language, pace.english);
}

// A call counts as displayed once it stands in a row that is seen, on its counter's plate, or on the large panel.
function tellOf(state, rows, plate, layout) {
  const seen = new Set();
  if (layout === "call" || layout === "table" || layout === "split") {
    rows.filter((row) => row.visible).forEach((row) => seen.add(row.callId));
    state.log.filter((entry) => entry.shownAt > 0).forEach((entry) => seen.add(entry.callId));
    if (state.panel) seen.add(state.panel.entry.callId);
  }
  if (plate) seen.add(plate.callId);
  return state.log.filter((entry) => entry.live && seen.has(entry.callId)).map((entry) => entry.callId);
}

// Whether the hub counts nobody yet who has shown the counter's newest call.
function isUnheard(counter) {
  return Boolean(counter.call_id) && !(counter.presented && counter.presented.displayed);
}

function recentOf(state, columns, pace) {
  const later = state.pending.map((entry) => entry.callId);
  const seen = [state.panel ? state.panel.entry.number : ""];
  const recent = [];
  state.log.slice().reverse().forEach((entry) => {
    if (later.indexOf(entry.callId) >= 0 || seen.indexOf(entry.number) >= 0) return;
    seen.push(entry.number);
    recent.push({ callId: entry.callId, number: entry.number, name: nameIn(entry, pace) });
  });
  return recent.slice(0, RECENT_AT_MOST[columns] || 2);
}

function waitingOf(state, now, pace) {
  const first = (queue) => (queue.counters || []).slice().sort(COLLATOR.compare)[0] || "~";
  const queues = valuesOf(state.queues).sort(
    (one, other) => COLLATOR.compare(first(one), first(other)) || COLLATOR.compare(one.name, other.name));
  const pages = Math.max(1, Math.ceil(queues.length / FIELDS_A_PAGE));
  const page = Math.floor(now / PAGE_MS) % pages;
  return queues.map((queue, place) => ({
    service: queue.service, waiting: queue.waiting, open: queue.open,
    name: fieldName(queue.name, queue.service, pace.language, pace.english),
    visible: Math.floor(place / FIELDS_A_PAGE) === page,
  }));
}
