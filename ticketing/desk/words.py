"""What states, classes and roles of the contract are called on the pages, in Vietnamese."""

from __future__ import annotations

from datetime import datetime

from lobby.contract.devices import Standing
from lobby.contract.journal import EntryKind
from lobby.contract.requests import Place
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState, Wait
from ticketing.desk.accounts import OfficerRole
from ticketing.desk.audit import LOOKED, TABLET
from ticketing.engine import site
from ticketing.engine.hours_words import WEEKDAYS

# The reasons officers give, as offices' queue software offers them.
PAUSE_REASONS = ("Nghỉ giải lao", "Họp đột xuất", "Xử lý công việc khẩn cấp", "Hỗ trợ đồng nghiệp", "Khác")
SUPPLEMENT = "Bổ sung hồ sơ"
PARK_REASONS = ("Sao chụp giấy tờ", "Nộp phí, lệ phí", "Điền tờ khai", "Khác")
PRIORITY_REASONS = ("Cán bộ thấy tại sảnh", "Công dân xuất trình giấy tờ", "Công dân đề nghị", "Sửa lại cho đúng")
PLACES = (
    {"id": Place.BY_TIME.value, "words": "Theo giờ lấy số"},
    {"id": Place.FIRST.value, "words": "Lên đầu hàng"},
    {"id": Place.LAST.value, "words": "Xuống cuối hàng"},
)
# Minutes after which a parked number goes back in line by itself, offered beside the site's own rule.
PARK_MINUTES = (5, 10, 15, 30, 60)
UNDONE = {
    EntryKind.TICKET_CALLED: "Đã gọi {number}",
    EntryKind.TICKET_RECALLED: "Đã gọi lại {number}",
    EntryKind.TICKET_SERVING: "Đã bắt đầu phục vụ {number}",
    EntryKind.TICKET_SERVED: "Đã hoàn tất {number}",
    EntryKind.TICKET_NO_SHOW: "Đã ghi vắng mặt {number}",
    EntryKind.TICKET_PARKED: "Đã để chờ {number}",
    EntryKind.TICKET_TRANSFERRED: "Đã chuyển {number}",
}
UNDONE_OTHERWISE = "Vừa làm xong {number}"

PHASES = {
    CounterPhase.CLOSED: "Đang đóng",
    CounterPhase.OPEN: "Đang mở",
    CounterPhase.PAUSED: "Tạm nghỉ",
}
TICKET_STATES = {
    TicketState.WAITING: "Đang chờ",
    TicketState.CALLED: "Đang gọi",
    TicketState.SERVING: "Đang phục vụ",
    TicketState.PARKED: "Để chờ",
    TicketState.SERVED: "Đã xong",
    TicketState.NO_SHOW: "Vắng mặt",
    TicketState.CANCELLED: "Đã hủy",
    TicketState.EXPIRED: "Hết hiệu lực",
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
OFFICER_ROLES = {
    OfficerRole.OFFICER: "Cán bộ quầy",
    OfficerRole.HEAD: "Lãnh đạo",
    OfficerRole.ADMIN: "Quản trị",
}


def device_words(device: str, role: Role) -> str:
    """Return what people call a device: its kind and what tells it from others of that kind (Máy lấy số 1)."""
    kind, own = ROLES.get(role, role.value), device.removeprefix(role.value).lstrip("-")
    return f"{kind} {own}" if own else kind


def within(name: str) -> str:
    """Return a device's name as it stands within a sentence."""
    return name[:1].lower() + name[1:]


# What the audit says, as the keeper reads it; other lines are told as they are.
_AUDIT = {
    "logged in": "Đăng nhập",
    "logged out": "Đăng xuất",
    "wrong password": "Sai mật khẩu",
    "wrong password: locked": "Sai mật khẩu, tạm khóa",
    "refused: locked": "Bị từ chối vì đang khóa",
    "added": "Thêm tài khoản",
    "changed": "Tự đổi mật khẩu",
    "reset": "Đặt lại mật khẩu",
    "unlocked": "Mở khóa",
    "removed": "Xóa tài khoản",
    "confirmed the clock": "Xác nhận giờ của máy",
    "read about the restore": "Đã đọc thông báo phục hồi",
    "changed the notices": "Đổi thông báo trên bảng",
    "changed what pads show": "Đổi tên hiện trên bảng đánh giá",
    "changed the photo": "Đổi ảnh trên bảng đánh giá",
}


def audit_words(what: str) -> str:
    """Return a line of the audit for people."""
    edited = what.removeprefix("edited: ")
    if edited != what and edited in list(OfficerRole):
        return f"Sửa tài khoản: {OFFICER_ROLES[OfficerRole(edited)]}"
    if what.startswith(LOOKED):
        return f"Xem số liệu của cán bộ: {what.removeprefix(LOOKED)}"
    if what.startswith(TABLET):
        return f"Máy tính bảng đánh giá: {what.removeprefix(TABLET)}"
    return _AUDIT.get(what, what)


def priority_words(priority: str | None) -> str:
    """Return the priority's reason for people; empty for none."""
    words = "" if priority is None else site.priority_words(priority)
    return words[:1].upper() + words[1:]


def moment_words(at: datetime) -> str:
    """Return a date and time to be compared with a calendar: 08 giờ 05 phút, thứ Hai, ngày 23 tháng 11 năm 2026."""
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"{at:%H} giờ {at:%M} phút, {WEEKDAYS[at.weekday()]}, ngày {at:%d} tháng {month} năm {at.year}"


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
