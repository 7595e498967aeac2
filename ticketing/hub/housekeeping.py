"""Has the journal's upkeep done a little at a time, and tells where it fails."""

from __future__ import annotations

import logging
import sqlite3

from lobby.contract.errors import Refused
from lobby.health import Faults
from ticketing.engine.state import Lobby
from ticketing.journal.upkeep import Upkeep

log = logging.getLogger(__name__)

STEPS_AT_ONCE = 4
_FAULT = "archive_failed"


class Housekeeping:
    """One thread's; each `step` takes some tens of milliseconds at most."""

    def __init__(self, upkeep: Upkeep, faults: Faults) -> None:
        self._upkeep = upkeep
        self._faults = faults

    def step(self, lobby: Lobby, through: int) -> None:
        """Do a little of what is due; entries after `through` stay where they are. A failure is tried again later."""
        try:
            for _ in range(STEPS_AT_ONCE):
                if lobby.day is None or not self._upkeep.step(lobby.day, through):
                    break
        except (sqlite3.Error, OSError, Refused) as fault:
            log.error("upkeep of the journal failed, tried again later: %s", fault)
            self._faults.stand(
                _FAULT,
                "Không chuyển được sổ của các tháng cũ vào kho lưu trữ; việc cấp và gọi số không bị ảnh hưởng.",
                "Kiểm tra dung lượng và tình trạng thẻ nhớ hoặc ổ đĩa của máy chủ hàng đợi.",
            )
        else:
            self._faults.clear(_FAULT)

    def stop(self) -> None:
        """Let go of the archive."""
        self._upkeep.close()
