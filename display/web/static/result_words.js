// What the results board says in each of its languages.

const VI = {
  counts: {
    received: "Mới tiếp nhận", processing: "Đang xử lý", on_time: "Đúng hạn", overdue: "Quá hạn", supplement: "Bổ sung",
    ready: "Chờ trả", returned: "Đã trả",
  },
  thousands: ".",
  counter: "Quầy",
  heading: "Đã có kết quả, mời đến nhận",
  none: "Hiện không có hồ sơ nào chờ trả kết quả.",
  silent: "Chưa nhận được số liệu từ phần mềm một cửa. Quý khách vui lòng hỏi cán bộ.",
  fresh: "Số liệu lúc", old: "Số liệu cũ, lúc", source: "Nguồn", page: "Trang",
  total: (shown, all) => (all > shown ? `${shown} mã mới nhất trong ${all}` : `${all} hồ sơ`),
};
const EN = {
  counts: {
    received: "Received", processing: "In progress", on_time: "On time", overdue: "Overdue", supplement: "Papers missing",
    ready: "Ready", returned: "Collected",
  },
  thousands: ",",
  counter: "Counter",
  heading: "Results ready to collect",
  none: "No result is waiting to be collected now.",
  silent: "No figures from the office's software yet. Please ask at a counter.",
  fresh: "As of", old: "Old figures, as of", source: "Source", page: "Page",
  total: (shown, all) => (all > shown ? `newest ${shown} of ${all}` : all === 1 ? "1 dossier" : `${all} dossiers`),
};

/** The results board's words in `language`, `vi` or `en`. */
export function resultWords(language) {
  return language === "en" ? EN : VI;
}
