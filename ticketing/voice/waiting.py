"""The calls that wait to be spoken: in order, each once, without those that no longer help anybody."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import StrEnum

from lobby.contract.calls import Call

STALE_S = 60.0
_REMEMBERED = 1000
_WAITING_AT_MOST = 200


class Skipped(StrEnum):
    """Why a call is not spoken, as the officer reads it."""

    STALE = "Lời gọi chờ quá lâu nên không phát nữa."
    OVERTAKEN = "Quầy đã gọi số khác nên không phát lời gọi này."
    CROWDED = "Quá nhiều lời gọi đang chờ phát."


@dataclass(frozen=True)
class Turn:
    """The next call and, where it is not to be spoken, why; `came` is its monotonic arrival in seconds."""

    call: Call
    came: float
    skipped: Skipped | None = None


class WaitingCalls:
    """Filled by the bus's thread, emptied by the speaking one; time is handed in, monotonic, in seconds."""

    def __init__(self, stale_s: float = STALE_S) -> None:
        self._stale_s = stale_s
        self._waiting: deque[Turn] = deque()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._newest: dict[str, str] = {}
        self._lock = threading.Lock()

    def offer(self, call: Call, now: float) -> bool:
        """Let `call` wait; False where this call id was offered before."""
        with self._lock:
            if call.call_id in self._seen:
                return False
            self._seen[call.call_id] = None
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            self._newest[call.counter] = call.ticket.ticket
            crowded = Skipped.CROWDED if len(self._waiting) >= _WAITING_AT_MOST else None
            self._waiting.append(Turn(call, now, crowded))
            return True

    def next(self, now: float) -> Turn | None:
        """Take the next call, told whether to skip it; None where none waits."""
        with self._lock:
            if not self._waiting:
                return None
            turn = self._waiting.popleft()
            return Turn(turn.call, turn.came, turn.skipped or self._reason(turn, now))

    def _reason(self, turn: Turn, now: float) -> Skipped | None:
        if self._newest[turn.call.counter] != turn.call.ticket.ticket:
            return Skipped.OVERTAKEN
        return Skipped.STALE if now - turn.came > self._stale_s else None
