"""Names the telephone's faults for the site's keeper: what is wrong, what it means, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from backend_bridge.sms.clerk import Clerk
from backend_bridge.sms.modem import Trouble
from backend_bridge.sms.post import REFUSALS_IN_A_ROW, Post
from backend_bridge.sms.store import Store
from lobby.clock import Clock
from lobby.health import Faults
from lobby.regular import Regular

LOOKS_EVERY_S = 1.0
LONG = timedelta(minutes=10)
FAINT = 1
_STOPPED = "Tin nhắn tra cứu của người dân chưa được trả lời; tin đã nhận được giữ lại để trả lời sau."

TROUBLES: dict[Trouble, tuple[str, str]] = {
    Trouble.NO_MODEM: (
        "Không thấy modem tin nhắn. " + _STOPPED,
        "Kiểm tra modem đã cắm và có điện, rồi đường dẫn «port» ở mục [modem] của sms.toml.",
    ),
    Trouble.SILENT: (
        "Modem tin nhắn không trả lời, đang được khởi động lại. " + _STOPPED,
        "Nếu còn báo sau 5 phút: rút modem ra, chờ 10 giây rồi cắm lại.",
    ),
    Trouble.NO_SIM: ("Modem tin nhắn không đọc được SIM. " + _STOPPED, "Rút modem, lắp lại SIM cho đúng chiều."),
    Trouble.PIN_WANTED: (
        "SIM của modem đòi mã PIN. " + _STOPPED,
        "Ghi mã PIN vào tệp «pin_file» ở mục [modem] của sms.toml, hoặc bỏ mã PIN của SIM bằng điện thoại.",
    ),
    Trouble.PIN_WRONG: (
        "Mã PIN của SIM không đúng. Mã này không được thử lại nữa để SIM không bị khóa. " + _STOPPED,
        "Ghi mã PIN đúng vào tệp «pin_file»; dịch vụ tự thử mã mới. Tệp ở /etc/lobby/credentials thì khởi động lại "
        "lobby-sms.",
    ),
    Trouble.SIM_LOCKED: (
        "SIM của modem đã bị khóa (đòi mã PUK). " + _STOPPED,
        "Lắp SIM vào điện thoại và mở khóa bằng mã PUK, hoặc liên hệ nhà mạng.",
    ),
    Trouble.NO_NETWORK: (
        "Modem tin nhắn không bắt được mạng di động. " + _STOPPED,
        "Kiểm tra ăng-ten, dời modem ra nơi có sóng; xem SIM có bị nhà mạng cắt không.",
    ),
}


class Watch(Regular):
    """Looks once a second; a fault is taken back when it is over."""

    def __init__(
        self,
        faults: Faults,
        post: Post,
        clerk: Clerk,
        store: Store,
        per_day: int,
        clock: Clock,
        damaged: Callable[[], Path | None],
    ) -> None:
        super().__init__(clock, LOOKS_EVERY_S)
        self._faults = faults
        self._post = post
        self._clerk = clerk
        self._store = store
        self._per_day = per_day
        self._damaged = damaged

    def look(self) -> None:
        self._tell_modem()
        self._tell_store()

    def _tell_modem(self) -> None:
        for trouble, (detail, remedy) in TROUBLES.items():
            self._faults.stand_while(trouble, self._post.trouble is trouble, detail, remedy)
        radio = self._post.radio
        self._faults.stand_while(
            "sms_signal_weak",
            self._post.trouble is None and radio is not None and radio.bars is not None and radio.bars <= FAINT,
            "Sóng di động ở modem tin nhắn rất yếu, tin có thể đi chậm.",
            "Dời modem hoặc ăng-ten ra gần cửa sổ.",
        )
        self._faults.stand_while(
            "sms_refused",
            self._post.refusals >= REFUSALS_IN_A_ROW,
            "Nhà mạng từ chối gửi nhiều tin liền. SIM có thể đã hết tiền, hết hạn hoặc bị khóa chiều gửi.",
            "Kiểm tra tài khoản và hạn của SIM, nạp tiền; nếu vẫn bị từ chối thì liên hệ nhà mạng.",
        )

    def _tell_store(self) -> None:
        try:
            waiting, today = self._store.waiting(), self._store.sent_today(self._clock.now())
        except sqlite3.Error:
            waiting, today = None, 0
        self._faults.stand_while(
            "sms_store_unwritable",
            waiting is None or self._clerk.unwritable or self._post.unwritable,
            "Không ghi được tin nhắn xuống đĩa. Tin đến được giữ trong modem.",
            "Kiểm tra dung lượng đĩa và thẻ nhớ, thay thẻ nhớ nếu hỏng.",
        )
        self._faults.stand_while(
            "sms_budget_reached",
            today >= self._per_day,
            f"Đã trả lời đủ {self._per_day} tin của hôm nay. Tin đến sau không được trả lời cho đến hết ngày.",
            "Nếu người dân hỏi nhiều thật: tăng «per_day» ở mục [limits] của sms.toml rồi khởi động lại dịch vụ.",
        )
        since = waiting.since if waiting is not None else None
        self._faults.stand_while(
            "sms_waiting",
            since is not None and self._clock.now() - since > LONG,
            f"Có tin nhắn chờ từ {since:%H:%M ngày %d/%m/%Y} chưa được trả lời." if since else "",
            "Xem các sự cố khác của modem và của cầu nối; gõ lobby sms status để biết số tin đang chờ.",
        )
        damaged = self._damaged()
        self._faults.stand_while(
            "sms_store_damaged",
            damaged is not None,
            f"Tệp tin nhắn bị hỏng, đã cất riêng thành {damaged.name if damaged else ''} và lập tệp mới.",
            "Kiểm tra thẻ nhớ. Tin chưa trả lời trong tệp cũ đã mất; xóa tệp cũ khi không cần nữa.",
        )
