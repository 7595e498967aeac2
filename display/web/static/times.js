// The office's clock and calendar, whatever the screen's own zone: its day is seven hours ahead of UTC all year.

const AHEAD_MS = 7 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const WEEKDAYS = {
  vi: ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

const two = (number) => (number < 10 ? "0" : "") + number;
const there = (now) => new Date(now + AHEAD_MS);

/** The office's time of day, `08:05`. */
export function clockOf(now) {
  const at = there(now);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** The office's day, `Chủ nhật, 22/11/2026`; `language` is `vi` or `en`. */
export function dateOf(now, language = "vi") {
  const at = there(now);
  return `${WEEKDAYS[language][at.getUTCDay()]}, ${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

/** Which of the office's days a moment is on: a number that grows by one at each of its midnights. */
export function dayOf(now) {
  return Math.floor((now + AHEAD_MS) / DAY_MS);
}

/**
 * The time of day at the machine's time `now`: another one where a simulated `day` is played, which stands at `start`
 * when the machine's clock stands at `since`, and then runs `speed` times as fast.
 */
export function timeOfDay(now, day) {
  if (!day) return now;
  const passed = now - Date.parse(day.since);
  return Date.parse(day.start) + (passed > 0 ? passed * day.speed : passed);
}

/** A moment as the contract writes it: RFC 3339 with milliseconds and the office's offset. */
export function wireTime(now) {
  return there(now).toISOString().replace("Z", "+07:00");
}
