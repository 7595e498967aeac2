"""Makes the sound of a call: the chime, then the words in each of its languages, ready before they are needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lobby.speech.bank import ClipBank
from lobby.speech.readings import VIETNAMESE
from lobby.speech.remembered import Remembered
from lobby.speech.renderer import RenderFailed
from lobby.speech.sound import Samples, at_volume, chime, joined, silence
from ticketing.voice.phrases import Unspeakable, Word, words_of
from ticketing.voice.saying import Saying
from ticketing.voice.wording import Wording

log = logging.getLogger(__name__)

_AFTER_CHIME_S = 0.15
_BETWEEN_LANGUAGES_S = 0.4
_PROGRESS_EVERY = 10
_GIVES_UP_AFTER = 3
_SENTENCES_BYTES = 48 * 1024 * 1024  # some 140 sentences of four seconds


@dataclass(frozen=True)
class Style:
    """How calls are spoken: `repeat` times in all, `pause_s` seconds between, `volume` 0..1."""

    repeat: int = 2
    pause_s: float = 0.7
    volume: float = 1.0


@dataclass(frozen=True)
class Announcement:
    """A call, or its sentence in one language, as text, for logs and sidecars, and as sound."""

    text: str
    samples: Samples


class Announcer:
    """Puts calls together by the `wordings` of each language, from the clips of that language's bank.

    Vietnamese must be in both; where another language has no bank, it is not spoken.
    """

    def __init__(self, banks: Mapping[str, ClipBank], wordings: Mapping[str, Wording], style: Style) -> None:
        self._banks = banks
        self._wordings = {code: wording for code, wording in wordings.items() if code in banks}
        self._style = style
        self._chime = chime()
        # By the language's code, the ticket's number and the counter's name.
        self._sentences = Remembered[tuple[str, str, str], Announcement](_SENTENCES_BYTES)
        self._saying = Saying(banks)

    @property
    def readings(self) -> int:
        """How often a call is read."""
        return self._style.repeat

    @property
    def volume(self) -> float:
        """The volume 0..1 of the style."""
        return self._style.volume

    def prepare(self, ended: Callable[[], bool] = lambda: False) -> list[str]:
        """Have every clip of calls to numbered counters ready, with progress in the log; returns the missing.

        Gives up on a language between clips when `ended`, and where not one of its first could be made.
        """
        missing: list[str] = []
        for wording in self._wordings.values():
            missing += self._prepare(wording.every_clip(), ended)
        return missing

    def prepare_number(self, number: str, counter_name: str = "1") -> list[str]:
        """Have the clips ready that call `number` to a counter; returns the missing, raises Unspeakable."""
        missing: list[str] = []
        for wording in self._wordings.values():
            missing += self._saying.prepare(wording.callout(number, counter_name))
        return missing

    def prepare_sentence(self, number: str, counter_name: str) -> None:
        """Have the whole sentence that calls `number` ready; raises Unspeakable or RenderFailed."""
        self._saying.prepare(self._wordings[VIETNAMESE].callout(number, counter_name))
        self._said(VIETNAMESE, number, counter_name)

    def is_ready(self, number: str, counter_name: str) -> bool:
        """Tell whether the Vietnamese sentence need not be put together any more."""
        return self._sentences.has((VIETNAMESE, number, counter_name))

    def reading(
        self, number: str, counter_name: str, languages: Sequence[str] = (VIETNAMESE,), *, follows: bool = False
    ) -> Announcement:
        """Return one reading: the chime and the words in each of `languages` that can be spoken, Vietnamese first.

        One that `follows` another begins with the pause instead. Raises Unspeakable or RenderFailed.
        """
        said = [
            self._said(VIETNAMESE, number, counter_name),
            *(said for code in self._others(languages) if (said := self._tried(code, number, counter_name))),
        ]
        begins = [silence(self._style.pause_s)] if follows else [self._chime, silence(_AFTER_CHIME_S)]
        return Announcement("; ".join(one.text for one in said), joined([*begins, *_apart(said)]))

    def announce(
        self, number: str, counter_name: str, languages: Sequence[str] = (VIETNAMESE,), *, once: bool = False
    ) -> Announcement:
        """Return the whole call with its repeats, or `once`, at the style's volume; raises as `reading` does."""
        first = self.reading(number, counter_name, languages)
        repeats = 0 if once else self._style.repeat - 1
        again = self.reading(number, counter_name, languages, follows=True).samples
        return Announcement(first.text, at_volume(joined([first.samples, *[again] * repeats]), self._style.volume))

    def chime_alone(self) -> Announcement:
        """Return the chime without words, for when no words can be made: heads still turn to the board."""
        return Announcement("", self._chime)

    def stop(self) -> None:
        """Let go of the banks."""
        for bank in self._banks.values():
            bank.stop()

    def _others(self, languages: Sequence[str]) -> list[str]:
        return [code for code in dict.fromkeys(languages) if code in self._wordings and code != VIETNAMESE]

    def _tried(self, code: str, number: str, counter_name: str) -> Announcement | None:
        """Return the sentence in another language; None where it cannot be made, since the call does without."""
        try:
            return self._said(code, number, counter_name)
        except (RenderFailed, Unspeakable) as fault:
            log.error("a call is not spoken in %s: %s", code, fault)
            return None

    def _said(self, code: str, number: str, counter_name: str) -> Announcement:
        key = (code, number, counter_name)
        known = self._sentences.get(key)
        if known is None:
            beats = self._wordings[code].callout(number, counter_name)
            known = Announcement(" ".join(words_of(beats)), self._saying.speak(beats))
            self._sentences.put(key, known)
        return known

    def _prepare(self, clips: Sequence[Word], ended: Callable[[], bool]) -> list[str]:
        missing: list[str] = []
        for count, word in enumerate(clips, start=1):
            if ended() or len(missing) == count - 1 >= _GIVES_UP_AFTER:
                break
            missing += self._saying.prepare([word])
            if count % _PROGRESS_EVERY == 0 or count == len(clips):
                log.info("clips ready: %d of %d", count - len(missing), len(clips))
        return missing


def _apart(said: Sequence[Announcement]) -> list[Samples]:
    parts: list[Samples] = []
    for one in said:
        parts += [silence(_BETWEEN_LANGUAGES_S), one.samples] if parts else [one.samples]
    return parts
