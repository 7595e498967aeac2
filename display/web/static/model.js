// The board's state and how it changes: pure functions, no DOM, time handed in as milliseconds.

const HOLD_MS = 5000;
const RUSH_HOLD_MS = 3000;
const RUSH_FROM = 2;
const LOGGED_AT_MOST = 200;

/** The state before anything was heard. */
export function begin(office) {
  return {
    office, linked: false, heardAt: null, hubAway: false, revs: {}, counters: {}, queues: {}, notices: null,
    log: [], pending: [], panel: null,
  };
}

/** The link to the broker came or went. */
export function link(state, linked, now) {
  return { ...state, linked, heardAt: linked ? now : state.heardAt };
}

/** Something, be it only an answer to a ping, came from the broker. */
export function heard(state, now) {
  return { ...state, heardAt: now };
}

/** A message came. `topic` stands below the site's root; `message` is null where a retained state was removed. */
export function hear(state, topic, message, retained, now) {
  const [kind, id] = topic.split("/");
  if (message && typeof message.rev === "number") {
    if (message.rev < (state.revs[topic] ?? -1)) return state;
    state = { ...state, revs: { ...state.revs, [topic]: message.rev } };
  }
  if (kind === "counter") return hearCounter(state, id, message, retained, now);
  if (kind === "queue") return { ...state, queues: placed(state.queues, id, message) };
  if (kind === "notices") return { ...state, notices: message };
  if (kind === "call" && message) return called(state, fromCall(message, now), now);
  if (kind === "presence" && message?.role === "hub") return { ...state, hubAway: message.state !== "online" };
  return state;
}

/** Time passed: the next waiting call takes the large panel when the one on it has stood long enough. */
export function pass(state, now) {
  if (state.pending.length === 0 || !isFree(state, now)) return state;
  const [entry, ...pending] = state.pending;
  const log = state.log.map((known) => (known.callId === entry.callId ? { ...known, shownAt: now } : known));
  return { ...state, log, panel: { entry, since: now }, pending };
}

function hearCounter(state, id, message, retained, now) {
  state = { ...state, counters: placed(state.counters, id, message) };
  const ticket = message?.ticket;
  if (!ticket || !message.call_id || !["called", "serving"].includes(ticket.state)) return state;
  const live = ticket.state === "called" && (!retained || !message.presented?.displayed);
  const announced = ticket.state === "called" && !retained;
  return called(state, {
    callId: message.call_id, number: ticket.number, counter: id, name: message.name,
    at: Date.parse((retained && ticket.called_at) || message.at), heardAt: announced ? now : -Infinity,
    shownAt: announced ? null : -Infinity, live, announced,
  }, now);
}

function fromCall(message, now) {
  return {
    callId: message.call_id, number: message.ticket.number, counter: message.counter, name: message.counter_name,
    at: Date.parse(message.at), heardAt: now, shownAt: null, live: true, announced: true,
  };
}

// A call is known from its event or from its counter's state, whichever comes first: an event lost on the way
// (it expires) still reaches the panel. Of what stood before the board started only the newest is shown large.
function called(state, entry, now) {
  if (state.log.some((known) => known.callId === entry.callId)) return state;
  const log = [...state.log, entry].sort((one, other) => one.at - other.at).slice(-LOGGED_AT_MOST);
  state = { ...state, log };
  if (entry.announced) return pass({ ...state, pending: [...state.pending, entry] }, now);
  const stoodBefore = state.panel && !state.panel.entry.announced;
  const newest = last(log) === entry && state.pending.length === 0;
  return newest && (stoodBefore || isFree(state, now)) ? { ...state, panel: { entry, since: -Infinity } } : state;
}

/** Tell whether what stands on the large panel has stood there long enough. */
export function isFree(state, now) {
  const hold = state.pending.length >= RUSH_FROM ? RUSH_HOLD_MS : HOLD_MS;
  return !state.panel || now >= state.panel.since + hold;
}

/** The last item of a list; undefined where it is empty. */
export function last(list) {
  return list[list.length - 1];
}

function placed(all, id, message) {
  const rest = { ...all };
  delete rest[id];
  return message ? { ...rest, [id]: message } : rest;
}
