"""The speaker program's heart: takes calls from the bus, speaks them one after another, tells what became of each."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.calls import Call, Shown, ShownAs
from lobby.contract.states import CounterState
from lobby.link.device import DeviceLink
from lobby.speech.players.base import Label, Player, PlayFailed, Sound
from lobby.speech.renderer import RenderFailed
from lobby.speech.sound import RATE
from ticketing.voice.announcer import Announcement, Announcer
from ticketing.voice.phrases import Unspeakable
from ticketing.voice.waiting import Turn, WaitingCalls

log = logging.getLogger(__name__)

_NO_VOICE = "Không tạo được lời đọc, loa chỉ phát chuông."
_NO_VOICE_REMEDY = "Cài lại gói espeak-ng, hoặc chép các tệp ghi âm vào thư mục ghi âm của loa."
_NO_SOUND_REMEDY = "Kiểm tra dây loa, bộ khuếch đại và thiết bị âm thanh trong tệp cấu hình của loa."
_PATIENCE_S = 5.0


class Speaker:
    """Owns the link: `start` watches calls and begins to speak, `stop` falls silent at once."""

    def __init__(self, link: DeviceLink, announcer: Announcer, player: Player, clock: Clock) -> None:
        self._link = link
        self._announcer = announcer
        self._player = player
        self._clock = clock
        self._calls = WaitingCalls()
        self._come = threading.Event()
        self._ending = threading.Event()
        self._names: SimpleQueue[str | None] = SimpleQueue()
        self._known_names: set[str] = set()
        self._threads = [
            threading.Thread(target=self._speak_on, name="speaking", daemon=True),
            threading.Thread(target=self._prepare_on, name="preparing", daemon=True),
        ]

    def start(self) -> None:
        self._link.watch(Call, self._link.topics.call(), self._on_call)
        self._link.watch(CounterState, self._link.topics.counter(topics.EVERY), self._on_counter)
        for thread in self._threads:
            thread.start()
        self._link.start()

    def step(self) -> None:
        self._link.step()

    def stop(self) -> None:
        self._ending.set()
        self._come.set()
        self._names.put(None)
        self._player.stop()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_PATIENCE_S)
        self._announcer.stop()
        self._link.stop()

    def _on_call(self, call: Call) -> None:
        if self._calls.offer(call, self._clock.monotonic()):
            self._come.set()
        else:
            log.info("call %s came again, spoken once", call.call_id)

    def _on_counter(self, state: CounterState) -> None:
        self._calls.stands(state)
        if state.name not in self._known_names:
            self._known_names.add(state.name)
            self._names.put(state.name)

    def _prepare_on(self) -> None:
        missing = self._announcer.prepare(self._ending.is_set)
        if missing:
            self._link.faults.stand("voice", _NO_VOICE, _NO_VOICE_REMEDY)
        while (name := self._names.get()) is not None and not self._ending.is_set():
            self._announcer.prepare_counter(name)

    def _speak_on(self) -> None:
        while not self._ending.is_set():
            self._come.wait()
            self._come.clear()
            while not self._ending.is_set() and (turn := self._calls.next(self._clock.monotonic())) is not None:
                self._take(turn)

    def _take(self, turn: Turn) -> None:
        if turn.skipped is not None:
            waited = self._clock.monotonic() - turn.came
            log.info("call %s skipped after %.1f s: %s", turn.call.call_id, waited, turn.skipped.name)
            self._tell(turn.call, ShownAs.FAILED, str(turn.skipped))
            return
        # A thread's boundary: whatever one call meets, the next one is spoken.
        try:
            self._present(turn)
        except Exception:
            log.exception("call %s failed", turn.call.call_id)
            self._tell(turn.call, ShownAs.FAILED, "Loa gặp lỗi khi phát lời gọi này.")

    def _present(self, turn: Turn) -> None:
        trouble = None
        try:
            said = self._announcer.announce(turn.call.ticket.number, turn.call.counter_name, once=turn.others_wait)
            self._link.faults.clear("voice")
        except Unspeakable as fault:
            said, trouble = self._announcer.chime_alone(), str(fault)
        except RenderFailed as fault:
            log.error("call %s not rendered: %s", turn.call.call_id, fault)
            self._link.faults.stand("voice", _NO_VOICE, _NO_VOICE_REMEDY)
            said, trouble = self._announcer.chime_alone(), _NO_VOICE
        self._play(turn, said, trouble)

    def _play(self, turn: Turn, said: Announcement, trouble: str | None) -> None:
        call = turn.call
        label = Label(call.call_id, call.ticket.number, call.counter, call.nth, said.text)
        try:
            self._player.play(Sound(said.samples, RATE, label), lambda: self._begun(turn))
        except PlayFailed as fault:
            log.error("call %s not played: %s", call.call_id, fault.technical)
            if not self._ending.is_set():
                self._link.faults.stand("player", str(fault), _NO_SOUND_REMEDY)
            self._tell(call, ShownAs.FAILED, str(fault))
            return
        self._link.faults.clear("player")
        self._tell(call, ShownAs.FAILED if trouble else ShownAs.SPOKEN, trouble)

    def _begun(self, turn: Turn) -> None:
        first = self._clock.monotonic()
        log.info(
            "call %s first sample at %.6f, %.1f ms after it came", turn.call.call_id, first, 1000 * (first - turn.came)
        )

    def _tell(self, call: Call, shown_as: ShownAs, detail: str | None = None) -> None:
        shown = Shown.model_validate(
            {"call_id": call.call_id, "as": shown_as, "at": self._clock.now(), "detail": detail}
        )
        self._link.send(shown, self._link.topics.shown(self._link.device))
