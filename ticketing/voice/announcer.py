"""Makes the sound of a whole call: the chime, then the words, spoken as often as the settings say."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lobby.speech.bank import ClipBank
from lobby.speech.numbers import LETTERS, Region
from lobby.speech.sound import Samples, at_volume, chime, joined, silence
from ticketing.voice.phrases import Beat, Word, callout, every_clip, words_of

log = logging.getLogger(__name__)

_AFTER_CHIME_S = 0.15
_PROGRESS_EVERY = 10
_GIVES_UP_AFTER = 3


@dataclass(frozen=True)
class Style:
    """How calls are spoken: `pause_s` seconds between repetitions, `volume` 0..1, `letters` by their names."""

    region: Region = Region.NORTH
    repeat: int = 2
    pause_s: float = 0.7
    volume: float = 1.0
    letters: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Announcement:
    """A call as text, for logs and sidecars, and as sound."""

    text: str
    samples: Samples


class Announcer:
    """Assembles announcements from the bank's clips."""

    def __init__(self, bank: ClipBank, style: Style) -> None:
        self._bank = bank
        self._style = style
        self._letters = {**LETTERS, **(style.letters or {})}
        self._chime = chime()

    def prepare(self, ended: Callable[[], bool] = lambda: False) -> list[str]:
        """Have every clip of calls to numbered counters ready, with progress in the log; returns the missing.

        Gives up between clips when `ended`, and where not one of the first could be made.
        """
        clips = every_clip(self._style.region, self._letters)
        missing: list[str] = []
        for count, text in enumerate(clips, start=1):
            if ended() or len(missing) == count - 1 >= _GIVES_UP_AFTER:
                break
            missing += self._bank.prepare([text])
            if count % _PROGRESS_EVERY == 0 or count == len(clips):
                log.info("clips ready: %d of %d", count - len(missing), len(clips))
        return missing

    def prepare_counter(self, name: str) -> None:
        """Have the clips of a counter's name ready before it calls."""
        self._bank.prepare(words_of(callout("0", name, self._style.region, self._letters)))

    def announce(self, number: str, counter_name: str, *, once: bool = False) -> Announcement:
        """Return the whole call, its words but `once` where others wait; raises Unspeakable or RenderFailed."""
        beats = callout(number, counter_name, self._style.region, self._letters)
        sentence = self._speak(beats)
        parts = [self._chime, silence(_AFTER_CHIME_S), sentence]
        for _ in range(0 if once else self._style.repeat - 1):
            parts += [silence(self._style.pause_s), sentence]
        text = " ".join(words_of(beats))
        return Announcement(text, at_volume(joined(parts), self._style.volume))

    def chime_alone(self) -> Announcement:
        """Return the chime without words, for when no words can be made: heads still turn to the board."""
        return Announcement("", at_volume(self._chime, self._style.volume))

    def stop(self) -> None:
        """Let go of the bank."""
        self._bank.stop()

    def _speak(self, beats: Sequence[Beat]) -> Samples:
        return joined([self._bank.clip(b.text) if isinstance(b, Word) else silence(b.seconds) for b in beats])
