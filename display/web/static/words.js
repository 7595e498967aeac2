// What the board says in each of its languages, and whose turn it is.

const TURN_MS = 10000;
const CALM_AFTER_CALL_MS = 6000;

const VI = {
  invite: "Mời công dân có số", to: "Đến", recent: "Vừa gọi", waiting: "Đang chờ", counter: "Quầy", called: "Số được gọi",
  closed: "Đóng", paused: "Tạm dừng", open: "Sẵn sàng", resting: "Nghỉ", serving: "Đang phục vụ", calling: "Mời đến quầy",
  officer: "Cán bộ", nobodyWorks: "Các quầy hiện chưa làm việc", takeNumber: "Mời công dân lấy số thứ tự và chờ gọi",
  lost: "Mất kết nối – số có thể chưa mới nhất", fault: "Cấu hình bảng có chỗ sai",
  calm: "Quý công dân vui lòng chú ý số thứ tự trên bảng và nghe loa gọi.",
};
const EN = {
  invite: "Now calling number", to: "Go to", recent: "Last calls", waiting: "Waiting", counter: "Counter",
  called: "Number", closed: "Closed", paused: "Paused", open: "Ready", resting: "Closed", serving: "Being served",
  calling: "Please come", officer: "Officer", nobodyWorks: "The counters are not open now",
  takeNumber: "Please take a number and wait to be called", lost: "Connection lost – numbers may be out of date",
  fault: "The board's settings have a fault",
  calm: "Please watch the board for your number and listen for the call.",
};
const WORDS = { vi: VI, en: EN };
const PLAIN_COUNTER = /^Quầy(?: số)? (\d+)$/;

/** The board's words in `language`, `vi` or `en`. */
export function wordsOf(language) {
  return WORDS[language] || VI;
}

/** The language of the moment: `languages` take turns, but a call's first seconds are in the first of them. */
export function languageAt(languages, panel, now) {
  if (panel && panel.entry.announced && now - panel.since < CALM_AFTER_CALL_MS) return languages[0];
  return languages[Math.floor(now / TURN_MS) % languages.length];
}

/** A counter's name in `language`; `english` names those that say more than their number. */
export function counterName(name, id, language, english) {
  if (language !== "en") return name;
  const plain = PLAIN_COUNTER.exec(name);
  return english.counters[id] || (plain ? `Counter ${plain[1]}` : name);
}

/** A field's name in `language`. */
export function fieldName(name, id, language, english) {
  return (language === "en" && english.services[id]) || name;
}
