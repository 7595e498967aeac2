"""The sound of a call's words: whole phrases in a voice that speaks them better, else clip by clip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lobby.speech.bank import ClipBank
from lobby.speech.readings import VIETNAMESE
from lobby.speech.sound import Samples, joined, silence
from ticketing.voice.phrases import BREATH, Beat, Word, breaths


class Saying:
    """Speaks beats from the banks of their languages, Vietnamese among them; any thread may ask."""

    def __init__(self, banks: Mapping[str, ClipBank]) -> None:
        self._banks = banks

    def speak(self, beats: Sequence[Beat]) -> Samples:
        """Return the sound of `beats`, without waiting for a slow voice; raises RenderFailed."""
        parts: list[Samples] = []
        for breath in breaths(beats):
            parts += [silence(BREATH.seconds)] if parts else []
            parts += self._breath(breath)
        return joined(parts)

    def prepare(self, beats: Sequence[Beat]) -> list[str]:
        """Have ready what `speak` needs for `beats`, in the best voice; returns what could not be made."""
        missing: list[str] = []
        for breath in breaths(beats):
            phrase = self._phrase(breath)
            wanted = [phrase] if phrase is not None else _words(breath)
            missing += [text for word in wanted for text in self._bank(word).prepare([word.text])]
        return missing

    def _breath(self, breath: Sequence[Beat]) -> list[Samples]:
        phrase = self._phrase(breath)
        whole = self._bank(phrase).ready(phrase.text) if phrase is not None else None
        if whole is not None:
            return [whole]
        return [
            self._bank(beat).clip(beat.text) if isinstance(beat, Word) else silence(beat.seconds) for beat in breath
        ]

    def _phrase(self, breath: Sequence[Beat]) -> Word | None:
        """Return the whole breath as one clip, where a voice speaks it so and the site recorded none of its words."""
        words = _words(breath)
        if len({word.language for word in words}) != 1 or not self._bank(words[0]).speaks_phrases:
            return None
        if any(self._bank(word).recorded(word.text) for word in words):
            return None
        return Word(" ".join(word.text for word in words), words[0].language)

    def _bank(self, word: Word) -> ClipBank:
        return self._banks.get(word.language, self._banks[VIETNAMESE])


def _words(beats: Sequence[Beat]) -> list[Word]:
    return [beat for beat in beats if isinstance(beat, Word)]
