// The board's link to the broker: MQTT 5 over WebSocket by mqtt.js, presence with its will, health, calls shown.

import { isWhole } from "./checks.js";
import { farewell } from "./farewell.js";
import { wireTime } from "./times.js";

const VERSION = "0.1.0";
const HEALTH_EVERY_MS = 30000;
const WATCHED = [
  "queue/+", "counter/+", "call", "notices", "results", "results/+", "speaking/+", "presence/+", "beat",
];
const REMEDY = "Sửa mục [[pages.board.boards]] của bảng này trong tệp cấu hình của hub rồi khởi động lại hub.";

/**
 * Connect as `access` says (site, device, username, password, websocket) and stay connected.
 * `clock()` gives the time of day in milliseconds; `faults` are sentences about the board's settings; `ears` has
 * linked(is), heard() and message(topic, value, retained). Returns {shown(callId), leave(), vanish(), end()}.
 */
export function connect(access, clock, faults, ears) {
  const root = `lobby/1/${access.site}/`;
  const began = clock();
  const beganAt = performance.now();
  const presence = (state) =>
    JSON.stringify({ v: 1, state, role: "board", version: VERSION, since: wireTime(began) });
  const own = `presence/${access.device}`;
  const standing = faults.map((detail) => ({ code: "settings", since: wireTime(began), detail, remedy: REMEDY }));
  let socket = null;
  let leaving = false;
  const createWebsocket = (url, protocols) => {
    socket = new WebSocket(url, protocols);
    return socket;
  };
  const options = Object.assign(settings(access, root + own, presence("offline")), { createWebsocket });
  const client = window.mqtt.connect(access.websocket, options);
  const publish = (topic, text, kept, qos, then) => client.publish(root + topic, text, { qos, retain: kept }, then);
  const tellPresence = () => leaving || publish(own, presence("online"), true, 1);
  const tellHealth = () =>
    publish(`health/${access.device}`, health(performance.now() - beganAt, standing), true, 0);
  const timer = setInterval(() => client.connected && tellHealth(), HEALTH_EVERY_MS);

  client.on("connect", () => {
    tellPresence();
    tellHealth();
    client.subscribe(WATCHED.map((topic) => root + topic), { qos: 1 });
    ears.linked(true);
  });
  client.on("close", () => ears.linked(false));
  client.on("error", (fault) => console.warn("link:", fault.message));
  client.on("packetreceive", () => ears.heard());
  client.on("message", (topic, payload, packet) => {
    const short = topic.slice(root.length);
    const value = read(short, payload);
    if (value === undefined) return;
    // Another page of this board has gone, and said that the board has stopped or is lost: this one is here.
    if (short === own && !(value && value.state === "online")) tellPresence();
    ears.message(short, value, packet.retain);
  });

  return {
    shown: (callId) => publish(`shown/${access.device}`, shown(callId, clock()), false, 1),
    // Resolves when the broker has taken `stopped` and the socket is closed; true where it has taken it.
    leave: () => new Promise((gone) => {
      clearInterval(timer);
      leaving = true;
      if (!client.connected) client.end(true, () => gone(false));
      else publish(own, presence("stopped"), true, 1, (fault) => client.end(false, () => gone(!fault)));
    }),
    // The page is torn down now: nobody waits for an answer, so what can still be said goes straight out.
    vanish: () => {
      clearInterval(timer);
      if (client.connected) socket.send(farewell(root + own, presence("stopped")));
      if (socket) socket.close();
    },
    end: () => {
      clearInterval(timer);
      client.end(true);
    },
  };
}

function settings(access, topic, lost) {
  return {
    protocolVersion: 5,
    clientId: `${access.device}-${Math.random().toString(36).slice(2, 12)}`,
    username: access.username,
    password: access.password,
    clean: true,
    keepalive: 4,
    reschedulePings: false,
    reconnectPeriod: 1000,
    reconnectOnConnackError: true,
    connectTimeout: 5000,
    resubscribe: false,
    timerVariant: "native",
    will: { topic, payload: lost, qos: 1, retain: true },
  };
}

// undefined where the payload is no message of its topic; null where a retained state was taken away.
function read(topic, payload) {
  if (payload.length === 0) return null;
  try {
    const value = JSON.parse(payload.toString());
    if (value && typeof value === "object" && isWhole(topic, value)) return value;
    console.warn(topic, "lacks what is drawn");
  } catch (fault) {
    console.warn(topic, "is not JSON:", fault.message);
  }
  return undefined;
}

function shown(callId, now) {
  return JSON.stringify({ v: 1, call_id: callId, as: "displayed", at: wireTime(now) });
}

function health(uptimeMs, faults) {
  const memory = performance.memory;
  return JSON.stringify({
    v: 1, uptime_s: Math.round(uptimeMs / 1000), load: 0, disk_free_mb: 0,
    memory_mb: Math.round(memory ? memory.usedJSHeapSize / (1024 * 1024) : 0), faults,
  });
}
