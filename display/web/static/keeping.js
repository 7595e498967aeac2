// What a board keeps for a start without hub or broker: its notices and results, and their pictures and videos.

import { isWhole } from "./checks.js";
import { mediaOf } from "./notices.js";

const KEPT = ["notices", "results"];
let asked = "";

/** The state with what this browser kept of it. */
export function recall(state, store) {
  const kept = {};
  KEPT.forEach((kind) => {
    const value = read(store, kind);
    if (value && isWhole(kind, value)) kept[kind] = value;
  });
  return Object.assign({}, state, kept);
}

/** Keep what changed between two states, and let the service worker `worker` fetch what will be shown. */
export function remember(before, state, store, worker) {
  KEPT.filter((kind) => before[kind] !== state[kind]).forEach((kind) => write(store, kind, state[kind]));
  const media = mediaOf(state.notices);
  if (!worker || JSON.stringify(media) === asked) return;
  asked = JSON.stringify(media);
  worker.postMessage({ media });
}

function read(store, kind) {
  try {
    return JSON.parse(store.getItem(kind));
  } catch (fault) {
    return null;
  }
}

// A browser that keeps nothing, or no more, draws all the same.
function write(store, kind, value) {
  try {
    if (value) store.setItem(kind, JSON.stringify(value));
    else store.removeItem(kind);
  } catch (fault) {
    console.warn("not kept:", kind, fault.message);
  }
}
