"""Names the boards whose settings name a counter or a field that the site does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from display.led.wiring import Place
from lobby.clock import Clock
from lobby.health import Faults

EVERY_S = 30.0
CODE = "led_places"
_REMEDY = "Sửa mục counter hoặc waiting của bảng trong led.toml cho khớp với quầy và lĩnh vực của hub."


class Absent:
    """Hears which `counters` and `fields` there are, in any thread, and looks now and then."""

    def __init__(self, places: Sequence[Place], faults: Faults, clock: Clock) -> None:
        self.counters: set[str] = set()
        self.fields: set[str] = set()
        self._places = places
        self._faults = faults
        self._clock = clock
        self._due: float | None = None

    def step(self) -> None:
        """Let the fault stand, or take it back, when it is time to look; first after everything had time to come."""
        now = self._clock.monotonic()
        if self._due is None:
            self._due = now + EVERY_S
        if now < self._due or not self.counters:
            return
        self._due = now + EVERY_S
        if missing := list(self._missing()):
            self._faults.stand(CODE, "\n".join(missing), _REMEDY)
        else:
            self._faults.clear(CODE)

    def _missing(self) -> Iterator[str]:
        for place in self._places:
            if place.counter is not None and place.counter not in self.counters:
                yield f"{place.name}: điểm này không có quầy «{place.counter}», nên bảng không hiện số nào."
            if place.waiting is not None and place.waiting not in self.fields:
                yield f"{place.name}: điểm này không có lĩnh vực «{place.waiting}», nên bảng không hiện số chờ."
