"""What is wrong with the machine's clock, in words for the site's keeper."""

from __future__ import annotations

from lobby.health import Faults
from ticketing.hub.timekeeper import Doubt

_SET_THE_CLOCK = "Kiểm tra ngày giờ và kết nối đồng bộ giờ (NTP) của máy chủ hàng đợi."
_CLOCK_FAULTS = {
    Doubt.BEHIND: (
        "Đồng hồ của máy chủ chậm hơn lần ghi cuối; ngày làm việc và số thứ tự được giữ nguyên cho đến khi đồng hồ "
        "qua ngày đang mở.",
        _SET_THE_CLOCK,
    ),
    Doubt.LOST: (
        "Máy chủ mất ngày giờ; số thứ tự và ngày làm việc đang mở vẫn tiếp tục, ngày mới chưa tự mở được.",
        _SET_THE_CLOCK,
    ),
    Doubt.AHEAD: (
        "Đồng hồ của máy chủ nhanh hơn lần ghi cuối hơn 31 ngày và chưa được đồng bộ; ngày làm việc cũ vẫn được giữ.",
        "Xem ngày giờ của máy chủ: sai thì chỉnh lại; đúng thì xác nhận ngày giờ ở trang quản trị, hoặc nối mạng để "
        "máy tự đồng bộ giờ (NTP).",
    ),
    Doubt.HELD: (
        "Đồng hồ của máy chủ vừa nhảy tới giờ khác hoặc ngày khác khi còn người chờ; ngày đang mở và số thứ tự được "
        "giữ nguyên.",
        "Không cần làm gì: giờ mới được dùng khi không còn ai chờ hoặc đang ở quầy, chậm nhất là sau nửa đêm. "
        "Nếu ngày giờ của máy chủ sai thì chỉnh lại.",
    ),
    Doubt.UNSURE: (
        "Máy chủ vừa bật lại, không có pin đồng hồ và chưa được đồng bộ nên giờ có thể sai; giờ mở cửa tạm chưa xét, "
        "vẫn cấp số.",
        "Xem ngày giờ của máy chủ: sai thì chỉnh lại; đúng thì xác nhận ngày giờ ở trang quản trị, hoặc nối mạng để "
        "máy tự đồng bộ giờ (NTP).",
    ),
}


def tell_clock(faults: Faults, doubt: Doubt | None) -> None:
    """Let the fault of `doubt` stand, and no other of the clock's."""
    for one, (detail, remedy) in _CLOCK_FAULTS.items():
        if one is doubt:
            faults.stand(f"clock_{one.value}", detail, remedy)
        else:
            faults.clear(f"clock_{one.value}")
