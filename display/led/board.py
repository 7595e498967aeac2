"""The LED program's heart: calls and counters' pictures from the bus, views to the board, and what became of each."""

from __future__ import annotations

import logging
import threading

from display.led.driver import BoardLost, LedDriver
from display.led.frames import Unshowable
from display.model.led import LedModel, LedView
from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.calls import Call, Shown, ShownAs
from lobby.contract.states import CounterState
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

_REMEDY = "Kiểm tra dây tín hiệu và nguồn của bảng LED, và tên cổng trong tệp cấu hình."
REFRESH_S = 2.0  # a board that lost power, or a port that was replugged, is right again after this
RETRY_S = 1.0


class Board:
    """Owns the link and the driver; all writing happens in `step`."""

    def __init__(self, link: DeviceLink, driver: LedDriver, model: LedModel, clock: Clock) -> None:
        self._link = link
        self._driver = driver
        self._model = model
        self._clock = clock
        self._lock = threading.Lock()
        self._wanted: LedView | None = None
        self._shown: LedView | None = None
        self._due = 0.0
        self._told: dict[str, ShownAs] = {}

    def start(self) -> None:
        self._link.watch(Call, self._link.topics.call(), self._on_call)
        self._link.watch(CounterState, self._link.topics.counter(topics.EVERY), self._on_counter)
        self._link.start()

    def step(self) -> None:
        """Put on the board what has changed, and again what stands there, now and then."""
        now = self._clock.monotonic()
        with self._lock:
            view = self._model.view(now)
        if view != self._wanted or now >= self._due:
            self._show(view, now)
        self._link.step()

    def shown(self) -> LedView | None:
        """Return what the board was last given to show, None while it is not reached."""
        return self._shown

    def stop(self) -> None:
        self._driver.close()
        self._link.stop()

    def _on_call(self, call: Call) -> None:
        with self._lock:
            self._model.call(call)

    def _on_counter(self, state: CounterState) -> None:
        with self._lock:
            self._model.picture(state, self._clock.monotonic())

    def _show(self, view: LedView, now: float) -> None:
        self._wanted = view
        self._due = now + REFRESH_S
        try:
            self._driver.show(view)
        except BoardLost as fault:
            log.error("LED board lost: %s", fault.technical)
            self._due = now + RETRY_S
            self._shown = None
            self._link.faults.stand("led", str(fault), _REMEDY)
            self._tell(view, ShownAs.FAILED, str(fault))
        except Unshowable as fault:
            self._tell(view, ShownAs.FAILED, str(fault))
        else:
            self._shown = view
            self._link.faults.clear("led")
            self._tell(view, ShownAs.DISPLAYED)

    def _tell(self, view: LedView, shown_as: ShownAs, detail: str | None = None) -> None:
        """Tell of a call once: displayed, or failed and perhaps displayed later."""
        if view.call_id is None or self._told.get(view.call_id) in (shown_as, ShownAs.DISPLAYED):
            return
        self._told = {view.call_id: shown_as}
        shown = Shown.model_validate(
            {"call_id": view.call_id, "as": shown_as, "at": self._clock.now(), "detail": detail}
        )
        self._link.send(shown, self._link.topics.shown(self._link.device))
