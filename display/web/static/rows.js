// The counters as rows of a table, in pages where there are more than fit, and one counter alone on its plate.

import { isHeld, last, valuesOf } from "./model.js";
import { counterName, fieldName } from "./words.js";

const FRESH_MS = 10000;
const BLINK_MS = 500;
const BLINKS = 3;
const PAGE_MS = 8000;
const COLLATOR = new Intl.Collator("vi", { numeric: true });
// By layout and how the screen stands: most columns, most rows in one, and rows that a page has room for at least.
const ROOM = {
  "call-wide": { columns: 2, lines: 10, least: 5 }, "call-tall": { columns: 1, lines: 4, least: 4 },
  "table-wide": { columns: 3, lines: 7, least: 4 }, "table-tall": { columns: 1, lines: 7, least: 5 },
  "split-wide": { columns: 1, lines: 4, least: 4 }, "split-tall": { columns: 1, lines: 3, least: 3 },
};

/** The table of all counters: {columns, lines, page, pages, rows}; `pace` as in view.js. */
export function rowsOf(state, now, pace) {
  const counters = valuesOf(state.counters).sort((one, other) => COLLATOR.compare(one.counter, other.counter));
  const room = ROOM[`${pace.layout}-${pace.tall ? "tall" : "wide"}`] || ROOM["call-wide"];
  const aPage = room.columns * room.lines;
  const pages = Math.max(1, Math.ceil(counters.length / aPage));
  const page = pageOf(state, counters, aPage, pages, now);
  const visible = Math.min(counters.length, aPage);
  const columns = Math.max(1, Math.ceil(visible / room.lines));
  return {
    columns, page, pages,
    lines: Math.max(room.least, Math.ceil(visible / columns)),
    rows: counters.map((counter, place) => Object.assign(rowOf(state, counter, now, pace), {
      visible: Math.floor(place / aPage) === page,
    })),
  };
}

// The page with the counter that called last comes at once; else the pages take turns.
function pageOf(state, counters, aPage, pages, now) {
  const newest = last(state.log);
  const found = newest && now - newest.heardAt < PAGE_MS
    ? counters.findIndex((counter) => counter.counter === newest.counter) : -1;
  return found >= 0 ? Math.floor(found / aPage) : Math.floor(now / PAGE_MS) % pages;
}

/** One counter as the view has it; the call's event may come before the counter's state: the newer is shown. */
export function rowOf(state, counter, now, pace) {
  const entry = last(state.log.filter((known) => known.counter === counter.counter));
  const held = counter.ticket && isHeld(counter.ticket) ? counter.ticket : null;
  const early = Boolean(entry && now - entry.heardAt < FRESH_MS && entry.at > Date.parse(counter.at));
  const number = early ? entry.number : held ? held.number : "";
  const own = Boolean(number && entry && entry.number === number);
  return {
    counter: counter.counter,
    name: counterName(counter.name, counter.counter, pace.language, pace.english),
    fields: fieldsOf(state, counter, pace),
    officer: counter.state === "open" ? pace.officer || "" : "",
    number,
    standing: number ? (early ? "called" : held.state) : counter.state,
    word: number ? "" : pace.words[counter.state] || "",
    callId: own ? entry.callId : "",
    fresh: own && now - (entry.shownAt === null ? now : entry.shownAt) < FRESH_MS,
    flash: own && isBeat(entry.announced ? now - entry.heardAt : -1),
  };
}

/** The plate of the counter `pace.counter`; null until that counter was heard of. */
export function plateOf(state, now, pace) {
  const counter = state.counters[pace.counter];
  return counter ? rowOf(state, counter, now, pace) : null;
}

/** Tell whether something that began to blink `since` milliseconds ago is in a beat: three, each half a second long. */
export function isBeat(since) {
  const beat = Math.floor(since / BLINK_MS);
  return beat > 0 && beat % 2 === 1 && beat < 2 * BLINKS;
}

function fieldsOf(state, counter, pace) {
  const known = (counter.services || []).map((id) => state.queues[id]).filter(Boolean);
  return known.map((queue) => fieldName(queue.name, queue.service, pace.language, pace.english)).join(", ");
}
