"""Sound as arrays: trimming, levelling, joining with crossfades, the chime, and WAV files."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE = 22_050  # what pyttsx3's espeak driver writes
LEVEL = 0.12  # RMS of a spoken clip, about -18 dBFS
PEAK = 0.89  # -1 dBFS
FADE_S = 0.015
_QUIET = 0.012  # of the clip's peak: what counts as silence at its ends
_EDGE_S = 0.012
_FULL = 32_767


class NotSound(Exception):
    """A file that is no 16-bit PCM WAV."""


def silence(seconds: float, rate: int = RATE) -> Samples:
    """Return `seconds` of silence."""
    return np.zeros(round(seconds * rate), dtype=np.float32)


def rms(samples: Samples) -> float:
    """Return the root mean square, 0..1."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0


def peak(samples: Samples) -> float:
    """Return the largest magnitude, 0..1."""
    return float(np.max(np.abs(samples))) if samples.size else 0.0


def trimmed(samples: Samples, rate: int = RATE) -> Samples:
    """Return `samples` without the silence at its ends, edges faded so that nothing clicks."""
    loud = np.flatnonzero(np.abs(samples) > _QUIET * max(peak(samples), 1e-6))
    if loud.size == 0:
        return samples[:0]
    edge = round(_EDGE_S * rate)
    cut = samples[max(0, int(loud[0]) - edge) : int(loud[-1]) + edge].copy()
    fade = np.linspace(0.0, 1.0, min(edge, cut.size), dtype=np.float32)
    cut[: fade.size] *= fade
    cut[cut.size - fade.size :] *= fade[::-1]
    return cut


def levelled(samples: Samples) -> Samples:
    """Return `samples` at the common RMS level, its peak never above -1 dBFS."""
    if rms(samples) == 0.0:
        return samples
    gain = min(LEVEL / rms(samples), PEAK / peak(samples))
    return (samples * np.float32(gain)).astype(np.float32)


def joined(parts: Sequence[Samples], rate: int = RATE) -> Samples:
    """Return `parts` one after another, each pair overlapping in a short equal-power crossfade."""
    total = silence(0)
    for part in parts:
        total = _crossfaded(total, part, round(FADE_S * rate))
    return total


def at_volume(samples: Samples, volume: float) -> Samples:
    """Return `samples` at `volume` in 0..1, its peak never above -1 dBFS."""
    gain = volume * min(1.0, PEAK / max(peak(samples), 1e-6))
    return (samples * np.float32(gain)).astype(np.float32)


def chime(rate: int = RATE) -> Samples:
    """Return the two falling tones (E5, C5) that make heads turn before a call; about 1.3 s."""
    first, second = _bell(659.25, 0.9, rate), _bell(523.25, 0.95, rate)
    start = round(0.38 * rate)
    both = np.zeros(start + second.size, dtype=np.float32)
    both[: first.size] += first
    both[start:] += second
    return at_volume(levelled(both), 0.9)


def to_pcm(samples: Samples) -> bytes:
    """Return `samples` as little-endian 16-bit PCM."""
    return (np.clip(samples, -1.0, 1.0) * _FULL).round().astype("<i2").tobytes()


def to_wav(samples: Samples, rate: int = RATE) -> bytes:
    """Return a whole mono WAV file."""
    place = io.BytesIO()
    with wave.open(place, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(to_pcm(samples))
    return place.getvalue()


def read_wav(path: Path, rate: int = RATE) -> Samples:
    """Return a WAV file as mono at `rate`; raises NotSound for what is no 16-bit PCM, OSError where unreadable."""
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, own_rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as fault:
        raise NotSound(f"{path.name}: {fault}") from fault
    if width != 2:
        raise NotSound(f"{path.name}: {width * 8}-bit samples, 16-bit wanted")
    mono = np.frombuffer(frames, dtype="<i2").reshape(-1, channels).mean(axis=1) / _FULL
    return _resampled(mono.astype(np.float32), own_rate, rate)


def _crossfaded(before: Samples, after: Samples, overlap: int) -> Samples:
    size = min(overlap, before.size, after.size)
    if size == 0:
        return np.concatenate([before, after])
    angle = np.linspace(0.0, np.pi / 2, size, dtype=np.float32)
    mixed = before[before.size - size :] * np.cos(angle) + after[:size] * np.sin(angle)
    return np.concatenate([before[: before.size - size], mixed, after[size:]]).astype(np.float32)


def _bell(pitch: float, seconds: float, rate: int) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    shares = np.array([[1.0], [0.25], [0.08]])
    tone = np.sum(shares * np.sin(2 * np.pi * pitch * np.array([[1], [2], [3]]) * time), axis=0)
    attack = np.minimum(time / 0.006, 1.0)
    ending = np.minimum((seconds - time) / 0.05, 1.0)
    return np.asarray(tone * attack * ending * np.exp(-4.2 * time), dtype=np.float32)


def _resampled(samples: Samples, own_rate: int, rate: int) -> Samples:
    if own_rate == rate or samples.size == 0:
        return samples
    places = np.arange(round(samples.size * rate / own_rate)) * (own_rate / rate)
    return np.asarray(np.interp(places, np.arange(samples.size), samples), dtype=np.float32)
