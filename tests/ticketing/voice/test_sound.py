"""Sound keeps its level, its length and its edges."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from lobby.speech.sound import (
    FADE_S,
    LEVEL,
    PEAK,
    RATE,
    NotSound,
    Samples,
    at_volume,
    chime,
    joined,
    levelled,
    peak,
    read_wav,
    rms,
    silence,
    to_wav,
    trimmed,
)


def tone(seconds: float, height: float = 0.3, rate: int = RATE) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    return np.asarray(height * np.sin(2 * np.pi * 440 * time), dtype=np.float32)


def test_silence_at_the_ends_is_trimmed_and_inside_is_kept() -> None:
    word = np.concatenate([silence(0.4), tone(0.2), silence(0.1), tone(0.2), silence(0.6)])
    assert trimmed(word).size / RATE == pytest.approx(0.5, abs=0.03)


def test_nothing_but_silence_is_trimmed_to_nothing() -> None:
    assert trimmed(silence(0.5)).size == 0


@pytest.mark.parametrize("height", [0.01, 0.3, 1.0])
def test_loud_and_low_clips_come_to_one_level(height: float) -> None:
    assert rms(levelled(tone(0.3, height))) == pytest.approx(LEVEL, rel=0.01)


def test_a_spike_never_clips() -> None:
    spiky = tone(0.5, 0.01)
    spiky[1000] = 0.9
    assert peak(levelled(spiky)) <= PEAK + 1e-3


def test_a_join_overlaps_by_the_crossfade_and_never_dips() -> None:
    whole = joined([tone(0.2), tone(0.2)])
    assert whole.size / RATE == pytest.approx(0.4 - FADE_S, abs=0.001)
    middle = whole.size // 2
    around = whole[middle - 300 : middle + 300]
    assert rms(around) > 0.8 * rms(tone(0.2))


def test_volume_scales_and_zero_is_silent() -> None:
    assert peak(at_volume(tone(0.1, 0.4), 0.5)) == pytest.approx(0.2, rel=0.01)
    assert peak(at_volume(tone(0.1), 0.0)) == 0.0


def test_the_chime_is_two_falling_tones_without_clicks() -> None:
    bell = chime()

    def pitch(part: Samples) -> float:
        spectrum = np.abs(np.fft.rfft(part * np.hanning(part.size)))
        return float(np.argmax(spectrum)) * RATE / part.size

    assert pitch(bell[round(0.05 * RATE) : round(0.35 * RATE)]) == pytest.approx(659, abs=8)
    assert pitch(bell[round(0.7 * RATE) : round(1.2 * RATE)]) == pytest.approx(523, abs=8)
    assert abs(bell[0]) < 0.01
    assert abs(bell[-1]) < 0.01
    assert peak(bell) < PEAK


def test_a_recording_of_another_rate_in_stereo_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "ba.wav"
    left = (tone(0.5, 0.4, 44_100) * 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.column_stack([left, left]).tobytes())
    taken = read_wav(path)
    assert taken.size / RATE == pytest.approx(0.5, abs=0.001)
    assert rms(taken) == pytest.approx(rms(tone(0.5, 0.4)), rel=0.02)


def test_what_22_khz_cannot_hold_is_left_out_of_a_studios_recording(tmp_path: Path) -> None:
    path = tmp_path / "sáu.wav"
    hiss = 0.5 * np.sin(2 * np.pi * 15_000 * np.arange(44_100) / 44_100)
    path.write_bytes(to_wav(hiss.astype(np.float32), 44_100))
    assert rms(read_wav(path)) < 0.01


def test_a_recording_of_24_bits_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "ba.wav"
    wide = (tone(0.2) * (2**23 - 1)).astype("<i4")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(3)
        file.setframerate(RATE)
        file.writeframes(wide.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    assert np.allclose(read_wav(path), tone(0.2), atol=1e-4)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    path.write_bytes(to_wav(tone(0.2)))
    assert np.allclose(read_wav(path), tone(0.2), atol=1e-4)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"not sound at all, " * 10])
def test_other_files_are_refused_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "ba.wav"
    path.write_bytes(data)
    with pytest.raises(NotSound, match=r"ba\.wav"):
        read_wav(path)


def test_eight_bit_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ba.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(100))
    with pytest.raises(NotSound, match="8-bit"):
        read_wav(path)
