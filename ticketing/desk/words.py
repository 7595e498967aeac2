"""What states, classes and roles of the contract are called on the pages, in Vietnamese."""

from __future__ import annotations

from lobby.contract.devices import Standing
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState, Wait
from ticketing.desk.accounts import OfficerRole
from ticketing.engine import site

# The reasons officers give, as offices' queue software offers them.
PAUSE_REASONS = ("Nghỉ giải lao", "Họp đột xuất", "Xử lý công việc khẩn cấp", "Hỗ trợ đồng nghiệp", "Khác")
PARK_REASONS = ("Bổ sung hồ sơ", "Sao chụp giấy tờ", "Nộp phí, lệ phí", "Khác")

PHASES = {
    CounterPhase.CLOSED: "Đang đóng",
    CounterPhase.OPEN: "Đang mở",
    CounterPhase.PAUSED: "Tạm nghỉ",
}
STANDINGS = {
    Standing.ONLINE: ("Đang chạy", "ok"),
    Standing.OFFLINE: ("Mất liên lạc", "fault"),
    Standing.STOPPED: ("Đã dừng", "warn"),
}
FAULTY = ("Có sự cố", "warn")
NEVER_SEEN = ("Chưa kết nối lần nào", "warn")
ROLES = {
    Role.KIOSK: "Máy tra cứu",
    Role.DISPENSER: "Máy lấy số",
    Role.PAD: "Bảng đánh giá",
    Role.BOARD: "Màn hình TV",
    Role.LED: "Bảng LED",
    Role.SPEAKER: "Loa gọi số",
    Role.KEYPAD: "Bàn phím gọi số",
    Role.DESK: "Bàn làm việc",
    Role.HUB: "Máy chủ hàng chờ",
    Role.BRIDGE: "Cầu nối phần mềm một cửa",
    Role.SMS: "Tin nhắn SMS",
    Role.BROKER: "Máy chủ thông điệp",
    Role.BACKEND: "Phần mềm một cửa",
}
OFFICER_ROLES = {OfficerRole.OFFICER: "Cán bộ quầy", OfficerRole.ADMIN: "Quản trị"}
# What a citizen reads on the phone: how the ticket stands, what to do, and the tone of the card.
TRACKED = {
    TicketState.WAITING: (
        "Đang chờ đến lượt",
        "Mời Quý khách chờ trong sảnh, nghe loa và nhìn bảng gọi số.",
        "waiting",
    ),
    TicketState.CALLED: (
        "Mời đến {counter}",
        "Đã đến lượt của Quý khách. Mời Quý khách mang phiếu và giấy tờ đến quầy ngay.",
        "called",
    ),
    TicketState.SERVING: ("Đang được phục vụ tại {counter}", "Cán bộ đang làm việc với Quý khách.", "serving"),
    TicketState.PARKED: (
        "Số của Quý khách được giữ lại",
        "Khi đã chuẩn bị xong, mời Quý khách quay lại quầy và báo số này. Không cần lấy số mới.",
        "waiting",
    ),
    TicketState.SERVED: ("Đã phục vụ xong", "Cảm ơn Quý khách!", "ended"),
    TicketState.NO_SHOW: (
        "Đã gọi nhưng chưa gặp Quý khách",
        "Mời Quý khách báo cán bộ hướng dẫn trong sảnh để được gọi lại hoặc lấy số mới.",
        "ended",
    ),
    TicketState.CANCELLED: ("Số này đã được trả lại", "Nếu vẫn cần làm thủ tục, mời Quý khách lấy số mới.", "ended"),
    TicketState.EXPIRED: (
        "Số này đã hết hiệu lực",
        "Số thứ tự chỉ dùng trong ngày. Mời Quý khách lấy số mới.",
        "ended",
    ),
}


def priority_words(priority: str | None) -> str:
    """Return the priority's reason for people; empty for none."""
    words = "" if priority is None else site.priority_words(priority)
    return words[:1].upper() + words[1:]


def minutes_words(seconds: float) -> str:
    """Return how long, in whole minutes or hours, as people say it."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "dưới 1 phút"
    return f"{minutes} phút" if minutes < 120 else f"{minutes // 60} giờ {minutes % 60:02d}"


def wait_words(wait: Wait | None) -> str:
    """Return an expected wait as a range of minutes; empty where none is known."""
    if wait is None:
        return ""
    low, high = round(wait.low_s / 60), max(1, round(wait.high_s / 60))
    return f"khoảng {high} phút" if low in (high, 0) else f"{low}–{high} phút"
