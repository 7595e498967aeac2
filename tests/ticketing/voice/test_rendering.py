"""Words are rendered by the real espeak-ng, kept, and put together; what is measured is the sound itself."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lobby.speech import renderer as renderer_module
from lobby.speech.bank import ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.numbers import Region
from lobby.speech.recordings import file_name
from lobby.speech.renderer import VOICES, EspeakRenderer, RenderFailed, Voice
from lobby.speech.sound import LEVEL, PEAK, RATE, Samples, peak, rms, to_wav
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.wording import wording_of

HUM = Voice("hum", 150)


@pytest.fixture
def hum() -> HumRenderer:
    return HumRenderer(HUM)


@pytest.fixture
def impatient() -> Iterator[EspeakRenderer]:
    renderer = EspeakRenderer(Voice(VOICES[Region.NORTH], 150))
    yield renderer
    renderer.stop()


def speaking(bank: ClipBank, **style: Any) -> Announcer:
    return Announcer({"vi": bank}, {"vi": wording_of()}, Style(**style))


def quiet_stretches(samples: Samples, at_least_s: float) -> list[float]:
    """Return the lengths in seconds of the silences inside `samples` that last at least so long."""
    step = RATE // 200
    loud = [rms(samples[start : start + step]) > 0.004 for start in range(0, samples.size, step)]
    lengths: list[float] = []
    run = 0
    for is_loud in loud:
        if is_loud and run * step / RATE >= at_least_s:
            lengths.append(run * step / RATE)
        run = 0 if is_loud else run + 1
    return lengths


@pytest.mark.parametrize("region", Region)
def test_espeak_says_each_word_at_one_level_without_clipping(region: Region, tmp_path: Path) -> None:
    renderer = EspeakRenderer(Voice(VOICES[region], 150))
    bank = ClipBank(tmp_path, tmp_path / "none", renderer)
    try:
        for text in (word.text for word in wording_of(region=region).every_clip()):
            clip = bank.clip(text)
            assert 0.1 < clip.size / RATE < 2.5, text
            assert 0.06 < rms(clip) < LEVEL * 1.05, text
            # A word with one loud sound is as loud as it may be without clipping, and so a little below the others.
            assert rms(clip) > LEVEL * 0.95 or peak(clip) > PEAK * 0.99, text
            assert peak(clip) <= PEAK + 0.001, text
    finally:
        renderer.stop()


def test_words_that_differ_in_tone_alone_sound_different(announcer: Announcer, clips: Path) -> None:
    by_name = {path.name.split(".")[0]: path.read_bytes() for path in clips.glob("*.wav")}
    assert by_name["mươi"] != by_name["mười"]
    assert by_name["lăm"] != by_name["năm"]


def test_a_whole_call_is_chime_and_two_equal_sentences_with_a_pause_between(
    announcer: Announcer, clips: Path, espeak: EspeakRenderer
) -> None:
    said = announcer.announce("A012", "Quầy số 15")
    assert said.text == "mời công dân có số a không một hai đến quầy số mười lăm"
    assert 8 < said.samples.size / RATE < 14
    assert peak(said.samples) <= PEAK + 0.001
    assert rms(said.samples) > 0.06
    pauses = quiet_stretches(said.samples, 0.5)
    assert len(pauses) == 1
    assert pauses[0] == pytest.approx(0.7, abs=0.1)
    bank = ClipBank(clips, clips / "none", espeak)
    sentence = speaking(bank, repeat=1).announce("A012", "Quầy số 15").samples
    twice = said.samples.size - sentence.size
    assert np.allclose(said.samples[-2000:], sentence[-2000:], atol=0.01)
    assert twice / RATE == pytest.approx((sentence.size / RATE - 1.33 - 0.15) + 0.7, abs=0.1)


def test_no_click_is_heard_where_words_meet(announcer: Announcer) -> None:
    said = announcer.announce("B105", "Quầy số 21").samples
    assert float(np.max(np.abs(np.diff(said)))) < 0.6


def test_a_counter_name_never_heard_before_is_said(announcer: Announcer) -> None:
    began = time.monotonic()
    said = announcer.announce("A001", "Phòng tiếp công dân")
    assert time.monotonic() - began < 20
    assert said.text.endswith("đến phòng tiếp công dân")


def test_an_unknown_voice_is_not_taken_for_ours() -> None:
    renderer = EspeakRenderer(Voice("xx-nope", 150))
    try:
        with pytest.raises(RenderFailed, match="not as 'xx-nope'"):
            renderer.render("một")
    finally:
        renderer.stop()


def test_a_renderer_that_hangs_is_given_up_and_started_again(
    impatient: EspeakRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(renderer_module, "FIRST_UTTERANCE_S", 0.0)
        with pytest.raises(RenderFailed, match="nothing rendered"):
            impatient.render("một")
    assert impatient.render("một").size > 0.2 * RATE


def test_a_renderer_that_was_killed_is_started_again(impatient: EspeakRenderer) -> None:
    assert impatient.render("một").size
    child = impatient._child
    assert child is not None
    child.kill()
    child.wait()
    assert impatient.render("hai").size


def test_a_machine_without_a_renderer_gives_up_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer_module, "_CHILD", "no_such_renderer")
    renderer = EspeakRenderer(Voice(VOICES[Region.NORTH], 150))
    announcer = speaking(ClipBank(tmp_path, tmp_path / "none", renderer))
    assert len(announcer.prepare()) == 3
    with pytest.raises(RenderFailed):
        announcer.announce("A001", "Quầy số 1")
    assert announcer.chime_alone().samples.size > RATE


def test_preparing_ends_when_the_program_does(tmp_path: Path, hum: HumRenderer) -> None:
    announcer = speaking(ClipBank(tmp_path, tmp_path / "none", hum))
    announcer.prepare(lambda: len(hum.rendered) == 5)
    assert len(hum.rendered) == 5


def test_a_clip_is_rendered_once_and_found_after_a_restart(tmp_path: Path, hum: HumRenderer) -> None:
    bank = ClipBank(tmp_path, tmp_path / "none", hum)
    first = bank.clip("ba")
    assert np.array_equal(bank.clip("ba"), first)
    again = HumRenderer(HUM)
    assert np.allclose(ClipBank(tmp_path, tmp_path / "none", again).clip("ba"), first, atol=0.01)
    assert hum.rendered == ["ba"]
    assert again.rendered == []


def test_another_voice_or_speed_does_not_use_the_kept_clip(tmp_path: Path, hum: HumRenderer) -> None:
    ClipBank(tmp_path, tmp_path / "none", hum).clip("ba")
    faster = HumRenderer(Voice("hum", 180))
    ClipBank(tmp_path, tmp_path / "none", faster).clip("ba")
    assert faster.rendered == ["ba"]


def test_a_kept_clip_that_was_cut_off_is_rendered_again(tmp_path: Path, hum: HumRenderer) -> None:
    ClipBank(tmp_path, tmp_path / "none", hum).clip("ba")
    for path in tmp_path.glob("*.wav"):
        path.write_bytes(path.read_bytes()[:20])
    assert ClipBank(tmp_path, tmp_path / "none", hum).clip("ba").size
    assert hum.rendered == ["ba", "ba"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sites_own_recording_goes_first(tmp_path: Path, hum: HumRenderer, form: str) -> None:
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    name = unicodedata.normalize(form, file_name("đến quầy số"))
    own = (0.2 * np.sin(np.arange(RATE) / 20)).astype(np.float32)
    (recordings / f"{name}.wav").write_bytes(to_wav(own))
    assert ClipBank(tmp_path / "clips", recordings, hum).clip("đến quầy số").size == pytest.approx(RATE, abs=20)
    assert hum.rendered == []


def test_an_unusable_recording_is_passed_over(tmp_path: Path, hum: HumRenderer) -> None:
    (tmp_path / "ba.wav").write_bytes(b"an .mp3 that was renamed")
    assert ClipBank(tmp_path / "clips", tmp_path, hum).clip("ba").size
    assert hum.rendered == ["ba"]


def test_words_that_cannot_be_made_are_named(tmp_path: Path, hum: HumRenderer) -> None:
    hum.broken.add("mốt")
    announcer = speaking(ClipBank(tmp_path, tmp_path / "none", hum))
    assert announcer.prepare() == ["mốt"]
