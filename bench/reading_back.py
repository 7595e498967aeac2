"""Lets a Whisper model say which call it holds for the likeliest, sign by sign; in nothing the product ships."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from lobby.speech.numbers import DIGITS, LETTERS, read_number
from lobby.speech.sound import RATE, Samples

LETTERS_TOLD_APART = "ABCDE"
COUNTERS_TOLD_APART = range(1, 26)
_RATE = 16_000
_BEFORE, _AFTER = 4_000, 8_000


@dataclass(frozen=True)
class Heard:
    """What a listener understood, each sign chosen from all it might have been, the others being known."""

    letter: str
    digits: str
    counter: int


def read_back(model: Path, calls: Iterable[tuple[str, str, int, Samples]]) -> list[Heard]:
    """Return what the model hears in each call of letter, digits and counter; needs `pip install faster-whisper`."""
    listener = _Listener(model)
    return [_heard(listener.likeliest(sound), *said) for *said, sound in calls]  # type: ignore[arg-type]


Likeliest = Callable[[Sequence[str]], int]


def _heard(likeliest: Likeliest, letter: str, digits: str, counter: int) -> Heard:
    def said(letter: str = letter, digits: str = digits, counter: int = counter) -> str:
        words = [LETTERS[letter], *(DIGITS[int(digit)] for digit in digits)]
        # The full stop has to be likely too: without it a shorter number would win over a longer one.
        return f"Mời công dân có số {' '.join(words)}, đến quầy số {' '.join(read_number(counter))}."

    def digit(place: int) -> str:
        others = [digits[:place] + str(one) + digits[place + 1 :] for one in range(10)]
        return others[likeliest([said(digits=other) for other in others])][place]

    return Heard(
        LETTERS_TOLD_APART[likeliest([said(letter=one) for one in LETTERS_TOLD_APART])],
        "".join(digit(place) for place in range(len(digits))),
        COUNTERS_TOLD_APART[likeliest([said(counter=one) for one in COUNTERS_TOLD_APART])],
    )


class _Listener:
    """A Whisper model in CTranslate2's form (`model.bin`, `tokenizer.json` ...), on the processor."""

    def __init__(self, model: Path) -> None:
        whisper = import_module("faster_whisper")
        self._pad = import_module("faster_whisper.audio").pad_or_trim
        self._model: Any = whisper.WhisperModel(str(model), device="cpu", compute_type="int8", local_files_only=True)
        tokenizer = import_module("faster_whisper.tokenizer").Tokenizer
        self._tokens: Any = tokenizer(self._model.hf_tokenizer, True, task="transcribe", language="vi")

    def likeliest(self, sound: Samples) -> Likeliest:
        """Return what picks, from texts, the likeliest for `sound`."""
        features = self._model.feature_extractor(_for_model(sound))
        encoded, frames = self._model.encode(self._pad(features)), min(features.shape[-1], 3000)

        def score(text: str) -> float:
            tokens = self._tokens.encode(" " + text)
            (found,) = self._model.model.align(encoded, self._tokens.sot_sequence, [tokens], frames)
            return sum(math.log(max(chance, 1e-9)) for chance in found.text_token_probs)

        return lambda texts: int(np.argmax([score(text) for text in texts]))


def _for_model(sound: Samples) -> Samples:
    size = round(sound.size * _RATE / RATE)
    slower = np.fft.irfft(np.fft.rfft(sound), size) * (size / sound.size)
    return np.concatenate([np.zeros(_BEFORE), slower, np.zeros(_AFTER)]).astype(np.float32)
