"""Names the faults of reporting for the site's keeper: what was dropped in the last day, and why."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from backend_bridge.store.reports import Reports, Why
from lobby.clock import Clock
from lobby.health import Faults
from lobby.regular import Regular

LOOKS_EVERY_S = 30.0
STANDS_FOR = timedelta(days=1)


class ReportsWatch(Regular):
    """Looks twice a minute; a fault is taken back a day after the last report was dropped."""

    def __init__(self, faults: Faults, reports: Reports, clock: Clock) -> None:
        super().__init__(clock, LOOKS_EVERY_S)
        self._faults = faults
        self._reports = reports

    def look(self) -> None:
        try:
            dropped = self._reports.dropped()
        except sqlite3.Error:
            return  # logged by who gathers; it must not hide other faults
        since = self._clock.now() - STANDS_FOR
        newly = {why: one.many for why, one in dropped.items() if one.at > since}
        self._faults.stand_while(
            "reports_refused",
            Why.REFUSED in newly,
            f"Phần mềm một cửa từ chối báo cáo tình trạng thiết bị: đến nay đã bỏ {newly.get(Why.REFUSED, 0)} báo cáo. "
            "Nhật ký lấy số, gọi số và đánh giá không bị ảnh hưởng.",
            "Báo bên quản trị phần mềm một cửa; lời từ chối nằm trong nhật ký dịch vụ cầu nối.",
        )
        self._faults.stand_while(
            "reports_dropped",
            Why.NO_ROOM in newly,
            f"Thiếu chỗ nên đã bỏ {newly.get(Why.NO_ROOM, 0)} báo cáo tình trạng thiết bị cũ nhất. "
            "Nhật ký lấy số, gọi số và đánh giá vẫn giữ đủ.",
            "Kiểm tra dung lượng đĩa của máy chạy cầu nối; nếu phần mềm một cửa mất kết nối đã lâu thì nối lại.",
        )
