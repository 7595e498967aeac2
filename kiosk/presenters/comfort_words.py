"""The words of comfort choices, of the choice of a language, and of reading aloud."""

from __future__ import annotations

from kiosk.presenters.wording import mark

DOOR = mark("Dễ đọc, dễ nghe")
TITLE = mark("Màn hình thế nào cho dễ dùng?")
HINT = mark("Chạm để bật hoặc tắt. Khi ông bà dùng xong, màn hình tự trở về như thường.")
ON = mark("Đang bật")
OFF = mark("Đang tắt")
VOLUME = mark("Âm lượng đọc: {level} trên {loudest}")
SOFTER = mark("Nhỏ hơn")
LOUDER = mark("To hơn")
ANEW = mark("Trở về như thường")
CLOSE = mark("Xong")
NAMES = {
    "big": mark("Chữ to"),
    "contrast": mark("Tương phản cao"),
    "low": mark("Nút bấm ở thấp"),
    "aloud": mark("Đọc thành tiếng"),
}
LANGUAGE_BACK = mark("Quay lại")

BUTTONS = mark("Các nút trên màn hình:")
NTH = mark("Số {n}: {text}")
PLUG_IN = mark("Để giữ riêng tư, nội dung hồ sơ chỉ đọc qua tai nghe. Xin cắm tai nghe vào lỗ cắm của máy.")
READS = mark("Đã bật đọc thành tiếng.")
READS_NO_MORE = mark("Đã tắt đọc thành tiếng.")
KEYS_HELP = mark("Phím cộng và phím trừ để chuyển nút, phím Enter để bấm, phím sao để nghe lại.")
KEYS_WRITE = mark("Phím số để gõ số. Phím cộng và phím trừ để tới từng chữ, phím Enter để gõ chữ đó.")
KEYS_FIND = mark(
    "Phím số để tìm chữ như trên điện thoại: phím 2 là A, bấm nữa là B, rồi C. Phím Enter để gõ chữ đó, "
    "phím 0 để cách, phím chấm để xóa, phím 1 để tới các nút khác."
)
DELETED = mark("Đã xóa {text}")
