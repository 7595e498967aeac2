// What the board shows of its state at a moment: pure functions, no DOM, time handed in as milliseconds.

import { isFree, last } from "./model.js";
import { clockOf, dateOf } from "./times.js";

const STALE_MS = 10000;
const PAGE_MS = 8000;
const FRESH_MS = 10000;
const BLINK_MS = 500;
const BLINKS = 3;
const ROWS_A_COLUMN = 10;
const ROWS_A_PAGE = 20;
const LINES_AT_LEAST = 5;
const FIELDS_A_PAGE = 5;
const RECENT_AT_MOST = { 1: 3, 2: 2 };
const LONG_NAME = { 1: 9, 2: 24 };
const LETTERS_AT_MOST = 105;
const CALM_TICKER = "Quý công dân vui lòng chú ý số thứ tự trên bảng và nghe loa gọi.";
const WORDS = { closed: "Đóng", paused: "Tạm dừng", open: "Sẵn sàng" };
const COLLATOR = new Intl.Collator("vi", { numeric: true });

/** What the board shows at `now`, when the office's clock stands at `time`. */
export function view(state, now, time = now) {
  const idle = nobodyWorks(state);
  const table = rowsOf(state, now);
  return {
    office: state.office,
    clock: clockOf(time),
    date: dateOf(time),
    linked: state.linked,
    stale: !state.linked || state.hubAway || now - (state.heardAt ?? now) > STALE_MS,
    idle: idle ? "Các quầy hiện chưa làm việc" : "Mời công dân lấy số thứ tự và chờ gọi",
    calling: idle && isFree(state, now) ? null : state.panel?.entry ?? null,
    flash: isFlash(state.panel, now),
    ...table,
    recent: idle ? [] : recentOf(state, table.columns),
    waiting: waitingOf(state, now),
    ticker: tickerOf(state, now, time),
    tell: state.log.filter((entry) => entry.live).map((entry) => entry.callId),
  };
}

// Blinking is told beat by beat: an animation would keep a small machine drawing sixty times a second.
function isFlash(panel, now) {
  const beat = panel?.entry.announced ? Math.floor((now - panel.since) / BLINK_MS) : 0;
  return beat % 2 === 1 && beat < 2 * BLINKS;
}

function nobodyWorks(state) {
  const counters = Object.values(state.counters);
  return counters.length > 0 && counters.every((counter) => counter.state === "closed" && !counter.ticket);
}

function rowsOf(state, now) {
  const counters = Object.values(state.counters).sort((one, other) => COLLATOR.compare(one.counter, other.counter));
  const pages = Math.max(1, Math.ceil(counters.length / ROWS_A_PAGE));
  const newest = last(state.log);
  const wanted = newest && now - newest.heardAt < PAGE_MS ? newest.counter : null;
  const found = counters.findIndex((counter) => counter.counter === wanted);
  const page = found >= 0 ? Math.floor(found / ROWS_A_PAGE) : Math.floor(now / PAGE_MS) % pages;
  const visible = Math.min(counters.length, ROWS_A_PAGE);
  const columns = visible > ROWS_A_COLUMN ? 2 : 1;
  return {
    columns,
    lines: Math.max(LINES_AT_LEAST, Math.ceil(visible / columns)),
    rows: counters.map((counter, place) => ({
      ...rowOf(state, counter, now), visible: Math.floor(place / ROWS_A_PAGE) === page,
    })),
  };
}

function rowOf(state, counter, now) {
  const entry = last(state.log.filter((known) => known.counter === counter.counter));
  const held = counter.ticket && ["called", "serving"].includes(counter.ticket.state) ? counter.ticket : null;
  // The call's event may come before the counter's state: the row shows whichever is newer.
  const early = entry && now - entry.heardAt < FRESH_MS && entry.at > Date.parse(counter.at);
  const number = early ? entry.number : held?.number ?? "";
  return {
    counter: counter.counter,
    name: counter.name,
    number,
    standing: number ? (early ? "called" : held.state) : counter.state,
    word: number ? "" : WORDS[counter.state] ?? "",
    callId: number && entry?.number === number ? entry.callId : "",
    fresh: Boolean(number && entry?.number === number && now - (entry.shownAt ?? now) < FRESH_MS),
  };
}

function recentOf(state, columns) {
  const later = new Set(state.pending.map((entry) => entry.callId));
  const seen = new Set([state.panel?.entry.number]);
  const recent = [];
  for (const entry of [...state.log].reverse()) {
    if (later.has(entry.callId) || seen.has(entry.number)) continue;
    seen.add(entry.number);
    recent.push({ callId: entry.callId, number: entry.number, name: entry.name });
  }
  const atMost = RECENT_AT_MOST[columns];
  const shown = recent.slice(0, atMost);
  return shown.some((one) => one.name.length > LONG_NAME[columns]) ? shown.slice(0, atMost - 1) : shown;
}

function waitingOf(state, now) {
  const first = (queue) => [...(queue.counters ?? [])].sort(COLLATOR.compare)[0] ?? "~";
  const queues = Object.values(state.queues).sort(
    (one, other) => COLLATOR.compare(first(one), first(other)) || COLLATOR.compare(one.name, other.name));
  const pages = Math.max(1, Math.ceil(queues.length / FIELDS_A_PAGE));
  const page = Math.floor(now / PAGE_MS) % pages;
  return queues.map((queue, place) => ({
    service: queue.service, name: queue.name, waiting: queue.waiting, open: queue.open,
    visible: Math.floor(place / FIELDS_A_PAGE) === page,
  }));
}

function tickerOf(state, now, time) {
  const playlist = (state.notices?.playlist ?? []).filter((notice) => notice.kind === "text" && isDue(notice, time));
  const texts = [...(state.notices?.ticker ?? []), ...playlist.map((notice) => notice.text ?? "")];
  const lines = texts.flatMap(pieces);
  return lines.length > 0 ? lines[Math.floor(now / PAGE_MS) % lines.length] : CALM_TICKER;
}

function isDue(notice, now) {
  return !(Date.parse(notice.from) > now) && !(Date.parse(notice.until) <= now);
}

/** A long notice in pieces of about one length that each fit the foot of the board, broken between words. */
export function pieces(text) {
  const words = text.split(/\s+/).filter(Boolean);
  const least = words.join(" ").length / LETTERS_AT_MOST;
  for (let count = Math.ceil(least); ; count++) {
    const lines = broken(words, Math.ceil((least * LETTERS_AT_MOST) / count));
    if (lines.every((line) => line.length <= LETTERS_AT_MOST || !line.includes(" "))) return lines;
  }
}

// Lines that end with the word which reaches `length`.
function broken(words, length) {
  const lines = [];
  for (const word of words) {
    if (lines.length > 0 && last(lines).length < length) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
