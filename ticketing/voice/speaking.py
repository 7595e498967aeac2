"""The one voice of a zone: a thread that reads one call after another and tells what became of each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.calls import Call
from lobby.speech.players.base import Label, Player, PlayFailed, Sound
from lobby.speech.renderer import RenderFailed
from lobby.speech.sound import RATE, at_volume
from ticketing.voice.announcer import Announcement, Announcer
from ticketing.voice.loudness import Loudness
from ticketing.voice.phrases import Unspeakable
from ticketing.voice.telling import Telling
from ticketing.voice.waiting import Turn, WaitingCalls

log = logging.getLogger(__name__)

SILENT = "Loa đang tắt tiếng theo giờ đã đặt nên số chỉ hiện trên bảng."
_FAILED = "Loa gặp lỗi khi phát lời gọi này."
_PATIENCE_S = 5.0


@dataclass(frozen=True)
class _Said:
    """What is played for a turn, and what was wrong with its words."""

    announcement: Announcement
    trouble: str | None = None


class SpeakingThread:
    """Reads from `calls` between `start` and `stop`; `players` makes a new player where one was stopped."""

    def __init__(
        self,
        calls: WaitingCalls,
        announcer: Announcer,
        players: Callable[[], Player],
        loudness: Loudness,
        telling: Telling,
        clock: Clock,
    ) -> None:
        self._calls = calls
        self._announcer = announcer
        self._players = players
        self._loudness = loudness
        self._telling = telling
        self._clock = clock
        self._player: Player = players()
        self._read: Turn | None = None
        self._cut = False
        self._lock = threading.Lock()
        self._come = threading.Event()
        self._ending = threading.Event()
        self._busy = threading.Event()
        self._thread = threading.Thread(target=self._run, name="speaking", daemon=True)

    @property
    def busy(self) -> bool:
        """Whether a call is being spoken."""
        return self._busy.is_set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Fall silent at once; a call that was read in full is still told."""
        with self._lock:
            self._ending.set()
            self._player.stop()
        self._come.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def wake(self) -> None:
        """Look whether there is something to say."""
        self._come.set()

    def hush(self) -> None:
        """Break off what is being said; a call that was not yet read in full is read again when its turn comes."""
        with self._lock:
            self._cut = True
            self._player.stop()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._come.wait()
            self._come.clear()
            while not self._ending.is_set():
                self._renew()
                turn = self._calls.next(self._clock.monotonic())
                self._confirm_unless(turn)
                if turn is None:
                    break
                self._take(turn)
            self._telling.is_quiet()
        self._confirm_unless(None)

    def _renew(self) -> None:
        with self._lock:
            if self._cut and not self._ending.is_set():
                self._player = self._players()
                self._cut = False

    def _confirm_unless(self, turn: Turn | None) -> None:
        """Tell that the call before was spoken, unless its repeat follows at once: that belongs to it."""
        read = self._read
        if read is not None and (turn is None or turn.call.call_id != read.call.call_id):
            self._read = None
            self._telling.spoken(read.call)

    def _take(self, turn: Turn) -> None:
        if turn.skipped is not None:
            waited = self._clock.monotonic() - turn.came
            log.info("call %s skipped after %.1f s: %s", turn.call.call_id, waited, turn.skipped.name)
            self._telling.failed(turn.call, str(turn.skipped))
            return
        # A thread's boundary: whatever one call meets, the next one is spoken.
        try:
            self._present(turn)
        except Exception:
            log.exception("call %s failed", turn.call.call_id)
            self._fail(turn, _FAILED)

    def _present(self, turn: Turn) -> None:
        volume = self._loudness.volume(self._clock.now())
        if volume == 0:
            self._fail(turn, SILENT)
            return
        said = self._words(turn)
        sound = Sound(
            at_volume(said.announcement.samples, volume),
            RATE,
            _label(turn.call, said.announcement.text),
            continues=self._follows(turn),
        )
        try:
            self._play(sound, turn)
        except PlayFailed as fault:
            self._not_played(turn, fault)
        else:
            self._played(turn, said.trouble)

    def _follows(self, turn: Turn) -> bool:
        return turn.repeats and self._read is not None

    def _words(self, turn: Turn) -> _Said:
        call = turn.call
        try:
            follows = self._follows(turn)
            said = self._announcer.reading(call.ticket.number, call.counter_name, call.languages, follows=follows)
        except Unspeakable as fault:
            return _Said(self._announcer.chime_alone(), str(fault))
        except RenderFailed as fault:
            log.error("call %s not rendered: %s", call.call_id, fault)
            return _Said(self._announcer.chime_alone(), self._telling.voice(False))
        self._telling.voice(True)
        return _Said(said)

    def _play(self, sound: Sound, turn: Turn) -> None:
        self._telling.speaks(turn.call, sound.seconds)
        self._busy.set()
        try:
            self._player.play(sound, lambda: self._begun(turn))
        finally:
            self._busy.clear()

    def _begun(self, turn: Turn) -> None:
        first = self._clock.monotonic()
        log.info(
            "call %s reading %d first sample at %.6f, %.1f ms after it came",
            turn.call.call_id,
            turn.reading,
            first,
            1000 * (first - turn.came),
        )

    def _played(self, turn: Turn, trouble: str | None) -> None:
        self._telling.player(None)
        if trouble is not None:
            self._fail(turn, trouble)
            return
        self._read = turn if not turn.repeats else self._read
        self._calls.read(turn)

    def _not_played(self, turn: Turn, fault: PlayFailed) -> None:
        if self._cut:
            log.info("call %s broken off at its reading %d", turn.call.call_id, turn.reading)
            self._calls.put_back(turn)
            return
        log.error("call %s not played: %s", turn.call.call_id, fault.technical)
        if not self._ending.is_set():
            self._telling.player(str(fault))
        self._fail(turn, str(fault))

    def _fail(self, turn: Turn, why: str) -> None:
        """Tell that nothing was heard; of a repeat nothing is told, its call was heard before."""
        if not turn.repeats:
            self._telling.failed(turn.call, why)


def _label(call: Call, text: str) -> Label:
    return Label(call.call_id, call.ticket.number, call.counter, call.nth, text)
