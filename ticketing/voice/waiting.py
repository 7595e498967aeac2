"""The calls that wait to be spoken: in order, each once, without those that no longer help anybody."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import StrEnum

from lobby.contract.calls import Call
from lobby.contract.states import CounterState
from lobby.contract.ticket import TicketState

STALE_S = 180.0
_REMEMBERED = 1000
_WAITING_AT_MOST = 200


class Skipped(StrEnum):
    """Why a call is not spoken, as the officer reads it."""

    STALE = "Lời gọi chờ quá lâu nên không phát nữa."
    OVERTAKEN = "Quầy đã gọi số khác nên không phát lời gọi này."
    OVER = "Số này đã được phục vụ hoặc thôi gọi nên không phát lời gọi này."
    CROWDED = "Quá nhiều lời gọi đang chờ phát."


@dataclass(frozen=True)
class Turn:
    """The next call and, where it is not to be spoken, why; `came` is its monotonic arrival in seconds.

    `others_wait` tells that another citizen waits to hear a call meanwhile.
    """

    call: Call
    came: float
    skipped: Skipped | None = None
    others_wait: bool = False


class WaitingCalls:
    """Filled by the bus's thread, emptied by the speaking one; time is handed in, monotonic, in seconds."""

    def __init__(self, stale_s: float = STALE_S) -> None:
        self._stale_s = stale_s
        self._waiting: deque[Turn] = deque()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._newest: dict[str, str] = {}
        self._counters: dict[str, CounterState] = {}
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

    def stands(self, state: CounterState) -> None:
        """Remember how a counter stands: which ticket it holds, and whether that is still called."""
        with self._lock:
            self._counters[state.counter] = state

    def next(self, now: float) -> Turn | None:
        """Take the next call, told whether to skip it; None where none waits."""
        with self._lock:
            if not self._waiting:
                return None
            turn = self._waiting.popleft()
            others_wait = any(self._reason(other, now) is None for other in self._waiting)
            return Turn(turn.call, turn.came, self._reason(turn, now), others_wait)

    def _reason(self, turn: Turn, now: float) -> Skipped | None:
        if turn.skipped is not None:
            return turn.skipped
        if self._newest[turn.call.counter] != turn.call.ticket.ticket:
            return Skipped.OVERTAKEN
        if self._is_over(turn.call):
            return Skipped.OVER
        return Skipped.STALE if now - turn.came > self._stale_s else None

    def _is_over(self, call: Call) -> bool:
        state = self._counters.get(call.counter)
        # The hub tells of the call before the counter's picture: an older picture says nothing of this call.
        if state is None or state.at <= call.at:
            return False
        held = state.ticket
        return held is None or held.ticket != call.ticket.ticket or held.state is not TicketState.CALLED
