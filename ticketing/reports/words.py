"""What reports call things, in Vietnamese."""

from __future__ import annotations

from lobby.contract.rating import Doubt, Given, Index
from lobby.contract.rating_words import MOOD_WORDS

# The faces by mood, as pads in offices name them.
MOODS = {mood: said.vi for mood, said in MOOD_WORDS.items()}
INDICES = {
    Index.TOTAL_TIME: "Tổng thời gian giải quyết hồ sơ",
    Index.AGENCY_TIME: "Thời gian thực hiện của từng cơ quan",
    Index.RETURNS: "Số lần phải liên hệ bổ sung hồ sơ",
    Index.AGENCIES: "Số lượng cơ quan phải liên hệ",
    Index.RECEPTION: "Tổ chức tiếp nhận và trả kết quả",
    Index.PUBLICATION: "Công khai thủ tục hành chính",
    Index.ATTITUDE: "Thái độ phục vụ",
    Index.COMPLAINTS: "Tiếp thu, giải trình phản ánh, kiến nghị",
    Index.ONLINE: "Dịch vụ công trực tuyến",
}
GIVEN = {
    Given.TOUCH: "Màn hình cảm ứng tại quầy",
    Given.BUTTONS: "Bàn phím bấm tại quầy",
    Given.TABLET: "Máy tính bảng tại quầy",
    Given.PHONE: "Điện thoại của công dân",
}
DOUBTS = {
    Doubt.TOO_SOON: "Bấm quá nhanh sau khi mở đánh giá",
    Doubt.PACE: "Nhịp bấm bất thường",
    Doubt.LATE: "Gửi đến muộn",
}
ON_TIME = {
    "received": "Tiếp nhận",
    "processing": "Đang giải quyết",
    "on_time": "Đúng hạn",
    "overdue": "Quá hạn",
    "supplement": "Chờ bổ sung",
    "ready": "Chờ trả kết quả",
    "returned": "Đã trả kết quả",
}
DIMENSIONS = {
    "field": "Lĩnh vực",
    "counter": "Quầy",
    "officer": "Cán bộ",
    "hour": "Giờ",
    "weekday": "Thứ",
    "day": "Ngày",
    "month": "Tháng",
}
NO_OFFICER = "Không ghi tên cán bộ"
NO_COUNTER = "Không ở quầy nào"
NO_LONGER = "{id} (không còn dùng)"


def hour_words(hour: str) -> str:
    """Return "08:00–08:59"."""
    return f"{hour}:00–{hour}:59"
