// The office's clock and calendar, whatever the screen's own zone.

const ZONE = "Asia/Ho_Chi_Minh";
const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "short" });
const WEEKDAYS = {
  Mon: "Thứ Hai", Tue: "Thứ Ba", Wed: "Thứ Tư", Thu: "Thứ Năm", Fri: "Thứ Sáu", Sat: "Thứ Bảy", Sun: "Chủ nhật",
};

/** The office's time of day, `08:05`. */
export function clockOf(now) {
  return CLOCK.format(now);
}

/** The office's day, `Chủ nhật, 22/11/2026`. */
export function dateOf(now) {
  return `${WEEKDAYS[WEEKDAY.format(now)]}, ${DAY.format(now)}`;
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
  return new Date(now + 7 * 3600 * 1000).toISOString().replace("Z", "+07:00");
}
