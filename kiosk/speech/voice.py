"""Says one thing after another on a thread of its own; what is said anew cuts off what was being said."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from kiosk.presenters.reading_aloud import kind_of
from kiosk.speech.store import Store
from kiosk.speech.utterance import Utterance
from lobby.health import Faults
from lobby.speech.players.base import Label, Player, PlayFailed, Sound
from lobby.speech.renderer import RenderFailed
from lobby.speech.sound import RATE, at_volume

log = logging.getLogger(__name__)

_NO_VOICE = "Không tạo được lời đọc; màn hình vẫn dùng được như thường."
_NO_VOICE_REMEDY = "Cài lại gói espeak-ng, hoặc chép các tệp ghi âm vào thư mục của ngôn ngữ."
_NO_SOUND_REMEDY = "Kiểm tra tai nghe, dây loa và mục speech.player trong tệp cấu hình."
_PATIENCE_S = 5.0
LOUDEST = 5
ASIDES = 3
"""Sentences that may wait of what changed by itself; older ones are news no more."""


class Voice:
    """`say` and `hush` may be called from any thread. Nothing that is said is in a log."""

    def __init__(self, store: Store, player: Callable[[], Player], faults: Faults) -> None:
        self._store = store
        self._player = player
        self._faults = faults
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._ended = False
        self._waiting: list[Utterance] = []
        self._asides: list[Utterance] = []
        self._turn = 0
        self._playing: Player | None = None
        self._said = 0
        self._busy = False
        self.volume = LOUDEST
        self._thread = threading.Thread(target=self._run, name="reading-aloud", daemon=True)

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or waits for it, that was not said aside."""
        return self._busy or bool(self._waiting)

    def say(self, utterances: Sequence[Utterance]) -> None:
        """Say these now, in place of whatever was being said."""
        with self._lock:
            self._turn += 1
            self._waiting, self._asides = list(utterances), []
            playing = self._playing
        if playing is not None:
            playing.stop()
        self._wake.set()

    def add(self, utterances: Sequence[Utterance]) -> None:
        """Say these after what is being said."""
        with self._lock:
            self._waiting += utterances
        self._wake.set()

    def aside(self, utterances: Sequence[Utterance]) -> None:
        """Say these when all else was said, in place of those of their kind that still wait."""
        kinds = {kind_of(one.text) for one in utterances}
        with self._lock:
            self._asides = [*(one for one in self._asides if kind_of(one.text) not in kinds), *utterances][-ASIDES:]
        self._wake.set()

    def hush(self) -> None:
        """Fall silent at once."""
        self.say(())

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        """Nothing is due: the thread waits for words."""

    def stop(self) -> None:
        self._ended = True
        self.hush()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        self._store.stop()

    def _run(self) -> None:
        while not self._ended:
            self._wake.wait()
            self._wake.clear()
            while (next_ := self._next()) is not None:
                # A thread's boundary: whatever one sentence meets, the next one is said.
                try:
                    self._speak(*next_)
                except Exception:
                    log.exception("a sentence could not be said")
            self._busy = False

    def _next(self) -> tuple[Utterance, int] | None:
        with self._lock:
            self._busy = bool(self._waiting) and not self._ended
            waiting = self._waiting or self._asides
            return (waiting.pop(0), self._turn) if waiting and not self._ended else None

    def _speak(self, one: Utterance, turn: int) -> None:
        try:
            samples = self._store.sound(one)
        except RenderFailed as fault:
            log.error("a sentence was not rendered: %s", type(fault).__name__)
            self._faults.stand("voice", _NO_VOICE, _NO_VOICE_REMEDY)
            return
        self._faults.clear("voice")
        self._said += 1
        label = Label(str(turn), f"{self._said:05}", "aloud", turn, one.text)
        sound = Sound(at_volume(samples, self.volume / LOUDEST), RATE, label)
        player = self._player()
        with self._lock:
            if turn != self._turn:
                return
            self._playing = player
        self._play(player, sound, turn)

    def _play(self, player: Player, sound: Sound, turn: int) -> None:
        try:
            player.play(sound, lambda: None)
        except PlayFailed as fault:
            if turn == self._turn:  # not cut off by what comes next
                log.error("a sentence was not played: %s", fault.technical)
                self._faults.stand("player", str(fault), _NO_SOUND_REMEDY)
                self._drop(turn)
        else:
            self._faults.clear("player")
        finally:
            self._playing = None

    def _drop(self, turn: int) -> None:
        """Without sound there is nobody who hears the rest."""
        with self._lock:
            if turn == self._turn:
                self._waiting, self._asides = [], []
