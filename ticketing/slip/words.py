"""The words on a slip: times, people and minutes as a citizen reads them."""

from __future__ import annotations

from datetime import datetime

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.ticket import Wait

CAPTION = "SỐ THỨ TỰ"
PRIORITY = "ƯU TIÊN"
COUNTERS = "QUẦY PHỤC VỤ"
OFFLINE = "Số cấp khi mất kết nối"
AGAIN = "PHIẾU IN LẠI"
PRINTED_AT = "Thời gian in"
ISSUED_AT = "Thời gian cấp số"
IN_LINE = "Số vẫn có hiệu lực, xếp theo giờ cấp số."
AHEAD = "Số người chờ trước"
WAIT = "Thời gian chờ dự kiến"
FOLLOW = "Quét mã để theo dõi lượt"
FOLLOW_LATER = "Quét mã để theo dõi lượt khi đã kết nối lại"
SMS_AHEAD = "Còn mấy người trước: nhắn CHO\u00a0{ticket} gửi\u00a0{number}"
SMS_DOSSIER = "Tra cứu hồ sơ: nhắn HS\u00a0<mã\u00a0hồ\u00a0sơ> gửi\u00a0{number}"
SMS_AGAIN = "Xem lại: nhắn HS\u00a0{code} gửi\u00a0{number}"
HOTLINE = "Đường dây nóng"
THANKS = "Cảm ơn Quý khách!"
DOSSIER = "PHIẾU TRA CỨU HỒ SƠ"
TODO = "Việc cần làm tiếp"
DUE = "Ngày hẹn trả"
OLD_DUE = "Ngày hẹn trước đây"
NEW_DUE = "Ngày hẹn mới"
AS_OF = "Số liệu lúc"
OLD = "Số liệu cũ: chưa cập nhật được từ hệ thống một cửa."
SCAN_AGAIN = "Giơ mã này vào máy tra cứu để xem lại"
NOT_A_RECEIPT = "Phiếu này không thay giấy biên nhận."
PROCEDURE = "PHIẾU HƯỚNG DẪN THỦ TỤC"
CASE = "Trường hợp"
PAPERS = "Giấy tờ cần có"
NO_PAPERS = "Cổng Dịch vụ công không ghi giấy tờ; hãy hỏi cán bộ tại quầy."
FEES = "Phí, lệ phí"
DAYS = "Thời hạn giải quyết"
WHERE = "Nơi nộp"
WHOLE_PAGE = "Quét mã để xem đầy đủ"
ASK_FOR_MORE = "Hãy hỏi cán bộ để xem đầy đủ."
CODE = "Mã thủ tục"
SOURCE = "Nguồn"
LONG_MIN = 120
"""Minutes from which a wait is told in hours and minutes."""


def moment(at: datetime) -> str:
    """Return a time of the office's day: `08:01 22/11/2026`."""
    return at.astimezone(OFFICE_ZONE).strftime("%H:%M %d/%m/%Y")


def day(at: datetime) -> str:
    """Return a day as the office writes it: `24/11/2026`."""
    return at.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y")


def more_papers(count: int) -> str:
    """Return that `count` papers more are asked for than stand on the slip."""
    return f"… và {count} giấy tờ khác."


def people(count: int) -> str:
    """Return how many people, or that there are none."""
    return f"{count} người" if count else "Không có ai"


def minutes(wait: Wait) -> str:
    """Return an expected wait in whole minutes, a long one in hours too: the low end rounded down, the high end up."""
    low, high = wait.low_s // 60, max(1, -(-wait.high_s // 60))
    if low < 1:
        return f"dưới {_long(high)}"
    if low >= high:
        return f"khoảng {_long(high)}"
    if high < LONG_MIN:
        return f"{low} – {high} phút"
    return f"{_long(low)} – {_long(high)}"


def _long(minutes: int) -> str:
    if minutes < LONG_MIN:
        return f"{minutes} phút"
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest:02}"
