"""The LED program's heart: calls and pictures from the bus, views to each board, and what became of each call."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from PIL import Image

from display.led.absent import Absent
from display.led.driver import Unshowable
from display.led.line import BoardLost, Line, LineLost
from display.led.telling import Telling
from display.led.wiring import Place
from display.model.brightness import Brightness
from display.model.led import LedView
from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.calls import Call, ShownAs
from lobby.contract.states import CounterState, QueueState
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

_LINE = "led"
_REMEDY = "Kiểm tra dây tín hiệu, nguồn và địa chỉ của bảng LED, và cổng trong tệp cấu hình."
_SHORTEN = "Bảng quá nhỏ cho số này: xem lại kích thước bảng và cách đánh số trong tệp cấu hình."
RETRY_S = 1.0
# A board that stays silent is asked less often, so that it does not keep those that answer waiting.
RETRY_MOST_S = 8.0
# systemd watches that the program's loop goes round, and a row of slow or silent boards takes long.
BUSY_S = 5.0


class _Standing:
    """How one board stands: what it is to show, when it is told again; `waits` is a view that others came before."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.wanted: LedView | None = None
        self.waits: LedView | None = None
        self.light = -1
        self.due = 0.0
        self.retry_s = RETRY_S


class Board:
    """Owns the link and the boards of one line; all writing happens in `step`."""

    def __init__(
        self,
        link: DeviceLink,
        line: Line,
        places: Sequence[Place],
        clock: Clock,
        brightness: Brightness | None = None,
    ) -> None:
        self._link = link
        self._line = line
        self._boards = [_Standing(place) for place in places]
        self._clock = clock
        self._brightness = brightness or Brightness({})
        self._lock = threading.Lock()
        self._telling = Telling(link, clock)
        self._absent = Absent(places, link.faults, clock)
        self._line_due = 0.0
        self._line_lost = False

    def start(self) -> None:
        names = self._link.topics
        self._link.watch(Call, names.call(), self._on_call)
        self._link.watch(CounterState, names.counter(topics.EVERY), self._on_counter, self._forget_counter)
        self._link.watch(QueueState, names.queue(topics.EVERY), self._on_queue, self._absent.fields.discard)
        self._link.start()

    def step(self) -> None:
        """Put on each board what has changed, and again what stands there, now and then: calls before all else.

        Boards that are left after `BUSY_S` get theirs in the next step.
        """
        light = self._brightness.level(self._clock.now().time())
        left, ends = list(self._boards), self._clock.monotonic() + BUSY_S
        while self._clock.monotonic() < ends and (found := self._most_urgent(left, light)) is not None:
            board, view = found
            left.remove(board)
            self._show(board, view, light)
        self._telling.again()
        self._absent.step()
        self._link.step()

    def pictures(self) -> list[Image.Image]:
        """Return the dots of each board, dark while it is not reached."""
        return [board.place.driver.picture() for board in self._boards]

    def stop(self) -> None:
        for board in self._boards:
            board.place.driver.close()
        self._line.close()
        self._link.stop()

    def _on_call(self, call: Call) -> None:
        with self._lock:
            for board in self._boards:
                board.place.showing.call(call)

    def _on_counter(self, state: CounterState) -> None:
        self._absent.counters.add(state.counter)
        self._telling.counter(state)
        with self._lock:
            for board in self._boards:
                board.place.showing.picture(state, self._clock.monotonic())

    def _forget_counter(self, counter: str) -> None:
        self._absent.counters.discard(counter)
        self._telling.forget(counter)

    def _on_queue(self, state: QueueState) -> None:
        self._absent.fields.add(state.service)
        with self._lock:
            for board in self._boards:
                board.place.showing.field(state)

    def _most_urgent(self, boards: Sequence[_Standing], light: int) -> tuple[_Standing, LedView] | None:
        """Return the board that is to be told first, and what; None where all stand as they should."""
        now = self._clock.monotonic()
        found: list[tuple[tuple[bool, bool, bool, float], _Standing, LedView]] = []
        for board in boards:
            if board.place.on_line and now < self._line_due:
                continue
            view = board.waits or self._view(board, now)
            new = view != board.wanted
            if new:
                # Asked for anew while others are told, it might have gone on, and a call would never be seen.
                board.waits = view
            if new or light != board.light or now >= board.due:
                called = new and view.call_id is not None
                found.append(((not called, not new, board.retry_s > RETRY_S, board.due), board, view))
        return min(found, key=lambda one: one[0])[1:] if found else None

    def _view(self, board: _Standing, now: float) -> LedView:
        with self._lock:
            return board.place.showing.view(now)

    def _show(self, board: _Standing, view: LedView, light: int) -> None:
        driver, code = board.place.driver, board.place.code
        board.wanted, board.light, board.waits = view, light, None
        try:
            driver.show(view, light, self._clock.monotonic())
        except LineLost as fault:
            self._lose_line(fault)
        except BoardLost as fault:
            self._lose(board, view, fault)
        except Unshowable as fault:
            board.due = self._clock.monotonic() + RETRY_MOST_S
            self._link.faults.stand(code, str(fault), _SHORTEN)
            self._tell(view, ShownAs.FAILED, str(fault))
        else:
            board.due = self._clock.monotonic() + driver.refresh_s
            board.retry_s = RETRY_S
            self._stands(board, view)
            if board.place.on_line:
                self._line_lost = False
                self._link.faults.clear(_LINE)
            self._link.faults.clear(code)
            self._tell(view, ShownAs.DISPLAYED)

    def _stands(self, board: _Standing, view: LedView) -> None:
        if view.call_id is not None:
            with self._lock:
                board.place.showing.stood(view.call_id, self._clock.monotonic())

    def _lose(self, board: _Standing, view: LedView, fault: BoardLost) -> None:
        if board.retry_s == RETRY_S:  # told once, not at each try
            log.error("%s lost: %s", board.place.code, fault.technical)
        board.place.driver.forget()
        board.due = self._clock.monotonic() + board.retry_s
        board.retry_s = min(2 * board.retry_s, RETRY_MOST_S)
        self._link.faults.stand(board.place.code, str(fault), _REMEDY)
        self._tell(view, ShownAs.FAILED, str(fault))

    def _lose_line(self, fault: LineLost) -> None:
        """Take every board of the line for lost: each is told everything again when the line is back."""
        if not self._line_lost:
            log.error("LED line lost: %s", fault.technical)
        self._line_lost = True
        now = self._clock.monotonic()
        self._line_due = now + RETRY_S
        self._link.faults.stand(_LINE, str(fault), _REMEDY)
        for board in self._boards:
            if board.place.on_line:
                board.place.driver.forget()
                board.due = 0.0
                view, board.waits = board.waits or self._view(board, now), None
                self._tell(view, ShownAs.FAILED, str(fault))

    def _tell(self, view: LedView, shown_as: ShownAs, detail: str | None = None) -> None:
        if view.call_id is not None:
            self._telling.tell(view.call_id, shown_as, detail)
