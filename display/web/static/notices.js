// The playlist of notices: which item stands on the stage now; pure, time handed in as milliseconds that only grow.

import { isText } from "./checks.js";

const USUAL_S = 12;
const LATE_MS = 8000;
const BROKEN_MS = 60000;
const MINUTE_MS = 60000;
const DAY_MINUTES = 1440;
const AHEAD_MS = 7 * 3600 * 1000;
const KINDS = ["text", "image", "video"];
const HERE = /^\/(?!\/)/;

/** The stage before anything stood on it. `nth` grows with each turn; `broken` knows what could not be shown, and when. */
export function beginStage() {
  return { item: null, key: "", place: -1, nth: 0, since: 0, at: 0, over: false, broken: {} };
}

/** The items of `notices` that are shown at `time`, the office's wall clock, in order. */
export function dueAt(notices, time) {
  return ((notices && notices.playlist) || []).filter((one) => isShown(one) && isDue(one, time));
}

/** Tell whether a notice's day and hour are now. */
export function isDue(notice, time) {
  if (Date.parse(notice.from) > time || Date.parse(notice.until) <= time) return false;
  const there = new Date(time + AHEAD_MS);
  const weekday = there.getUTCDay() || 7;
  if (notice.weekdays && notice.weekdays.length > 0 && notice.weekdays.indexOf(weekday) < 0) return false;
  return isInHours(notice, there.getUTCHours() * 60 + there.getUTCMinutes());
}

/**
 * The stage at `now`: the same item until it has stood its time, then the next that is due. While `quiet`, a video
 * waits, and its time with it.
 */
export function turnStage(before, notices, now, time, quiet) {
  const due = dueAt(notices, time).filter((one) => !(now - before.broken[keyOf(one)] < BROKEN_MS));
  const stage = held(before, now, quiet);
  if (due.length === 0) return stage.item ? changed(stage, { item: null, key: "", nth: stage.nth + 1 }) : stage;
  const place = stage.item ? due.map(keyOf).indexOf(stage.key) : -1;
  if (place >= 0 && !isOver(stage, now, due.length)) return changed(stage, { place, item: due[place] });
  const next = (place >= 0 ? place + 1 : Math.max(0, stage.place)) % due.length;
  return changed(stage, {
    item: due[next], key: keyOf(due[next]), place: next, nth: stage.nth + 1, since: now, over: false,
  });
}

/** The video of turn `nth` has come to its end. */
export function endVideo(stage, nth) {
  return stage.nth === nth ? changed(stage, { over: true }) : stage;
}

/** What stood in turn `nth` could not be shown: the others go on, and it is tried again later. */
export function breakItem(stage, nth, now) {
  if (stage.nth !== nth || !stage.item) return stage;
  return changed(stage, { over: true, broken: changed(stage.broken, { [stage.key]: now }) });
}

/** The addresses of all pictures and videos that may come, and what they weigh, for whoever keeps them at hand. */
export function mediaOf(notices) {
  return ((notices && notices.playlist) || []).filter((one) => isShown(one) && one.url)
    .map((one) => ({ url: one.url, size: one.size || 0 }));
}

// A board loads nothing from elsewhere, and shows no kind it does not know: such a notice is passed over by itself.
function isShown(notice) {
  if (!notice || KINDS.indexOf(notice.kind) < 0) return false;
  return notice.kind === "text" ? isText(notice.text) : HERE.test(notice.url || "");
}

function isInHours(notice, minutes) {
  const begins = minutesOf(notice.hours_from, 0), ends = minutesOf(notice.hours_until, DAY_MINUTES);
  return begins < ends ? minutes >= begins && minutes < ends : minutes >= begins || minutes < ends;
}

function minutesOf(hour, otherwise) {
  const parts = /^(\d\d):(\d\d)$/.exec(hour || "");
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : otherwise;
}

function keyOf(notice) {
  return `${notice.kind} ${notice.url || notice.text}`;
}

// While a call has the hall, a video's time stands still.
function held(stage, now, quiet) {
  const waits = quiet && stage.item && stage.item.kind === "video";
  return changed(stage, { at: now, since: waits ? stage.since + Math.max(0, now - stage.at) : stage.since });
}

function isOver(stage, now, count) {
  const seconds = stage.item.seconds || USUAL_S;
  // A video ends when it says so; one that hangs is given up a little after its time.
  if (stage.item.kind === "video") return stage.over || now - stage.since > Math.max(MINUTE_MS / 4, seconds * 1000 + LATE_MS);
  return stage.over || (count > 1 && now - stage.since >= seconds * 1000);
}

function changed(object, values) {
  return Object.assign({}, object, values);
}
