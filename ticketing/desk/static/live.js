// Hears of news: over the broker's WebSocket where it can be reached, else by asking the hub and waiting for its answer.

import { get, pause } from "./ask.js";

const HOLD_MS = 30000;
const RETRY_MS = 1500;
const SOON_MS = 100;
// Also without news: minutes of waiting grow, and a colleague may have taken the counter over.
const BEAT_MS = 15000;
// What happened at the own counter is fetched at once; twenty desks need not ask for each number that is taken elsewhere.
const SPACING_MS = 600;
const ACCESS_AGAIN_MS = 15000;

/**
 * Follow `place.counter` for ever. `place` has `live` and `link`, the addresses to ask; `known()` gives the picture's
 * {rev, run, seq}; `heard(picture)` gets each newer one; `standing(way, reached)` hears whether news come by "socket"
 * or by "asking", and whether the hub is reached. Returns wake(), which asks at once.
 */
export function follow(place, known, heard, standing) {
  let linked = false;
  let due = false;
  let stir = () => {};
  let asking = null;
  let askedAt = 0;
  let timer = 0;

  function wake() {
    clearTimeout(timer);
    timer = 0;
    due = true;
    stir();
  }

  function onLink(is) {
    if (linked === is) return;
    linked = is;
    // A question that waits for news need not: the socket will tell of them.
    if (is) asking?.abort();
    wake();
  }

  function onMessage(topic, value) {
    const elsewhere = value?.rev !== undefined && !topic.endsWith(`/counter/${place.counter}`);
    if (value?.rev <= known().seq) return;
    const rest = elsewhere ? SPACING_MS - (performance.now() - askedAt) : 0;
    if (rest <= 0) wake();
    else timer ||= setTimeout(wake, rest);
  }

  function still(milliseconds) {
    if (due) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      stir = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function ask() {
    due = false;
    asking = new AbortController();
    const { rev, run } = known();
    const address = linked ? place.live : `${place.live}?after=${rev}&run=${run}`;
    const asked = (askedAt = performance.now());
    const news = await get(address, HOLD_MS, asking.signal);
    standing(linked ? "socket" : "asking", true);
    if (news.go) return false;
    if (news.phase) heard(news);
    if (linked) {
      await pause(SOON_MS);
      await still(BEAT_MS);
    } else if (!news.phase || performance.now() - asked < SOON_MS) {
      // An answer at once without an action of ours may be a hub that has no place left to wait in.
      await pause(SOON_MS);
    }
    return true;
  }

  async function run() {
    for (;;) {
      try {
        if (!(await ask())) return;
      } catch {
        if (asking.signal.aborted) continue;
        standing(linked ? "socket" : "asking", false);
        await pause(RETRY_MS);
      }
    }
  }

  run();
  if (place.link) listen(place.link, onLink, onMessage);
  return wake;
}

// The viewer's password comes from the hub, to an officer who sits at a counter; a new one is fetched where it is refused.
async function listen(address, onLink, onMessage) {
  let access = null;
  try {
    access = await get(address, HOLD_MS);
  } catch {
    setTimeout(() => listen(address, onLink, onMessage), ACCESS_AGAIN_MS);
    return;
  }
  if (!access.websocket || !globalThis.mqtt) return;
  const client = globalThis.mqtt.connect(access.websocket, settings(access));
  const root = `lobby/1/${access.site}/`;
  const heard = [`config/${access.username}`, "counter/+", "queue/+", `presence/${access.hub}`].map((one) => root + one);
  client.on("connect", () => client.subscribe(heard, { qos: 0 }, (fault) => onLink(!fault)));
  client.on("close", () => onLink(false));
  client.on("message", (topic, payload) => onMessage(topic, read(payload)));
  client.on("error", (fault) => {
    if (!REFUSED.has(fault.code)) return;
    client.end(true);
    onLink(false);
    setTimeout(() => listen(address, onLink, onMessage), ACCESS_AGAIN_MS);
  });
}

// MQTT 5.0 §3.2.2.2: bad user name or password, not authorised; and MQTT 3.1.1's own codes for them.
const REFUSED = new Set([4, 5, 134, 135]);

function settings(access) {
  return {
    protocolVersion: 5,
    clientId: `${access.username}-${Math.random().toString(36).slice(2, 12)}`,
    username: access.username,
    password: access.password,
    clean: true,
    keepalive: 10,
    reconnectPeriod: 2000,
    connectTimeout: 5000,
    resubscribe: false,
    timerVariant: "native",
  };
}

function read(payload) {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return null;
  }
}
