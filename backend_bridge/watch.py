"""Names the bridge's faults for the site's keeper: what is wrong, what it means, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from backend_bridge.delivery import Delivery, Disagreement
from backend_bridge.intake import Intake
from backend_bridge.reach import Reach
from backend_bridge.store.outbox import DIFFERS, POISONED, REFUSED, Outbox
from lobby.clock import Clock
from lobby.health import Faults
from lobby.regular import Regular

LOOKS_EVERY_S = 1.0
CALL_VENDOR = "Báo bên quản trị phần mềm một cửa, kèm thời điểm và tên điểm này."

_DISAGREEMENTS = {
    Disagreement.BACKEND_AHEAD: (
        "Phần mềm một cửa đã có nhiều mục nhật ký hơn sổ của điểm này. Các mục mới đang được giữ lại, không mất.",
        "Sổ của máy chủ sảnh có thể vừa được phục hồi từ bản cũ. " + CALL_VENDOR,
    ),
    Disagreement.BACKEND_BEHIND: (
        "Phần mềm một cửa thiếu những mục nhật ký mà trước đây nó đã nhận. Các mục mới đang được giữ lại, không mất.",
        "Dữ liệu của phần mềm một cửa có thể vừa được phục hồi từ bản cũ. " + CALL_VENDOR,
    ),
    Disagreement.ALL_REFUSED: (
        "Phần mềm một cửa từ chối mọi mục nhật ký gửi đến. Các mục đang được giữ lại, không mất.",
        "Phần mềm một cửa có thể vừa đổi phiên bản. " + CALL_VENDOR,
    ),
}


class Watch(Regular):
    """Looks once a second; a fault is taken back when it is over."""

    def __init__(
        self,
        faults: Faults,
        reach: Reach,
        way_up: Reach,
        intake: Intake,
        delivery: Delivery,
        outbox: Outbox,
        clock: Clock,
        damaged: Callable[[], Path | None],
    ) -> None:
        super().__init__(clock, LOOKS_EVERY_S)
        self._faults = faults
        self._reach = reach
        self._way_up = way_up
        self._intake = intake
        self._delivery = delivery
        self._outbox = outbox
        self._damaged = damaged

    def look(self) -> None:
        self._tell_reach()
        self._tell_way_up()
        self._tell_journal()
        self._tell_aside()

    def _tell_reach(self) -> None:
        away = self._reach.away
        since = _when(away.since) if away else ""
        hint = away.hint if away else None
        self._faults.stand_while(
            "backend_line",
            hint is not None,
            f"Đường nối với phần mềm một cửa không dùng được từ {since}. {hint.detail if hint else ''}",
            hint.remedy if hint else "",
        )
        self._faults.stand_while(
            "backend_unreachable",
            away is not None and not away.refused_us and hint is None,
            f"Không kết nối được phần mềm một cửa từ {since}. Lấy số, gọi số và đánh giá vẫn chạy; "
            "nhật ký được giữ lại để gửi sau; tra cứu hồ sơ chỉ có kết quả đã lưu.",
            "Kiểm tra dây mạng và đường truyền, rồi địa chỉ ở mục [backend] của bridge.toml. " + CALL_VENDOR,
        )
        self._faults.stand_while(
            "backend_refuses",
            away is not None and away.refused_us,
            f"Phần mềm một cửa không chấp nhận khóa truy cập của điểm này từ {since}.",
            "Xin lại khóa truy cập và ghi vào tệp ở mục token_file (hoặc password_file, url_file) của bridge.toml, "
            "rồi khởi động lại dịch vụ.",
        )

    def _tell_way_up(self) -> None:
        away = self._way_up.away if self._way_up is not self._reach else None
        self._faults.stand_while(
            "entries_folder",
            away is not None,
            f"Không ghi được nhật ký vào thư mục nhận tệp từ {_when(away.since) if away else ''}. "
            "Các mục đang được giữ lại, không mất.",
            "Kiểm tra thư mục ở mục «entries» của [backend] trong bridge.toml: còn không, còn chỗ không, cầu nối có "
            "quyền ghi không.",
        )

    def _tell_journal(self) -> None:
        self._faults.stand_while(
            "outbox_unwritable",
            self._intake.unwritable,
            "Không ghi được nhật ký xuống đĩa. Máy chủ sảnh vẫn giữ các mục và sẽ gửi lại.",
            "Kiểm tra dung lượng đĩa và thẻ nhớ, thay thẻ nhớ nếu hỏng.",
        )
        self._faults.stand_while(
            "journal_gap",
            self._intake.gap_lasts,
            "Nhật ký từ máy chủ sảnh thiếu một đoạn, các mục sau đoạn đó đang chờ.",
            "Khởi động lại dịch vụ máy chủ sảnh (hub). Nếu vẫn còn, giữ nguyên thư mục dữ liệu và báo bên hỗ trợ.",
        )
        self._faults.stand_while(
            "hub_behind",
            self._intake.hub_behind,
            "Máy chủ sảnh không còn những mục nhật ký mà nó đã gửi trước đây.",
            "Sổ của máy chủ sảnh có thể vừa được phục hồi từ bản cũ. Giữ nguyên thư mục dữ liệu và báo bên hỗ trợ.",
        )
        for disagreement, (detail, remedy) in _DISAGREEMENTS.items():
            self._faults.stand_while(disagreement, self._delivery.disagreement is disagreement, detail, remedy)
        damaged = self._damaged()
        self._faults.stand_while(
            "outbox_damaged",
            damaged is not None,
            f"Tệp nhật ký chờ gửi bị hỏng, đã cất riêng thành {damaged.name if damaged else ''} và lập tệp mới.",
            "Giữ tệp đã cất, kiểm tra thẻ nhớ và báo bên hỗ trợ để lấy lại các mục chưa gửi.",
        )

    def _tell_aside(self) -> None:
        try:
            refused, poisoned, differs = (self._outbox.aside(why) for why in (REFUSED, POISONED, DIFFERS))
        except sqlite3.Error:
            return  # told as outbox_unwritable
        self._faults.stand_while(
            "entries_set_aside",
            bool(refused),
            f"Phần mềm một cửa từ chối {len(refused)} mục nhật ký ({_numbers(refused)}). Chúng được cất riêng, "
            "các mục khác vẫn gửi bình thường.",
            "Gửi tệp outbox.db trong thư mục dữ liệu của cầu nối cho bên hỗ trợ để nhập bổ sung, xong thì chạy "
            "«lobby bridge settle».",
        )
        self._faults.stand_while(
            "entries_poisoned",
            bool(poisoned),
            f"Phần mềm một cửa báo lỗi của chính nó (5xx) mỗi khi nhận {len(poisoned)} mục nhật ký "
            f"({_numbers(poisoned)}), trong khi vẫn nhận các mục khác. Chúng được cất riêng, các mục khác vẫn gửi.",
            "Gửi tệp outbox.db trong thư mục dữ liệu của cầu nối cho bên hỗ trợ để nhập bổ sung, xong thì chạy "
            "«lobby bridge settle». " + CALL_VENDOR,
        )
        self._faults.stand_while(
            "journal_differs",
            bool(differs),
            f"Máy chủ sảnh gửi lại {len(differs)} mục nhật ký với nội dung khác trước ({_numbers(differs)}).",
            "Sổ của máy chủ sảnh có thể vừa được thay hoặc phục hồi. Giữ nguyên thư mục dữ liệu và báo bên hỗ trợ.",
        )


def _when(moment: datetime) -> str:
    return f"{moment:%H:%M ngày %d/%m/%Y}"


def _numbers(seqs: Sequence[int]) -> str:
    return ", ".join(f"số {seq}" for seq in seqs[:3]) + (", …" if len(seqs) > 3 else "")
