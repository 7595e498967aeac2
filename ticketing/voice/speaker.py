"""The speaker program's heart: hears of calls, counters and fields on the bus, and lets its zone's one voice speak."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence

from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.calls import Call
from lobby.contract.states import CounterState, DeviceConfig, QueueState
from lobby.link.device import DeviceLink
from lobby.speech.players.base import Player
from ticketing.voice.ahead import Ahead
from ticketing.voice.announcer import Announcer
from ticketing.voice.catching_up import CatchingUp
from ticketing.voice.loudness import Loudness
from ticketing.voice.speaking import SpeakingThread
from ticketing.voice.telling import Telling
from ticketing.voice.waiting import URGENT, WaitingCalls
from ticketing.voice.zone import Zone

log = logging.getLogger(__name__)

HELD = "held"
LOOK_EVERY_S = 1.0
ZONE_EVERY_S = 10.0
_HELD = "Loa đang tạm im theo lệnh của cán bộ."
_HELD_REMEDY = "Mở trang điều hành, bấm «Cho loa đọc tiếp» khi việc khẩn cấp đã xong."
_ZONE = "Cấu hình khu vực của loa nhắc đến nơi mà điểm này không có: {unknown}."
_ZONE_REMEDY = "Sửa mục [zone] trong tệp cấu hình của loa cho khớp với quầy và lĩnh vực của hub."


class Speaker:
    """Owns the link: `start` watches calls and begins to speak, `stop` falls silent at once.

    Calls of a counter that is paused for one of the `urgent` reasons wait until it goes on.
    """

    def __init__(
        self,
        link: DeviceLink,
        announcer: Announcer,
        players: Callable[[], Player],
        clock: Clock,
        *,
        zone: Zone | None = None,
        loudness: Loudness | None = None,
        urgent: Collection[str] = URGENT,
    ) -> None:
        self._link = link
        self._announcer = announcer
        self._clock = clock
        self._zone = zone or Zone()
        self._telling = Telling(link, clock)
        self._calls = WaitingCalls(announcer.readings, urgent)
        self._catching_up = CatchingUp()
        self._ahead = Ahead(announcer, self._zone, self._on_missing)
        self._voice = SpeakingThread(
            self._calls, announcer, players, loudness or Loudness(announcer.volume), self._telling, clock
        )
        self._counters: set[str] = set()
        self._fields: set[str] = set()
        self._look_due = 0.0
        self._zone_due = 0.0

    @property
    def busy(self) -> bool:
        """Whether a call is being spoken."""
        return self._voice.busy

    def start(self) -> None:
        names = self._link.topics
        self._link.watch(Call, names.call(), self._on_call)
        self._link.watch(CounterState, names.counter(topics.EVERY), self._on_counter, self._forget_counter)
        self._link.watch(QueueState, names.queue(topics.EVERY), self._on_queue, self._forget_queue)
        self._link.watch(DeviceConfig, names.config(self._link.device), self._on_config, lambda _id: self._hold(False))
        self._zone_due = self._clock.monotonic() + ZONE_EVERY_S
        self._voice.start()
        self._ahead.start()
        self._link.start()

    def step(self) -> None:
        self._link.step()
        now = self._clock.monotonic()
        if now >= self._look_due:
            # What waits while the zone is held is told of when it is too old, without anybody calling.
            self._look_due = now + LOOK_EVERY_S
            self._voice.wake()
            self.catch_up()
        if now >= self._zone_due and self._counters:
            self._zone_due = now + ZONE_EVERY_S
            self.check_zone()

    def catch_up(self) -> None:
        """Speak the calls that never came here, and tell again what nobody heard that was spoken."""
        now = self._clock.monotonic()
        for lost in self._catching_up.lost(now, self._clock.now()):
            call = lost.call
            if self._zone.hears(call) and self._calls.offer(call, now - lost.age_s):
                log.warning("call %s did not come, spoken from its counter's picture", call.call_id)
                self._voice.wake()
        self._telling.again(self._catching_up.states())

    def check_zone(self) -> None:
        """Let `zone` stand where the zone names what the site, as far as it is known, does not have."""
        if unknown := self._zone.unknown(self._counters, self._fields):
            self._link.faults.stand("zone", _ZONE.format(unknown=", ".join(unknown)), _ZONE_REMEDY)
        else:
            self._link.faults.clear("zone")

    def stop(self) -> None:
        self._voice.stop()
        self._ahead.stop()
        self._announcer.stop()
        self._link.stop()

    def _on_call(self, call: Call) -> None:
        if not self._zone.hears(call):
            return
        if self._calls.offer(call, self._clock.monotonic()):
            self._voice.wake()
        else:
            log.info("call %s came again, spoken once", call.call_id)

    def _on_counter(self, state: CounterState) -> None:
        self._counters.add(state.counter)
        self._calls.stands(state)
        self._catching_up.counter(state, self._clock.monotonic())
        self._ahead.counter(state)

    def _on_queue(self, state: QueueState) -> None:
        self._fields.add(state.service)
        self._ahead.queue(state)

    def _forget_counter(self, counter: str) -> None:
        self._counters.discard(counter)
        self._catching_up.forget(counter)
        self._ahead.forget_counter(counter)

    def _forget_queue(self, service: str) -> None:
        self._fields.discard(service)
        self._ahead.forget_queue(service)

    def _on_config(self, config: DeviceConfig) -> None:
        self._hold((config.settings or {}).get(HELD) is True)

    def _hold(self, held: bool) -> None:
        if not self._calls.hold(held):
            return
        log.warning("the zone is %s", "held" if held else "spoken to again")
        if held:
            self._voice.hush()
            self._link.faults.stand(HELD, _HELD, _HELD_REMEDY)
        else:
            self._link.faults.clear(HELD)
            self._voice.wake()

    def _on_missing(self, missing: Sequence[str]) -> None:
        log.error("%d clips could not be made", len(missing))
        self._telling.voice(False)
