// The board's state and how it changes: pure functions, no DOM, time handed in as milliseconds that only grow.

import { dayOf } from "./times.js";

const HOLD_MS = 5000;
const RUSH_HOLD_MS = 3000;
const RUSH_FROM = 2;
const LOGGED_AT_MOST = 200;
const SPOKEN_SOON_MS = 3000;
const NAME_AT_MOST = 60;

/** The state before anything was heard. */
export function begin(office) {
  return {
    office, linked: false, wasLost: false, heardAt: null, hubAway: false, hubSince: null, beatAt: null, revs: {}, counters: {}, queues: {},
    notices: null, results: null, resultPages: {}, log: [], pending: [], panel: null, speaking: {},
  };
}

/** The link to the broker came or went. */
export function link(state, linked, now) {
  const wasLost = state.wasLost || (state.linked && !linked);
  const renewed = linked ? { heardAt: now, beatAt: waited(state, now) } : {};
  return altered(state, Object.assign({ linked, wasLost }, renewed));
}

/** Something, be it only an answer to a ping, came from the broker. */
export function heard(state, now) {
  return altered(state, { heardAt: now });
}

/** A message came. `topic` stands below the site's root; `message` is null where a retained state was removed. */
export function hear(before, topic, message, retained, now) {
  const parts = topic.split("/"), kind = parts[0], id = parts[1];
  let state = before;
  if (message && typeof message.rev === "number") {
    if (message.rev < state.revs[topic]) return state;
    state = altered(state, { revs: placed(state.revs, topic, message.rev) });
  }
  if (kind === "counter") return hearCounter(state, id, message, retained, now);
  if (kind === "queue") return altered(state, { queues: placed(state.queues, id, message) });
  if (kind === "notices") return altered(state, { notices: message });
  if (kind === "results" && id) return altered(state, { resultPages: placed(state.resultPages, id, message) });
  if (kind === "results") return altered(state, { results: message });
  if (kind === "call" && message) {
    return heardSpeaking(called(state, fromCall(message, now), now), "call", now + SPOKEN_SOON_MS);
  }
  if (kind === "speaking" && message) {
    return heardSpeaking(state, id, message.speaking ? now + message.for_s * 1000 : null);
  }
  if (kind === "beat" && message) return altered(state, { beatAt: now });
  if (kind === "presence" && message && message.role === "hub") return hearHub(state, message, now);
  return state;
}

/** Time passed: the next waiting call takes the large panel when the one on it has stood long enough. */
export function pass(state, now) {
  if (state.pending.length === 0 || !isFree(state, now)) return state;
  const entry = state.pending[0];
  const log = state.log.map((known) => (known.callId === entry.callId ? altered(known, { shownAt: now }) : known));
  return altered(state, { log, panel: { entry, since: now }, pending: state.pending.slice(1) });
}

/** The office's day is now the one of `time`: calls of days before are no longer shown. */
export function turnDay(state, time) {
  const isOver = (entry) => dayOf(entry.at) < dayOf(time);
  if (!state.log.some(isOver)) return state;
  const panel = state.panel && isOver(state.panel.entry) ? null : state.panel;
  return altered(state, {
    panel, log: state.log.filter((entry) => !isOver(entry)), pending: state.pending.filter((entry) => !isOver(entry)),
  });
}

// A hub that was started again from an older copy of its journal counts from there: what it says now holds.
// It may also be of an older version, which does not beat.
function hearHub(state, message, now) {
  const same = message.since === state.hubSince;
  const revs = same ? state.revs : {}, beatAt = same ? waited(state, now) : null;
  return altered(state, { hubAway: message.state !== "online", hubSince: message.since, revs, beatAt });
}

// Since when the next beat is waited for; one that beat, and is there again, is given its time anew.
function waited(state, now) {
  return state.beatAt === null ? null : now;
}

/** Since when nothing has come from the broker, or no beat of a hub that beats, whichever is longer ago. */
export function silentSince(state, now) {
  return Math.min(state.heardAt === null ? now : state.heardAt, state.beatAt === null ? now : state.beatAt);
}

function hearCounter(before, id, told, retained, now) {
  const message = told && altered(told, { name: named(told.name, id) });
  const state = altered(before, { counters: placed(before.counters, id, message) });
  const ticket = message && message.ticket;
  if (!ticket || !message.call_id || !isHeld(ticket)) return state;
  // What a link that came back brings, and is not known here, was called while it was away.
  const missed = retained && before.wasLost;
  const announced = ticket.state === "called" && (!retained || missed);
  return called(state, {
    callId: message.call_id, number: ticket.number, counter: id, name: message.name,
    at: momentOf(before, message, retained), heardAt: announced ? now : -Infinity,
    shownAt: announced ? null : -Infinity, live: ticket.state === "called", announced, missed,
  }, now);
}

// A retained state tells when its ticket was called first: a recall that is known from it alone comes after that.
function momentOf(state, message, retained) {
  if (!retained || !message.ticket.called_at) return Date.parse(message.at);
  const known = state.log.filter((entry) => entry.counter === message.counter).map((entry) => entry.at + 1);
  return Math.max(Date.parse(message.ticket.called_at), ...known);
}

function fromCall(message, now) {
  return {
    callId: message.call_id, number: message.ticket.number, counter: message.counter,
    name: named(message.counter_name, message.counter),
    at: Date.parse(message.at), heardAt: now, shownAt: null, live: true, announced: true,
  };
}

// A counter without a name is still a place to go to, and a long one is read by its first words.
function named(name, id) {
  return name.trim().slice(0, NAME_AT_MOST).trim() || id;
}

// A call is known from its event or from its counter's state, whichever comes first: an event lost on the way
// (it expires) still reaches the panel, and so does one made while the link was away, if its citizen is still waited
// for. Of what stood before the board started only the newest is shown large.
function called(before, entry, now) {
  if (before.log.some((known) => known.callId === entry.callId)) return before;
  const log = inOrder(before.log.concat([entry])).slice(-LOGGED_AT_MOST);
  const state = altered(before, { log });
  if (entry.announced && entry.missed) return altered(state, { pending: inOrder(state.pending.concat([entry])) });
  if (entry.announced) return pass(altered(state, { pending: state.pending.concat([entry]) }), now);
  const stoodBefore = state.panel && !state.panel.entry.announced;
  const newest = last(log) === entry && state.pending.length === 0;
  return newest && (stoodBefore || isFree(state, now)) ? altered(state, { panel: { entry, since: -Infinity } }) : state;
}

function inOrder(entries) {
  return entries.sort((one, other) => one.at - other.at);
}

// Until when the hall is spoken to, by the loudspeaker; a call is expected to be said soon.
function heardSpeaking(state, id, until) {
  return altered(state, { speaking: placed(state.speaking, id, until) });
}

/** Tell whether a loudspeaker speaks, or is about to. */
export function isSpeaking(state, now) {
  return valuesOf(state.speaking).some((until) => now < until);
}

/** Tell whether what stands on the large panel has stood there long enough. */
export function isFree(state, now) {
  const hold = state.pending.length >= RUSH_FROM ? RUSH_HOLD_MS : HOLD_MS;
  return !state.panel || now >= state.panel.since + hold;
}

/** Tell whether a counter still has this ticket in hand. */
export function isHeld(ticket) {
  return ticket.state === "called" || ticket.state === "serving";
}

/** The last item of a list; undefined where it is empty. */
export function last(list) {
  return list[list.length - 1];
}

/** A copy of `object` with other `values`. */
export function altered(object, values) {
  return Object.assign({}, object, values);
}

/** The values of a table of things by their ids. */
export function valuesOf(all) {
  return Object.keys(all).map((id) => all[id]);
}

function placed(all, id, value) {
  const rest = altered(all, {});
  if (value === null) delete rest[id];
  else rest[id] = value;
  return rest;
}
