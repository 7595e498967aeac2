"""The calls that wait to be spoken: each once in order, repeats behind them, none that no longer helps anybody."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from lobby.contract.calls import Call
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState

URGENT = ("Xử lý công việc khẩn cấp",)
"""The reason that officers choose for a pause in an emergency."""
STALE_S = 180.0
CONFIRMED_S = 600.0
"""How long a first reading waits its turn while the counter's picture shows that the ticket is still called."""
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
    """One reading of a call and, where it is not to be spoken, why; `came` is the call's monotonic arrival in seconds.

    `reading` counts from 1; the later ones are repeats.
    """

    call: Call
    came: float
    reading: int = 1
    skipped: Skipped | None = None

    @property
    def repeats(self) -> bool:
        """Whether the call was read in full before."""
        return self.reading > 1


class WaitingCalls:
    """Filled by the bus's thread, emptied by the speaking one; time is handed in, monotonic, in seconds.

    Each call is read `readings` times. `urgent` are the reasons for which a paused counter's calls wait.
    """

    def __init__(self, readings: int = 2, urgent: Collection[str] = (), stale_s: float = STALE_S) -> None:
        self._readings = readings
        self._urgent = frozenset(urgent)
        self._stale_s = stale_s
        self._first: deque[Turn] = deque()
        self._again: deque[Turn] = deque()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._newest: dict[str, str] = {}
        self._counters: dict[str, CounterState] = {}
        self._held = False
        self._lock = threading.Lock()

    def offer(self, call: Call, now: float) -> bool:
        """Let `call` wait; False where this call id was offered before. A recall takes the place of older repeats."""
        with self._lock:
            if call.call_id in self._seen:
                return False
            self._seen[call.call_id] = None
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            self._newest[call.counter] = call.ticket.ticket
            self._again = deque(one for one in self._again if one.call.ticket.ticket != call.ticket.ticket)
            crowded = Skipped.CROWDED if len(self._first) >= _WAITING_AT_MOST else None
            self._first.append(Turn(call, now, skipped=crowded))
            return True

    def stands(self, state: CounterState) -> None:
        """Remember how a counter stands: which ticket it holds, whether that is still called, why it is paused."""
        with self._lock:
            self._counters[state.counter] = state

    def hold(self, held: bool) -> bool:
        """Let everything wait, or go on; tells whether that is a change."""
        with self._lock:
            changes = self._held != held
            self._held = held
            return changes

    def next(self, now: float) -> Turn | None:
        """Take what is read next, told whether to skip it; None where nothing is to be read now.

        Calls and recalls go in the order in which they came, and all of them before any repeat.
        """
        with self._lock:
            for turn in self._first:
                reason = self._reason(turn, now)
                if reason is not None or not self._waits(turn):
                    self._first.remove(turn)
                    return replace(turn, skipped=reason)
            return self._next_repeat(now)

    def read(self, turn: Turn) -> None:
        """Let the next repeat of `turn` wait, now that it was read to its end."""
        with self._lock:
            recalled = any(one.call.ticket.ticket == turn.call.ticket.ticket for one in self._first)
            if turn.reading < self._readings and not recalled:
                self._again.append(replace(turn, reading=turn.reading + 1))

    def put_back(self, turn: Turn) -> None:
        """Let `turn` wait again at the head of its line: its reading was broken off."""
        with self._lock:
            (self._again if turn.repeats else self._first).appendleft(turn)

    def _next_repeat(self, now: float) -> Turn | None:
        self._again = deque(one for one in self._again if self._reason(one, now) is None)
        turn = _first_of(one for one in self._again if not self._waits(one))
        if turn is not None:
            self._again.remove(turn)
        return turn

    def _waits(self, turn: Turn) -> bool:
        return self._held or self._is_urgent(self._counters.get(turn.call.counter))

    def _is_urgent(self, state: CounterState | None) -> bool:
        return state is not None and state.state is CounterPhase.PAUSED and state.pause_reason in self._urgent

    def _reason(self, turn: Turn, now: float) -> Skipped | None:
        if turn.skipped is not None:
            return turn.skipped
        if self._newest[turn.call.counter] != turn.call.ticket.ticket:
            return Skipped.OVERTAKEN
        if self._is_over(turn.call):
            return Skipped.OVER
        return Skipped.STALE if now - turn.came > self._patience(turn) else None

    def _patience(self, turn: Turn) -> float:
        # In a rush of long calls the last citizen's turn may come late, and they still stand there waiting for it.
        waits_its_turn = not turn.repeats and not self._waits(turn)
        return CONFIRMED_S if waits_its_turn and self._is_still_called(turn.call) else self._stale_s

    def _is_still_called(self, call: Call) -> bool:
        state = self._counters.get(call.counter)
        held = state.ticket if state is not None else None
        return held is not None and held.ticket == call.ticket.ticket and held.state is TicketState.CALLED

    def _is_over(self, call: Call) -> bool:
        state = self._counters.get(call.counter)
        # The hub tells of the call before the counter's picture: an older picture says nothing of this call.
        if state is None or state.at <= call.at:
            return False
        held = state.ticket
        return held is None or held.ticket != call.ticket.ticket or held.state is not TicketState.CALLED


def _first_of(turns: Iterable[Turn]) -> Turn | None:
    return next(iter(turns), None)
