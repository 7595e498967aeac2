"""The demo's site: a commune office of seven counters in five fields, its devices and its officers (all invented)."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.contract.roles import Role

SITE = "demo"
OFFICE = "Trung tâm Phục vụ hành chính công"
PLACE = "Phường Tô Hiệu, tỉnh Sơn La"
HOTLINE = "0212 385 5555"
SMS_NUMBER = "0912 000 111"
# Receipts' QR codes lead to the portal of the state's services; the kiosk trusts codes of this host.
PORTAL = "dichvucong.gov.vn"
AGENCY = "UBND phường Tô Hiệu"
AGENCY_CODE = "H15.12"

# id, name, prefix
SERVICES = [
    ("ho-tich", "Hộ tịch – Chứng thực", "A"),
    ("dat-dai", "Đất đai – Xây dựng", "B"),
    ("lao-dong", "Lao động – Xã hội", "C"),
    ("kinh-doanh", "Đăng ký kinh doanh", "D"),
    ("tra-ket-qua", "Trả kết quả", "E"),
]
SERVICES_EN = {
    "ho-tich": "Civil status and certification",
    "dat-dai": "Land and construction",
    "lao-dong": "Labour and social affairs",
    "kinh-doanh": "Business registration",
    "tra-ket-qua": "Collecting results",
}
# What the backend calls its fields, each where its receipts belong; a result that is ready is given out at one place.
BACKEND_FIELDS = {
    "ho-tich": ["Hộ tịch", "Chứng thực", "Đăng ký, quản lý cư trú", "Lý lịch tư pháp"],
    "dat-dai": ["Đất đai", "Hoạt động xây dựng"],
    "lao-dong": ["Bảo trợ xã hội", "Giảm nghèo"],
    "kinh-doanh": ["Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)"],
}
COLLECTS = "tra-ket-qua"
# The field of each counter, from counter 1.
COUNTER_SERVICES = ["ho-tich", "ho-tich", "dat-dai", "dat-dai", "lao-dong", "kinh-doanh", "tra-ket-qua"]
COUNTERS = [f"quay-{number}" for number in range(1, len(COUNTER_SERVICES) + 1)]

TICKER = [
    "Giờ tiếp nhận: 7:30 – 11:30 và 13:30 – 17:00, thứ Hai đến thứ Sáu.",
    "Người dân không phải nộp thêm khoản nào ngoài phí, lệ phí đã niêm yết.",
    f"Đường dây nóng phản ánh, kiến nghị: {HOTLINE}.",
]
NOTICES = [
    {
        "kind": "text",
        "text": "Nộp hồ sơ trực tuyến tại dichvucong.gov.vn\nCán bộ ở bàn hướng dẫn giúp Quý khách ngay tại sảnh.",
        "seconds": 15,
    },
    {
        "kind": "text",
        "text": "Người cao tuổi, người khuyết tật, phụ nữ mang thai được ưu tiên\nHãy báo cán bộ khi lấy số.",
        "seconds": 15,
    },
]


@dataclass(frozen=True)
class Device:
    """A device of the demo's site; `size` is its screen in px, where it has one."""

    id: str
    role: Role
    counter: str | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class Officer:
    """An officer's account; the first password must be changed at the first login."""

    username: str
    name: str
    counter: str
    role: str = "officer"


DISPENSER = Device("dispenser-1", Role.DISPENSER, size=(1280, 800))
KIOSK = Device("kiosk-1", Role.KIOSK, size=(1920, 1080))
PADS = [Device(f"pad-{n}", Role.PAD, f"quay-{n}", (800, 480)) for n in (1, 2)]
BOARD = Device("board-1", Role.BOARD, size=(1920, 1080))
LED = Device("led-1", Role.LED)
SPEAKER = Device("speaker-1", Role.SPEAKER)
KEYPADS = [Device(f"keypad-{n}", Role.KEYPAD, counter) for n, counter in enumerate(COUNTERS, 1)]
SMS = Device("sms-1", Role.SMS)
HUB = Device("hub", Role.HUB)
BRIDGE = Device("bridge", Role.BRIDGE)
BROKER = Device("broker", Role.BROKER)
BACKEND = Device("backend", Role.BACKEND)
# The demo's own eye on the bus: it reads what a board reads and asks nothing.
WATCH = Device("watch", Role.BOARD)
# What officers' pages listen as: a board's rights at the broker, unknown to the hub.
DESK_VIEW = Device("desk-view", Role.BOARD)
# Boards to be opened in any browser: no program of the demo shows them.
RESULTS_BOARD = Device("board-results", Role.BOARD)
SPLIT_BOARD = Device("board-split", Role.BOARD)

TOUCH_SCREENS = [DISPENSER, KIOSK, *PADS]
ON_THE_BUS = [HUB, BRIDGE, DISPENSER, KIOSK, *PADS, BOARD, LED, SPEAKER, SMS, *KEYPADS]
DEVICES = [BROKER, BACKEND, *ON_THE_BUS]

OFFICERS = [
    Officer("lan.nt", "Nguyễn Thị Lan", "quay-1"),
    Officer("hung.lv", "Lò Văn Hùng", "quay-2"),
    Officer("mai.qt", "Quàng Thị Mai", "quay-3"),
    Officer("duc.tm", "Trần Minh Đức", "quay-4"),
    Officer("hoa.ct", "Cầm Thị Hòa", "quay-5"),
    Officer("tuan.pa", "Phạm Anh Tuấn", "quay-6"),
    Officer("yen.vt", "Vũ Thị Yến", "quay-7"),
]
ADMIN = Officer("quantri", "Người quản trị", "", "admin")


def counter_number(counter: str) -> int:
    """Return the number people read on a counter."""
    return COUNTERS.index(counter) + 1


def prefix_of(counter: str) -> str:
    """Return the letter before the numbers of a counter's field."""
    field = COUNTER_SERVICES[COUNTERS.index(counter)]
    return next(prefix for key, _, prefix in SERVICES if key == field)
