"""What a keeper is told of the catalogue that comes from the bridge."""

from __future__ import annotations

from pathlib import Path

from kiosk.catalogue.installing import synced
from kiosk.catalogue.store import mark_of
from lobby.health import Faults

_FAULT, _BROKEN = "catalogue_sync", "catalogue_broken"
_TOLD_AFTER = 3
_NAMED = 3


class Telling:
    """The faults of the sync: that none comes, that one cannot be used, that records of it were left out."""

    def __init__(self, faults: Faults, catalogue: Path) -> None:
        self._faults = faults
        self._catalogue = catalogue

    def failed(self, times: int) -> None:
        """Tell, from the third time on, that none comes."""
        if times >= _TOLD_AFTER:
            self._faults.stand(
                _FAULT,
                "Chưa lấy được danh mục thủ tục mới từ cầu nối; danh mục cũ vẫn dùng được.",
                "Kiểm tra dịch vụ cầu nối và dung lượng thẻ nhớ của máy tra cứu. Máy tự thử lại.",
            )

    def refused(self) -> None:
        """Tell that the one that came cannot be used."""
        self._faults.stand(
            _FAULT,
            "Danh mục thủ tục mới từ cầu nối không dùng được; danh mục cũ vẫn dùng được.",
            "Báo bên quản trị phần mềm một cửa. Máy chờ đến khi cầu nối có danh mục khác.",
        )

    def stands(self) -> None:
        """Tell that the one that is to stand does, and which records of it were left out."""
        self._faults.clear(_FAULT)
        last = synced(self._catalogue)
        if last is None or not last.broken or last.mark != mark_of(self._catalogue):
            self._faults.clear(_BROKEN)
            return
        named = "; ".join(last.broken[:_NAMED]) + ("; …" if len(last.broken) > _NAMED else "")
        self._faults.stand(
            _BROKEN,
            f"Danh mục thủ tục mới có bản ghi hỏng, đã bỏ qua: {named}",
            "Các thủ tục khác vẫn dùng được. Báo bên quản trị phần mềm một cửa, kèm mã các thủ tục đó.",
        )
