"""Twenty calls as they are heard: levels, peaks, gaps and lengths, and read back by a recogniser where one is given."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import mean

import numpy as np
import numpy.typing as npt
from num2words import num2words

from bench.reading_back import Heard, read_back
from bench.table import Figure, spread
from lobby.speech.numbers import Region, read_number
from lobby.speech.sound import RATE, Samples, peak, rms, to_wav
from ticketing.voice.announcer import Announcer
from ticketing.voice.settings import VoiceSettings
from ticketing.voice.voices import make_banks

PAUSE_S = 0.7
_FRAME_S = 0.005
_SILENT = 0.004
_SPOKEN_DB = -40.0
_CHIME_S = 1.45


@dataclass(frozen=True)
class Said:
    """One of the twenty: letter, digits and counter as they are to be heard, in whose manner."""

    letter: str
    digits: str
    counter: int
    region: Region = Region.NORTH
    english: bool = False

    @property
    def number(self) -> str:
        return self.letter + self.digits


_NORTH = [("A", "012", 3), ("B", "105", 15), ("C", "934", 21), ("D", "778", 4), ("E", "260", 14), ("A", "551", 5)]
_NORTH += [("B", "849", 12), ("C", "306", 11), ("D", "417", 20), ("E", "623", 24), ("A", "098", 7), ("B", "713", 1)]
_SOUTH = [("C", "482", 8), ("D", "365", 10), ("E", "940", 6), ("A", "227", 24), ("B", "654", 9)]
_ENGLISH = [("C", "171", 13), ("D", "589", 2), ("E", "306", 25)]
CALLS = [
    *(Said(*one) for one in _NORTH),
    *(Said(*one, Region.SOUTH) for one in _SOUTH),
    *(Said(*one, english=True) for one in _ENGLISH),
]


def measure(recogniser: Path | None = None, kept: Path | None = None) -> list[Figure]:
    """Return the figures of twenty calls; `kept` is a folder in which the WAVs are left, to be listened to."""
    with tempfile.TemporaryDirectory() as folder:
        heard = [_heard(region, Path(folder) / region) for region in Region]
    sounds = [sound for sounds, _ in heard for sound in sounds]
    clips = [level for _, levels in heard for level in levels]
    for one, sound in sounds if kept is not None else ():
        assert kept is not None
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{one.number}-{one.counter}-{one.region}{'-en' if one.english else ''}.wav").write_bytes(to_wav(sound))
    figures = [*_levels(sounds), *_lengths(sounds), _even(clips), _numbers()]
    if recogniser is None:
        print("not read back: give --recogniser DIR, a Whisper model for CTranslate2", file=sys.stderr)
        return figures
    return [*figures, *_read_back(sounds, recogniser)]


def _heard(region: Region, folder: Path) -> tuple[list[tuple[Said, Samples]], list[float]]:
    """Return the calls of a region, and the level of each clip in its voices."""
    settings = VoiceSettings(region=region)
    wordings, banks = settings.phrasebook().wordings, make_banks(settings, folder)
    announcer = Announcer(banks, wordings, settings.style())
    try:
        sounds = [(one, _sound(announcer, one)) for one in CALLS if one.region is region]
        words = [word for wording in wordings.values() for word in wording.every_clip()]
        return sounds, [_db(rms(banks[word.language].clip(word.text))) for word in words]
    finally:
        announcer.stop()


def _sound(announcer: Announcer, one: Said) -> Samples:
    languages = ("vi", "en") if one.english else ("vi",)
    return announcer.announce(one.number, f"Quầy số {one.counter}", languages).samples


def _levels(sounds: Sequence[tuple[Said, Samples]]) -> list[Figure]:
    loudness = [_spoken_db(sound[round(_CHIME_S * RATE) :]) for _, sound in sounds]
    chimes = [_spoken_db(sound[: round(_CHIME_S * RATE)]) for _, sound in sounds]
    peaks = [_db(peak(sound)) for _, sound in sounds]
    clipped = sum(int(np.count_nonzero(np.abs(sound) >= 0.999)) for _, sound in sounds)
    steps = [float(np.max(np.abs(np.diff(sound)))) for _, sound in sounds]
    return [
        Figure("twenty calls: highest peak", max(peaks), "dBFS", -1.0, spread(peaks)),
        Figure("twenty calls: loudest against softest", max(loudness) - min(loudness), "dB", 2.0, spread(loudness)),
        Figure("twenty calls: chime against words", abs(mean(chimes) - mean(loudness)), "dB", 6.0),
        Figure("twenty calls: clipped samples", clipped, "", 0),
        Figure("twenty calls: largest step, of full scale", max(steps), "", 0.6),
    ]


def _even(levels: Sequence[float]) -> Figure:
    what = f"{len(levels)} clips of words: loudest against softest"
    return Figure(what, max(levels) - min(levels), "dB", 4.0, spread(levels))


def _lengths(sounds: Sequence[tuple[Said, Samples]]) -> list[Figure]:
    gaps = [_longest_gap(sound) for _, sound in sounds]
    off = [abs(gap - PAUSE_S) for gap in gaps]
    lengths = [sound.size / RATE for one, sound in sounds if not one.english]
    return [
        Figure("gap between readings, furthest from 0.7 s", max(off), "s", 0.08, spread(gaps)),
        Figure("length of a Vietnamese call said twice, longest", max(lengths), "s", 15, spread(lengths)),
    ]


def _numbers() -> Figure:
    ours = {number: " ".join(read_number(number, Region.SOUTH)).replace("ngàn", "nghìn") for number in range(10_000)}
    wrong = [number for number, said in ours.items() if num2words(number, lang="vi") != said]
    note = f"{wrong[0]} is «{num2words(wrong[0], lang='vi')}»; {_stretches(wrong)}" if wrong else ""
    return Figure("0 to 9999: num2words reads wrongly", len(wrong), "", None, note)


def _stretches(numbers: Sequence[int]) -> str:
    """Return numbers as stretches: 1001–1099, 2001–2099."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" for run in runs)


def _read_back(sounds: Sequence[tuple[Said, Samples]], recogniser: Path) -> list[Figure]:
    asked = [one for one, _ in sounds if not one.english]
    heard: list[Heard] = read_back(
        recogniser, [(one.letter, one.digits, one.counter, _once(sound)) for one, sound in sounds if not one.english]
    )
    digits = [
        a == b for one, what in zip(asked, heard, strict=True) for a, b in zip(one.digits, what.digits, strict=True)
    ]
    letters = [one.letter == what.letter for one, what in zip(asked, heard, strict=True)]
    counters = [one.counter == what.counter for one, what in zip(asked, heard, strict=True)]
    return [
        Figure(
            "read back: digits heard rightly, of ten", 100 * float(np.mean(digits)), "%", None, f"{len(digits)} digits"
        ),
        Figure("read back: letters heard rightly, of five", 100 * float(np.mean(letters)), "%", None),
        Figure("read back: counters heard rightly, of 25", 100 * float(np.mean(counters)), "%", None),
    ]


def _once(sound: Samples) -> Samples:
    """Return the first reading, without the chime."""
    levels = _frames(sound)
    quiet = levels < _SILENT
    size = round(PAUSE_S * 0.8 / _FRAME_S)
    runs = np.convolve(quiet.astype(int), np.ones(size, dtype=int), mode="valid") == size
    end = int(np.argmax(runs)) if runs.any() else levels.size
    return sound[round(_CHIME_S * RATE) : round(end * _FRAME_S * RATE)]


def _longest_gap(sound: Samples) -> float:
    longest = run = 0
    for level in _frames(sound)[:-1]:
        run = run + 1 if level < _SILENT else 0
        longest = max(longest, run)
    return longest * _FRAME_S


def _frames(sound: Samples) -> npt.NDArray[np.float64]:
    step = round(_FRAME_S * RATE)
    return np.array([rms(sound[start : start + step]) for start in range(0, sound.size, step)])


def _spoken_db(sound: Samples) -> float:
    """Return the level of what sounds, its rests left out."""
    levels = _frames(sound)
    loud = levels[levels > 10 ** (_SPOKEN_DB / 20)]
    return _db(float(np.sqrt(np.mean(np.square(loud)))))


def _db(magnitude: float) -> float:
    return 20 * float(np.log10(max(magnitude, 1e-9)))
