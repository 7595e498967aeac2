"""What a restore leaves for the hub to do: numbers that may be in citizens' hands are left out, the keeper is told."""

from __future__ import annotations

import logging
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from lobby.contract.base import OFFICE_ZONE
from lobby.files import write_private
from lobby.health import Faults

log = logging.getLogger(__name__)

FILE = "restored.json"
FAULT = "restored"
_MOST_NAMED = 6


class Restore(BaseModel):
    """The journal was restored on the day `on`; it ended at `until`. Today numbers go on with `goes_on_with`, which the
    hub writes once it has seen to that."""

    on: date
    until: datetime | None = None
    day: date | None = None
    goes_on_with: tuple[str, ...] = ()


def leave(folder: Path, on: date) -> None:
    """Leave word in the hub's `folder` that its journal was restored on that day; raises OSError."""
    write_private(folder / FILE, Restore(on=on).model_dump_json().encode())


class AfterRestore:
    """Sees to a restore when the hub starts, and tells of it until the keeper has read it or the day is over."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self._file = folder / FILE
        self._faults = faults
        self._restore: Restore | None = None

    def open(self, until: datetime | None) -> None:
        """Read what a restore left; the journal ended at `until`."""
        try:
            self._restore = Restore.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return
        except (OSError, ValidationError) as fault:
            log.error("what a restore left cannot be read, taken as one of today: %s", fault)
            self._restore = Restore(on=datetime.now(OFFICE_ZONE).date())
        if self._restore.day is None:
            self._restore = self._restore.model_copy(update={"until": until})
        self.step(self._restore.day)

    @property
    def stands(self) -> bool:
        """Whether there was a restore of which the keeper has not read, or whose day is not over."""
        return self._restore is not None

    def wants(self, day: date) -> bool:
        """Tell whether numbers of the business `day` are still to be left out. A clock that nobody vouches for may
        hold an older day: then that of the restore is still to come."""
        known = self._restore
        return known is not None and (known.day is None or known.day < day <= known.on)

    def done(self, day: date, goes_on_with: tuple[str, ...]) -> None:
        """It was seen to: on this `day` fields go on with these numbers."""
        if self._restore is not None:
            self._restore = self._restore.model_copy(update={"day": day, "goes_on_with": goes_on_with})
            self._write(self._restore)

    def step(self, day: date | None) -> None:
        """Tell of it; on a later `day` nobody need know any more."""
        known = self._restore
        if known is None or known.day is None or day is None:
            return
        if day > max(known.day, known.on):
            self.read()
        else:
            self._tell(known)

    def read(self) -> None:
        """The keeper has read it, or the day is over."""
        self._restore = None
        self._file.unlink(missing_ok=True)
        self._faults.clear(FAULT)

    def _write(self, restore: Restore) -> None:
        try:
            write_private(self._file, restore.model_dump_json().encode())
        except OSError as fault:
            log.error("that the restore was seen to is not kept, the next start does it again: %s", fault)

    def _tell(self, restore: Restore) -> None:
        until = restore.until
        ended = f" đến {until.astimezone(OFFICE_ZONE):%H:%M ngày %d/%m/%Y}" if until is not None else ""
        named = ", ".join(restore.goes_on_with[:_MOST_NAMED])
        self._faults.stand(
            FAULT,
            f"Sổ vừa được phục hồi, chỉ có{ended}. Để không ai trùng số, hôm nay cấp tiếp từ số {named}; số dự phòng "
            "của máy lấy số hôm nay không dùng nữa.",
            "Người cầm phiếu lấy sau giờ đó: mời lấy số mới, hoặc phục vụ ngay rồi nhập bù ở bàn cán bộ.",
        )
