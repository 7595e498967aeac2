"""What the site's keeper is told about ratings that wait at a pad."""

from __future__ import annotations

from kiosk.ratings import AT_MOST, RatingQueue
from lobby.contract.rating import Levels
from lobby.health import Faults

LONG_S = 600.0
NEARLY_FULL = int(AT_MOST * 0.8)
_WAITING, _FULL, _DISK, _FACES = "ratings_waiting", "ratings_full", "ratings_disk", "buttons_scale"


def tell_of(queue: RatingQueue, faults: Faults) -> None:
    """Let the faults about `queue` stand that are true now, and no other."""
    faults.stand_while(
        _WAITING,
        queue.waited_s() >= LONG_S,
        "Có lượt đánh giá chờ gửi đã lâu (vẫn được giữ trên bảng đánh giá, không mất).",
        "Kiểm tra mạng, máy chủ của điểm và mục của bảng này trong hub.toml; nối lại được thì bảng tự gửi. "
        "Đừng xóa thư mục dữ liệu của bảng.",
    )
    faults.stand_while(
        _FULL,
        len(queue) >= NEARLY_FULL,
        f"Bảng đánh giá sắp đầy chỗ giữ các lượt chưa gửi (tối đa {AT_MOST}); khi đầy bảng sẽ không mở đánh giá mới.",
        "Nối lại mạng của bảng đánh giá với máy chủ của điểm để gửi các lượt đang giữ.",
    )
    faults.stand_while(
        _DISK,
        queue.failing,
        "Bảng đánh giá không ghi được lượt đánh giá vào đĩa; mất điện lúc này là mất các lượt chưa gửi.",
        "Kiểm tra thẻ nhớ: còn chỗ trống không, có bị chuyển sang chỉ đọc không; thay thẻ nếu hỏng.",
    )


def tell_of_faces(panel: Levels | None, wanted: int | None, faults: Faults) -> None:
    """Tell where the hub wants another number of faces than the buttons have."""
    faults.stand_while(
        _FACES,
        panel is not None and wanted is not None and panel != wanted,
        f"Bảng nút có {panel} mặt, còn cấu hình đánh giá của điểm đặt {wanted} mức: theo bảng nút.",
        "Đặt lại số mức đánh giá của điểm, hoặc thay bảng nút cho khớp.",
    )
