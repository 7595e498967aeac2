"""What plays a call: files where there is no card, aplay where there is, each to its end and never longer."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.health import Faults
from lobby.settings.load import SettingsError
from lobby.speech.players.aplay import AplayPlayer
from lobby.speech.players.audio import Audio
from lobby.speech.players.base import Label, PlayFailed, Sound
from lobby.speech.players.choice import AutoPlayer, CardWatch, PlayerSettings, has_card, make_player
from lobby.speech.players.files import FilePlayer
from lobby.speech.players.portaudio import PortAudioPlayer
from lobby.speech.sound import RATE, read_wav, rms

LABEL = Label("7b0c4c52-8d53-4a51-b7b5-1f6f3f6f9a10", "A012", "quay-3", 1, "mời công dân có số a")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)
CARD = " 0 [Loopback       ]: Loopback - Loopback\n                      Loopback 1\n"


def a_sound(seconds: float) -> Sound:
    return Sound((0.3 * np.sin(np.arange(round(RATE * seconds)) / 8)).astype(np.float32), RATE, LABEL)


def was_heard(path: Path, sound: Sound) -> bool:
    """Tell whether a WAV file holds every sample of `sound`, with nothing but silence around."""
    heard = read_wav(path)
    given = np.trim_zeros(sound.samples)
    loud = np.trim_zeros(heard)
    return loud.size == given.size and bool(np.allclose(loud, given, atol=0.001))


def nothing() -> None:
    """Nobody listens for the beginning."""


@pytest.fixture
def alsa_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real ALSA device `to_file` that writes what aplay plays into a WAV file."""
    heard, conf = tmp_path / "heard.wav", tmp_path / "asound.conf"
    conf.write_text(f'pcm.to_file {{ type file file "{heard}" format "wav" slave.pcm {{ type null }} }}\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"/usr/share/alsa/alsa.conf:{conf}")
    return heard


def test_a_call_becomes_a_file_and_takes_as_long_as_it_sounds(tmp_path: Path) -> None:
    began = time.monotonic()
    FilePlayer(tmp_path, SystemClock()).play(a_sound(0.3), nothing)
    assert 0.3 <= time.monotonic() - began < 20
    (path,) = tmp_path.glob("*.wav")
    assert path.name.endswith("-A012-quay-3-1.wav")
    assert read_wav(path).size == round(0.3 * RATE)
    assert rms(read_wav(path)) == pytest.approx(0.212, abs=0.01)


def test_the_file_beside_it_tells_which_call_and_when(tmp_path: Path) -> None:
    at_beginning: list[dict[str, object]] = []

    def begun() -> None:
        assert list(tmp_path.glob("*.wav"))
        at_beginning.append({"monotonic": time.monotonic()})

    FilePlayer(tmp_path, SystemClock()).play(a_sound(0.2), begun)
    (path,) = tmp_path.glob("*.json")
    told = json.loads(path.read_text())
    assert (told["call_id"], told["number"], told["counter"], told["nth"]) == (LABEL.call_id, "A012", "quay-3", 1)
    assert told["text"] == LABEL.text
    started, first, ended = (datetime.fromisoformat(told[k]) for k in ("started_at", "first_sample_at", "ended_at"))
    assert started <= first < ended
    assert told["ended_monotonic"] - told["first_sample_monotonic"] >= 0.2
    assert told["first_sample_monotonic"] == pytest.approx(at_beginning[0]["monotonic"], abs=0.15)
    assert not list(tmp_path.glob(".*"))


def test_stopping_cuts_the_sound_short(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path, SystemClock())
    began = time.monotonic()
    threading.Timer(0.1, player.stop).start()
    with pytest.raises(PlayFailed, match="đang dừng"):
        player.play(a_sound(60), nothing)
    assert time.monotonic() - began < 30


def test_only_the_newest_files_are_kept(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path, SystemClock(), kept=3)
    for _ in range(5):
        player.play(a_sound(0.01), nothing)
    assert len(list(tmp_path.glob("*.wav"))) == len(list(tmp_path.glob("*.json"))) == 3


def test_a_folder_that_cannot_be_written_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "sound").write_text("a file where a folder should be")
    with pytest.raises(PlayFailed, match="Không ghi được tệp âm thanh"):
        FilePlayer(tmp_path / "sound", SystemClock()).play(a_sound(0.1), nothing)


def test_a_number_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    sound = Sound(a_sound(0.01).samples, RATE, Label("x", "../../A", "quay-3", 1, ""))
    FilePlayer(folder, SystemClock()).play(sound, nothing)
    assert len(list(folder.glob("*.wav"))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sound"]


def test_aplay_gives_alsa_every_sample(alsa_file: Path) -> None:
    begun: list[bool] = []
    AplayPlayer("to_file").play(a_sound(0.4), lambda: begun.append(True))
    assert begun == [True]
    heard = read_wav(alsa_file)
    given = a_sound(0.4).samples
    assert np.allclose(heard[: given.size], given, atol=0.001)
    assert not heard[given.size :].any(), "aplay fills its last period with silence"


def test_a_device_that_is_not_there_is_a_clear_failure(alsa_file: Path) -> None:
    with pytest.raises(PlayFailed, match="thiết bị âm thanh không mở được") as failed:
        AplayPlayer("no_such_device").play(a_sound(0.1), nothing)
    assert "no_such_device" in failed.value.technical


def test_portaudio_without_a_card_is_a_clear_failure() -> None:
    if has_card():
        pytest.skip("this machine has a sound card")
    with pytest.raises(PlayFailed, match="thiết bị âm thanh không mở được"):
        PortAudioPlayer().play(a_sound(0.1), nothing)


def test_auto_writes_files_and_says_so_while_no_card_is_there(tmp_path: Path) -> None:
    faults = Faults(SystemClock())
    settings = PlayerSettings(folder=tmp_path / "sound")
    AutoPlayer(settings, SystemClock(), faults, tmp_path / "cards").play(a_sound(0.01), nothing)
    assert len(list((tmp_path / "sound").glob("*.wav"))) == 1
    assert [fault.code for fault in faults.standing()] == ["sound_card"]


def test_auto_uses_a_card_that_was_plugged_in_later(tmp_path: Path, alsa_file: Path) -> None:
    faults = Faults(SystemClock())
    cards = tmp_path / "cards"
    cards.write_text("--- no soundcards ---\n")
    player = AutoPlayer(PlayerSettings(device="to_file", folder=tmp_path / "sound"), SystemClock(), faults, cards)
    player.play(a_sound(0.01), nothing)
    cards.write_text(CARD)
    player.play(a_sound(0.2), nothing)
    assert was_heard(alsa_file, a_sound(0.2))
    assert faults.standing() == ()


def test_portaudio_gives_alsa_every_sample_to_the_last(alsa_file: Path) -> None:
    begun: list[bool] = []
    player = PortAudioPlayer("to_file", Audio())
    player.play(a_sound(0.4), lambda: begun.append(True))
    assert begun == [True]
    assert was_heard(alsa_file, a_sound(0.4))


def test_a_card_pulled_out_stands_as_a_fault_before_the_next_call_and_clears_when_it_is_back(tmp_path: Path) -> None:
    faults, clock, cards = Faults(SystemClock()), HandClock(NOON), tmp_path / "cards"
    cards.write_text(CARD)
    watch = CardWatch(PlayerSettings(folder=tmp_path / "sound"), clock, faults, cards)
    watch.start()
    told: list[list[str]] = []
    for text in (CARD, "--- no soundcards ---\n", CARD):
        cards.write_text(text)
        clock.forward(3)
        watch.step()
        told.append([fault.code for fault in faults.standing()])
    assert told == [[], ["sound_card"], []]


def test_a_call_goes_to_the_card_the_next_to_a_file_and_is_told_while_it_is_out_the_third_to_the_card_again(
    tmp_path: Path, alsa_file: Path
) -> None:
    faults, cards, folder = Faults(SystemClock()), tmp_path / "cards", tmp_path / "sound"
    player = AutoPlayer(PlayerSettings(device="to_file", folder=folder), SystemClock(), faults, cards)
    written: list[int] = []
    failed: list[str] = []
    for text in (CARD, "--- no soundcards ---\n", CARD):
        cards.write_text(text)
        alsa_file.unlink(missing_ok=True)
        try:
            player.play(a_sound(0.1), nothing)
        except PlayFailed as fault:
            failed.append(str(fault))
        written.append(len(list(folder.glob("*.wav"))))
        assert alsa_file.exists() == (text == CARD)
    assert written == [0, 1, 1]
    assert ["bị rút ra" in one for one in failed] == [True]
    assert faults.standing() == ()


@dataclass
class FakePortAudio:
    """Stands for sounddevice: a card that is `there`, or is pulled out after so many blocks."""

    there: bool = True
    blocks: int | None = None
    begun_anew: int = 0
    opened: int = 0

    class PortAudioError(Exception):
        """As sounddevice has it."""

    class CallbackStop(Exception):
        """As sounddevice has it."""

    def _initialize(self) -> None:
        self.begun_anew += 1

    def _terminate(self) -> None:
        """The other half of beginning anew."""

    def OutputStream(self, *_: object, **wanted: Any) -> FakeStream:
        self.opened += 1
        if not self.there:
            raise self.PortAudioError("Error opening OutputStream: Device unavailable [PaErrorCode -9985]")
        return FakeStream(self, wanted["callback"], wanted["finished_callback"])


@dataclass
class FakeStream:
    """Takes all blocks at once, or stops in the midst without a word, as ALSA's thread does."""

    library: FakePortAudio
    take: Callable[..., None]
    over: Callable[[], None]

    def start(self) -> None:
        block = np.zeros((441, 1), dtype=np.int16)
        for _ in range(10_000 if self.library.blocks is None else self.library.blocks):
            try:
                self.take(block, 441, None, None)
            except self.library.CallbackStop:
                self.over()
                return

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakePortAudio:
    fake = FakePortAudio()
    monkeypatch.setattr("lobby.speech.players.audio.library", lambda: fake)
    monkeypatch.setattr("lobby.speech.players.portaudio._STALLED_S", 0.2)
    return fake


def test_a_card_pulled_out_in_mid_sentence_fails_the_call_and_the_cards_are_listed_anew(fake: FakePortAudio) -> None:
    fake.blocks = 3
    player = PortAudioPlayer(None, Audio())
    with pytest.raises(PlayFailed, match="ngừng giữa chừng"):
        player.play(a_sound(1.0), nothing)
    fake.blocks = None
    player.play(a_sound(1.0), nothing)
    assert fake.begun_anew == 1


def test_cards_are_listed_anew_when_another_was_plugged_in(fake: FakePortAudio, tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    cards.write_text(CARD)
    player = PortAudioPlayer(None, Audio(cards))
    for text, anew in ((CARD, 0), (CARD + CARD, 1), (CARD + CARD, 1), (CARD, 2)):
        cards.write_text(text)
        player.play(a_sound(0.1), nothing)
        assert fake.begun_anew == anew


def test_what_portaudio_cannot_begin_aplay_plays(
    fake: FakePortAudio, tmp_path: Path, alsa_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobby.speech.players.choice.library", lambda: fake)
    fake.there = False
    (tmp_path / "cards").write_text(CARD)
    player = AutoPlayer(PlayerSettings(device="to_file"), SystemClock(), Faults(SystemClock()), tmp_path / "cards")
    for _ in range(2):
        alsa_file.unlink(missing_ok=True)
        player.play(a_sound(0.2), nothing)
        assert was_heard(alsa_file, a_sound(0.2))
    assert fake.opened == 1, "it is not asked again until the cards change"
    (tmp_path / "cards").write_text(CARD + CARD)
    player.play(a_sound(0.2), nothing)
    assert fake.opened == 2


def test_half_a_call_is_not_begun_again_by_another_driver(
    fake: FakePortAudio, tmp_path: Path, alsa_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobby.speech.players.choice.library", lambda: fake)
    fake.blocks = 3
    (tmp_path / "cards").write_text(CARD)
    player = AutoPlayer(PlayerSettings(device="to_file"), SystemClock(), Faults(SystemClock()), tmp_path / "cards")
    with pytest.raises(PlayFailed, match="ngừng giữa chừng"):
        player.play(a_sound(1.0), nothing)
    assert not alsa_file.exists()


def test_an_aplay_that_dies_in_the_midst_is_a_clear_failure_and_the_next_call_is_played(
    tmp_path: Path, alsa_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which("aplay")
    fallen = tmp_path / "aplay"
    fallen.write_text("#!/bin/sh\nhead -c 2000 >/dev/null\necho 'write error: No such device' >&2\nexit 1\n")
    fallen.chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{tmp_path}:{path}")
    player = AplayPlayer("to_file")
    with pytest.raises(PlayFailed) as failed:
        player.play(a_sound(0.4), nothing)
    assert "No such device" in failed.value.technical
    monkeypatch.setenv("PATH", path)
    assert real is not None
    player.play(a_sound(0.4), nothing)
    assert was_heard(alsa_file, a_sound(0.4))


def test_a_repeat_that_follows_at_once_is_heard_in_the_same_file(tmp_path: Path) -> None:
    player = FilePlayer(tmp_path, SystemClock())
    first = a_sound(0.1)
    player.play(first, nothing)
    player.play(replace(first, continues=True), nothing)
    player.play(replace(first, label=replace(LABEL, call_id="y"), continues=True), nothing)
    both, other = sorted(tmp_path.glob("*.wav"))
    assert np.array_equal(read_wav(both), np.concatenate([read_wav(other), read_wav(other)]))
    told = json.loads(both.with_suffix(".json").read_text())
    assert told["seconds"] == pytest.approx(0.2, abs=0.001)
    assert told["ended_monotonic"] - told["first_sample_monotonic"] >= 0.2


def test_auto_without_card_and_folder_admits_that_nobody_hears(tmp_path: Path) -> None:
    faults = Faults(SystemClock())
    with pytest.raises(PlayFailed, match="không phát được lời gọi"):
        AutoPlayer(PlayerSettings(), SystemClock(), faults, tmp_path / "cards").play(a_sound(0.01), nothing)
    assert faults.standing()[0].remedy


def test_wav_without_a_folder_names_the_missing_key() -> None:
    with pytest.raises(SettingsError, match=r"player\.folder"):
        make_player(PlayerSettings(driver="wav"), SystemClock(), Faults(SystemClock()))


@pytest.mark.parametrize("make", [lambda: AplayPlayer("to_file"), PortAudioPlayer])
def test_a_stopped_player_plays_nothing_more(
    make: Callable[[], AplayPlayer | PortAudioPlayer], alsa_file: Path
) -> None:
    player = make()
    player.stop()
    with pytest.raises(PlayFailed):
        player.play(a_sound(0.1), nothing)
    assert not alsa_file.exists()
