// What a board tells of the calls that it shows: once, and again where the hub did not hear it: pure functions.

const HEARD_WITHIN_MS = 6000;
const AT_MOST = 6;

/** The calls to tell of at `now`: new ones, and those that the hub does not count; `told` is what `toldOf` returned. */
export function dueOf(told, tell, unheard, now) {
  return tell.filter((callId) => {
    const known = told.get(callId);
    if (!known) return true;
    return unheard.indexOf(callId) >= 0 && known.times < AT_MOST && now - known.at >= known.waitMs;
  });
}

/**
 * What was told, now that it was of `callIds` too; each time the wait is twice as long. A call that is no longer in
 * `log` is forgotten.
 */
export function toldOf(told, callIds, log, now) {
  // A Map: as a property each key that never comes again would leave a hidden class behind.
  const after = new Map();
  log.filter((entry) => told.has(entry.callId)).forEach((entry) => after.set(entry.callId, told.get(entry.callId)));
  callIds.forEach((callId) => {
    const known = told.get(callId);
    after.set(callId, {
      at: now, times: known ? known.times + 1 : 1, waitMs: known ? 2 * known.waitMs : HEARD_WITHIN_MS,
    });
  });
  return after;
}
