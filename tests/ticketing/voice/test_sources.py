"""Words come from the best source that is ready: the site's recordings, a better voice, the voice always there."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lobby.clock import SystemClock
from lobby.health import Faults
from lobby.speech import piper
from lobby.speech.bank import REST_S, ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.piper import PiperRenderer, PiperSettings
from lobby.speech.recordings import file_name
from lobby.speech.renderer import RenderFailed, Voice
from lobby.speech.sound import LEVEL, RATE, Samples, rms, to_wav
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.phrasebook import phrasebook
from ticketing.voice.saying import Saying
from ticketing.voice.voice_faults import better_failed, tell_wrong_better, tell_wrong_phrases
from ticketing.voice.voices import WordsSettings, make_banks
from ticketing.voice.wording import wording_of

SPOKEN = wording_of().callout("A012", "Quầy số 3")
# A program with Piper's command line, standing in for it: a second of tone, or what its text asks for.
TWIN = """#!{python}
import math, struct, sys, time, wave
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
assert given["--model"] and float(given["--length_scale"]) > 0
text = sys.stdin.read()
open("{log}", "a", encoding="utf-8").write(text)
if "hỏng" in text:
    sys.exit("no such phoneme")
if "treo" in text:
    time.sleep(600)
with wave.open(given["--output_file"], "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(16000)
    if "im" not in text.split():
        tone = (round(9000 * math.sin(place / 5)) for place in range(16000))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
"""


class Times:
    """A clock in a test's hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def hum(voice: str) -> HumRenderer:
    return HumRenderer(Voice(voice, 150))


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """Piper's twin; `said` beside it has every text it was given, a line each."""
    program, log = tmp_path / "piper", tmp_path / "said"
    program.write_text(TWIN.format(python=sys.executable, log=log), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    log.touch()
    return program


@pytest.fixture
def settings(twin: Path) -> PiperSettings:
    model = twin.with_name("vi.onnx")
    model.write_bytes(b"weights")
    return PiperSettings(program=twin, model=model)


@pytest.fixture
def better(settings: PiperSettings) -> Iterator[PiperRenderer]:
    renderer = PiperRenderer(settings)
    yield renderer
    renderer.stop()


def test_a_better_voice_says_whole_phrases_ahead_of_the_call(twin: Path, better: PiperRenderer, tmp_path: Path) -> None:
    always = hum("always")
    bank = ClipBank(tmp_path / "clips", tmp_path / "none", always, better=better)
    saying = Saying({"vi": bank})
    assert saying.prepare(SPOKEN) == []
    told = twin.with_name("said").read_text(encoding="utf-8").splitlines()
    assert told == ["mời công dân có số a không một hai", "đến quầy số ba"]
    assert always.rendered == []
    assert saying.speak(SPOKEN).size / RATE == pytest.approx(2 + 0.22, abs=0.15)


def test_a_call_never_waits_for_the_better_voice(tmp_path: Path) -> None:
    slow, always = hum("slow"), hum("always")
    saying = Saying({"vi": ClipBank(tmp_path, tmp_path / "none", always, better=slow)})
    assert saying.speak(SPOKEN).size
    assert slow.rendered == []
    assert saying.prepare(SPOKEN) == []
    assert slow.rendered == ["mời công dân có số a không một hai", "đến quầy số ba"]


def test_a_better_voice_that_fails_is_stood_in_for_told_of_and_tried_again_later(tmp_path: Path) -> None:
    clock, told = Times(), list[str | None]()
    slow, always = hum("slow"), hum("always")
    slow.broken |= {"ba", "bốn"}
    bank = ClipBank(tmp_path, tmp_path / "none", always, better=slow, better_failed=told.append, now=clock)
    assert bank.prepare(["ba"]) == []
    assert bank.prepare(["bốn"]) == []
    assert always.rendered == ["ba", "bốn"]
    assert told == ["'ba' is broken by hand"]
    slow.broken.clear()
    clock.now += REST_S + 1
    assert bank.prepare(["ba"]) == []
    assert told[1:] == [None]
    assert slow.rendered == ["ba"]
    again = ClipBank(tmp_path, tmp_path / "none", hum("always"), better=(kept := hum("slow")))
    assert again.prepare(["ba"]) == []
    assert kept.rendered == []


def test_what_a_better_voice_kept_is_used_after_a_restart_and_no_other_voices(tmp_path: Path) -> None:
    ClipBank(tmp_path, tmp_path / "none", hum("always"), better=hum("slow")).prepare(["ba"])
    slow, always = hum("slow"), hum("always")
    bank = ClipBank(tmp_path, tmp_path / "none", always, better=slow)
    assert bank.ready("ba") is not None
    assert (slow.rendered, always.rendered) == ([], [])
    assert ClipBank(tmp_path, tmp_path / "none", hum("always"), better=hum("newer")).ready("ba") is None


def test_the_keeper_learns_that_the_better_voice_failed_and_that_it_speaks_again() -> None:
    faults = Faults(SystemClock())
    tell = better_failed(faults)
    tell("piper ended with 1")
    assert [fault.code for fault in faults.standing()] == ["better_voice"]
    assert "espeak-ng" in faults.standing()[0].detail
    tell(None)
    assert faults.standing() == ()


def test_the_keeper_learns_which_phrase_is_wrong() -> None:
    faults = Faults(SystemClock())
    tell_wrong_phrases(phrasebook({"vi": {"call": "Mời {nubmer}"}}), faults)
    (fault,) = faults.standing()
    assert fault.code == "phrases"
    assert "«{nubmer}»" in fault.detail
    assert "[voice.phrases]" in fault.remedy


def test_a_better_voice_wrongly_set_is_named_and_the_other_one_speaks(tmp_path: Path) -> None:
    settings = WordsSettings(better={"vi": {"program": "/opt/piper/piper", "modle": "vi.onnx"}, "fr": {}})
    right, wrong = settings.right_better()
    assert right == {}
    faults = Faults(SystemClock())
    tell_wrong_better(wrong, faults)
    (fault,) = faults.standing()
    assert "«voice.better.vi.model»: thiếu mục bắt buộc này" in fault.detail
    assert "«voice.better.vi.modle»: không có mục này; có phải «model»?" in fault.detail
    assert "«voice.better.fr»: chỉ có vi, en" in fault.detail
    assert not make_banks(settings, tmp_path)["vi"].speaks_phrases


def test_piper_speaks_by_its_command_line(better: PiperRenderer) -> None:
    samples = better.render("mời công dân")
    assert samples.size == RATE
    assert rms(samples[2000:-2000]) == pytest.approx(9000 / 32767 / np.sqrt(2), rel=0.01)


@pytest.mark.parametrize(("text", "why"), [("hỏng", "piper ended with 1: no such phoneme"), ("im", "silent")])
def test_a_text_that_piper_cannot_say_is_not_lost(better: PiperRenderer, tmp_path: Path, text: str, why: str) -> None:
    always, told = hum("always"), list[str | None]()
    bank = ClipBank(tmp_path / "clips", tmp_path / "none", always, better=better, better_failed=told.append)
    assert bank.prepare([text]) == []
    assert always.rendered == [text]
    assert len(told) == 1
    assert why in (told[0] or "")


def test_a_piper_that_is_not_there_is_named(settings: PiperSettings) -> None:
    gone = PiperRenderer(settings.model_copy(update={"program": Path("/nowhere/piper")}))
    with pytest.raises(RenderFailed, match="piper does not start"):
        gone.render("ba")


def test_a_piper_that_hangs_is_killed(better: PiperRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper, "UTTERANCE_S", 0.3)
    with pytest.raises(RenderFailed, match="nothing in"):
        better.render("treo")
    assert better._child is None


def test_another_model_in_the_place_of_one_is_another_voice(settings: PiperSettings) -> None:
    first = PiperRenderer(settings).voice
    settings.model.write_bytes(b"other weights")
    assert PiperRenderer(settings).voice != first


def recorded(folder: Path, text: str, samples: Samples) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{file_name(text)}.wav").write_bytes(to_wav(samples))


def tone(seconds: float, height: float) -> Samples:
    return (height * np.sin(np.arange(round(seconds * RATE)) / 20)).astype(np.float32)


def test_a_sites_recordings_go_before_the_better_voices_phrases(tmp_path: Path) -> None:
    recordings, slow, always = tmp_path / "recordings", hum("slow"), hum("always")
    recorded(recordings, "mời công dân có số", tone(1.5, 0.05))
    bank = ClipBank(tmp_path / "clips", recordings, always, better=slow)
    saying = Saying({"vi": bank})
    assert saying.prepare(SPOKEN) == []
    assert "mời công dân có số a không một hai" not in slow.rendered
    assert slow.rendered == ["a", "không", "một", "hai", "đến quầy số ba"]
    assert rms(bank.clip("mời công dân có số")) == pytest.approx(LEVEL, rel=0.02)
    assert always.rendered == []


def test_a_site_that_recorded_every_clip_needs_no_voice(tmp_path: Path) -> None:
    for word in wording_of().every_clip():
        recorded(tmp_path / "recordings", word.text, tone(0.2, 0.1))
    always = hum("always")
    bank = ClipBank(tmp_path / "clips", tmp_path / "recordings", always)
    announcer = Announcer({"vi": bank}, {"vi": wording_of()}, Style())
    assert announcer.prepare() == []
    assert announcer.announce("Đ957", "Quầy số 64").samples.size
    assert always.rendered == []


def test_a_recording_in_a_noisy_room_is_trimmed_to_its_words(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).normal(0, 0.004, RATE * 2).astype(np.float32)
    noise[RATE // 2 : RATE] += tone(0.5, 0.3)
    recorded(tmp_path, "ba", noise)
    clip = ClipBank(tmp_path / "clips", tmp_path, hum("always")).clip("ba")
    assert clip.size / RATE == pytest.approx(0.5, abs=0.05)


def test_a_recording_of_an_hour_does_not_fill_the_memory(tmp_path: Path) -> None:
    recorded(tmp_path, "ba", tone(0.5, 0.3))
    os.truncate(tmp_path / "ba.wav", 11 * 1024 * 1024)
    always = hum("always")
    assert ClipBank(tmp_path / "clips", tmp_path, always).clip("ba").size
    assert always.rendered == ["ba"]


def test_english_is_spoken_by_its_own_bank_and_vietnamese_names_by_the_other(tmp_path: Path) -> None:
    vietnamese, english = hum("vi"), hum("en")
    banks = {
        "vi": ClipBank(tmp_path / "vi", tmp_path / "none", vietnamese),
        "en": ClipBank(tmp_path / "en", tmp_path / "none", english),
    }
    wordings = {"vi": wording_of("vi"), "en": wording_of("en")}
    said = Announcer(banks, wordings, Style()).announce("A12", "Phòng tiếp dân", ("vi", "en"))
    assert "ticket number a one two please proceed to phòng tiếp dân" in said.text
    assert english.rendered == ["ticket number", "a", "one", "two", "please proceed to"]
    assert "phòng tiếp dân" in vietnamese.rendered


def test_an_english_voice_that_fails_costs_no_vietnamese_call(tmp_path: Path) -> None:
    english = hum("en")
    english.broken.add("ticket number")
    banks = {
        "vi": ClipBank(tmp_path / "vi", tmp_path / "none", hum("vi")),
        "en": ClipBank(tmp_path / "en", tmp_path / "none", english),
    }
    said = Announcer(banks, phrasebook({}).wordings, Style()).announce("A12", "Quầy số 3", ("vi", "en"))
    assert said.text == "mời công dân có số a một hai đến quầy số ba"
