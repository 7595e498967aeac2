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
_QUIET = 0.012  # of the clip's loudest moment: what counts as silence at its ends
_LOUDEST_QUIET = 0.05  # the same in a noisy recording: the softest ends of words are louder than this
_OVER_NOISE = 2.5
_FRAME_S = 0.005
_EDGE_S = 0.012
_FULL = 32_767


class NotSound(Exception):
    """A file that is no 16-bit or 24-bit PCM WAV."""


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
    """Return `samples` without the silence or room noise at its ends, edges faded so that nothing clicks."""
    frame = max(1, round(_FRAME_S * rate))
    levels = _levels(samples, frame)
    loud = np.flatnonzero(levels > _quiet(levels))
    if loud.size == 0:
        return samples[:0]
    edge = round(_EDGE_S * rate)
    cut = samples[max(0, int(loud[0]) * frame - edge) : (int(loud[-1]) + 1) * frame + edge].copy()
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
    """Return a WAV file as mono at `rate`; raises NotSound, or OSError where it cannot be read."""
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, own_rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as fault:
        raise NotSound(f"{path.name}: {fault}") from fault
    if width not in (2, 3):
        raise NotSound(f"{path.name}: {width * 8}-bit samples, 16-bit wanted")
    size = len(frames) // (width * channels)
    samples = _numbers(frames[: size * width * channels], width)
    mono = samples.reshape(-1, channels).mean(axis=1) / _FULL
    return _resampled(mono.astype(np.float32), own_rate, rate)


def _numbers(frames: bytes, width: int) -> npt.NDArray[np.float64]:
    """Return PCM samples of `width` bytes on the scale of 16 bits."""
    if width == 2:
        return np.frombuffer(frames, dtype="<i2").astype(np.float64)
    of_three = np.frombuffer(frames, dtype=np.uint8).reshape(-1, 3)
    as_four = np.zeros((of_three.shape[0], 4), dtype=np.uint8)
    as_four[:, 1:] = of_three
    return as_four.view("<i4").ravel() / 2.0**16


def _levels(samples: Samples, frame: int) -> npt.NDArray[np.float64]:
    """Return the RMS of each stretch of `frame` samples, the last one filled up with silence."""
    padded = np.zeros(-(-samples.size // frame) * frame)
    padded[: samples.size] = samples
    return np.asarray(np.sqrt(np.mean(np.square(padded.reshape(-1, frame)), axis=1)))


def _quiet(levels: npt.NDArray[np.float64]) -> float:
    """Return the level up to which a clip's ends count as silence: over the noise of the room it was made in."""
    if levels.size == 0:
        return 0.0
    highest, noise = float(levels.max()), float(np.percentile(levels, 5))
    return max(min(max(_QUIET * highest, _OVER_NOISE * noise), _LOUDEST_QUIET * highest), 1e-6)


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
    """Return `samples` at `rate`, without what the lower of the rates cannot hold: it would come back as a hiss."""
    if own_rate == rate or samples.size == 0:
        return samples
    size = max(1, round(samples.size * rate / own_rate))
    whole = np.fft.irfft(np.fft.rfft(samples), size) * (size / samples.size)
    return np.asarray(whole, dtype=np.float32)
