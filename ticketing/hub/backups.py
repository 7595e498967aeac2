"""Tells the keeper when the last good backup is older than it may be, or there is none."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import Field

from lobby.clock import Clock
from lobby.health import Faults
from lobby.keepsake import last_good
from lobby.regular import Regular
from lobby.settings.load import Strict

LOOKS_EVERY_S = 60.0
AHEAD = timedelta(days=1)
_FAULT = "backup_overdue"


class BackupWatchSettings(Strict):
    """Where the last good backup is noted (`last.json` of `lobby backup`), and after how many days one is overdue:
    8 for backups every week, 2 for every night."""

    record: Path
    overdue_days: int = Field(default=8, ge=1, le=366)


class BackupWatch(Regular):
    """Looks once a minute; without settings nobody asked for backups, and nothing is told."""

    def __init__(self, settings: BackupWatchSettings | None, faults: Faults, clock: Clock) -> None:
        super().__init__(clock, LOOKS_EVERY_S)
        self._settings = settings
        self._faults = faults

    def look(self) -> None:
        if self._settings is not None:
            self._look(self._settings)

    def _look(self, settings: BackupWatchSettings) -> None:
        try:
            last = last_good(settings.record)
        except (OSError, ValueError):
            last = None  # a note that cannot be read vouches for nothing
        now = self._clock.now()
        # One by a clock that was ahead vouches for nothing: it would count as new for years.
        if last is not None and -AHEAD <= now - last <= timedelta(days=settings.overdue_days):
            self._faults.clear(_FAULT)
        else:
            self._faults.stand(
                _FAULT,
                _told(last, now),
                "Cắm ổ sao lưu rồi chạy: sudo systemctl start lobby-backup; xem lỗi: sudo journalctl -u lobby-backup",
            )


def _told(last: datetime | None, now: datetime) -> str:
    if last is None:
        return "Điểm này chưa có bản sao lưu nào."
    if last > now:
        return f"Bản sao lưu gần nhất ghi giờ chưa tới ({last:%H:%M ngày %d/%m/%Y}): đồng hồ lúc ấy hoặc bây giờ sai."
    return f"Bản sao lưu tốt gần nhất đã cũ: {last:%H:%M ngày %d/%m/%Y}."
