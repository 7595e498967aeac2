"""Tells the site's keeper what is wrong with the backend's catalogue of procedures."""

from __future__ import annotations

from typing import Protocol

from backend_bridge.records import Broken
from lobby.health import Faults

TOLD_AFTER = 3


class Trouble:
    """What goes wrong with the fetch, and whether it `lasts`: three fetches refused, or three answers of no use."""

    def __init__(self) -> None:
        self.why = ""
        self._rejected = 0
        self._failed = 0

    @property
    def is_refused(self) -> bool:
        """Tell whether fetch after fetch was given up: the next would be too."""
        return self._rejected >= TOLD_AFTER

    @property
    def lasts(self) -> bool:
        """Tell whether it went wrong often enough to be told."""
        return max(self._rejected, self._failed) >= TOLD_AFTER

    def rejected(self, why: str) -> None:
        """A fetch was given up."""
        self._rejected, self.why = self._rejected + 1, why

    def failed(self, why: str) -> None:
        """A page did not come."""
        self._failed, self.why = self._failed + 1, why

    def answered(self) -> None:
        """A page came; whether the whole is of use is still to be seen."""
        self._failed = 0

    def over(self) -> None:
        """A catalogue stands, or none is wanted."""
        self._failed = self._rejected = 0


class Fetching(Protocol):
    """What is watched."""

    broken: Broken
    trouble: Trouble


class ProceduresWatch:
    """Tells which procedures of the backend are left out, and that its catalogue is refused as a whole."""

    def __init__(self, faults: Faults, job: Fetching) -> None:
        self._faults = faults
        self._job = job

    def start(self) -> None:
        """Nothing to begin: the first `step` looks."""

    def stop(self) -> None:
        """Nothing to let go of."""

    def step(self) -> None:
        self._tell_broken(self._job.broken)
        if not self._job.trouble.lasts:
            self._faults.clear("procedures_refused")
            return
        self._faults.stand(
            "procedures_refused",
            f"Chưa lấy được danh mục thủ tục của phần mềm một cửa ({self._job.trouble.why}). Danh mục cũ vẫn dùng.",
            "Báo bên quản trị phần mềm một cửa. Nếu danh mục đúng là đã bớt quá nửa: dừng cầu nối, xóa tệp "
            "procedures.db trong thư mục dữ liệu của cầu nối rồi chạy lại.",
        )

    def _tell_broken(self, broken: Broken) -> None:
        if not broken.count:
            self._faults.clear("procedures_broken")
            return
        named = "; ".join(broken.named) + ("; …" if broken.count > len(broken.named) else "")
        self._faults.stand(
            "procedures_broken",
            f"Phần mềm một cửa gửi {broken.count} thủ tục hỏng ({named}). Chúng bị bỏ qua, các thủ tục khác vẫn dùng.",
            "Báo bên quản trị phần mềm một cửa, kèm mã các thủ tục đó.",
        )
