"""The visit itself: a number taken, called, served, rated; receipts looked up, a procedure read; each step timed."""

from __future__ import annotations

import time
from collections.abc import Callable
from subprocess import SubprocessError

from demo.run import Demo
from demo.walkthrough.desk import DeskSteps
from demo.walkthrough.lobby import LobbySteps
from demo.walkthrough.lookups import LookupSteps
from demo.walkthrough.messages import MessageSteps
from demo.walkthrough.procedures import ProcedureSteps
from demo.walkthrough.touching import NotSeen

Step = tuple[str, Callable[[], str]]


class Visit:
    """One citizen's visit; `complete` is true only when every step was seen to happen."""

    def __init__(self, demo: Demo, say: Callable[[str], None]) -> None:
        self._demo = demo
        self._say = say
        self._lookups = LookupSteps(demo)
        self._procedures = ProcedureSteps(demo)
        self._lobby = LobbySteps(demo)
        self._desk = DeskSteps(demo, self._lobby)
        self._messages = MessageSteps(demo)
        self.complete = False

    def walk(self) -> None:
        """Take every step in order and tell each with its time; stops at the first that does not happen."""
        lookups, procedures, lobby, desk = self._lookups, self._procedures, self._lobby, self._desk
        steps: list[Step] = [
            ("Cán bộ đăng nhập và đổi mật khẩu lần đầu", desk.log_in),
            ("Người khác lấy số, quầy 3 gọi bằng bàn phím", lobby.others_come),
            ("Lấy số ở máy phát số", lobby.take_number),
            ("Đọc lại mã QR trên phiếu in", lobby.read_ticket),
            ("Giơ biên nhận trước camera (mã vạch)", lookups.by_camera),
            ("Giơ biên nhận trước camera (mã QR)", lookups.by_camera_qr),
            ("Quét bằng máy quét bàn phím (HID)", lookups.by_hid),
            ("Quét bằng máy quét cổng nối tiếp", lookups.by_serial),
            ("Gõ mã trên bàn phím màn hình", lookups.by_typing),
            ("Nhắn tin hỏi hồ sơ", self._messages.ask),
            ("Xem một thủ tục cần những gì", procedures.read),
            ("In thủ tục đó ra giấy mang về", procedures.print),
            ("Nghe đọc qua tai nghe, bấm bàn phím số", procedures.hear),
            ("Cán bộ mở quầy và gọi số", desk.call_next),
            ("Bảng TV hiện số", lobby.see_board),
            ("Bảng LED hiện số", lobby.see_led),
            ("Loa đọc lời gọi", lobby.hear_call),
            ("Bấm phím gọi lại trên bàn phím quầy", lobby.recall_by_keypad),
            ("Cán bộ bắt đầu phục vụ và hoàn tất", desk.serve_and_finish),
            ("Chấm điểm trên bảng đánh giá", lobby.rate),
            ("Theo dõi phiếu trên điện thoại", desk.follow_ticket),
            ("Phần mềm một cửa nhận đủ nhật ký", lobby.journal_arrived),
            ("Chụp lại mọi màn hình", desk.keep_pictures),
        ]
        self._take(steps)

    def stop(self) -> None:
        """Close the visitors' browser; a visit under way ends by that."""
        self._desk.close()

    def _take(self, steps: list[Step]) -> None:
        begun = time.monotonic()
        for place, (what, step) in enumerate(steps, 1):
            started = time.monotonic()
            try:
                seen = step()
            except (NotSeen, OSError, KeyError, ValueError, SubprocessError) as fault:
                self._say(f"✗ {place:2}/{len(steps)} {what}: KHÔNG THẤY {fault}")
                return
            self._say(f"✓ {place:2}/{len(steps)} {what}: {seen} ({time.monotonic() - started:.1f} s)")
        self.complete = True
        self._say(f"Lượt đi trọn vẹn trong {time.monotonic() - begun:.1f} s; ảnh ở {self._demo.places.screens}")
