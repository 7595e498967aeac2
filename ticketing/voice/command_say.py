"""`lobby voice say`: the whole call of a number to a counter, played on this machine or written as a WAV."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from lobby.clock import SystemClock
from lobby.health import Faults
from lobby.settings.load import load
from lobby.speech.players.base import Label, PlayFailed, Sound
from lobby.speech.players.choice import PlayerSettings, has_card, make_player
from lobby.speech.readings import VIETNAMESE
from lobby.speech.renderer import RenderFailed
from lobby.speech.sound import RATE, to_wav
from ticketing.voice.announcer import Announcement, Announcer
from ticketing.voice.command import Parser, WrongWord, language_of, region_of
from ticketing.voice.phrases import Unspeakable
from ticketing.voice.settings import SpeakerSettings, VoiceSettings
from ticketing.voice.voices import make_banks

_FAILED = 1


def say(arguments: list[str]) -> int:
    """Make the call; returns 1 where it could not be made or played; raises WrongWord or SettingsError."""
    parser = Parser(prog="lobby voice say")
    parser.add_argument("number")
    parser.add_argument("counter")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--region")
    parser.add_argument("--language", default=VIETNAMESE)
    parser.add_argument("--settings", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        said = _made(chosen)
    except Unspeakable as fault:
        raise WrongWord(str(fault)) from fault
    except RenderFailed as fault:
        return _sorry(f"không tạo được lời đọc ({fault}). Cài lại gói espeak-ng, hoặc ghi âm các câu.")
    if chosen.out is not None:
        return _written(chosen.out, said)
    return _played(said, chosen)


def _made(chosen: argparse.Namespace) -> Announcement:
    language = language_of(chosen.language)
    with tempfile.TemporaryDirectory(prefix="lobby-voice-") as folder:
        voice, state = _voice(chosen, Path(folder))
        book = voice.phrasebook()
        for trouble in (*book.troubles, *voice.right_better()[1]):
            print(f"lobby voice: {trouble}", file=sys.stderr)  # noqa: T201
        # The speaker's own clips are left to the speaker: one program keeps the bound of a folder.
        banks = make_banks(voice.model_copy(update={"clips": Path(folder)}), state)
        announcer = Announcer(banks, book.wordings, voice.style())
        try:
            announcer.prepare_sentence(chosen.number, chosen.counter)
            return announcer.announce(chosen.number, chosen.counter, (VIETNAMESE, language))
        finally:
            announcer.stop()


def _voice(chosen: argparse.Namespace, folder: Path) -> tuple[VoiceSettings, Path]:
    """Return how to speak, and the folder below which a site's recordings are."""
    own = load(SpeakerSettings, chosen.settings) if chosen.settings is not None else None
    voice = own.voice if own is not None else VoiceSettings()
    if chosen.region is not None:
        voice = voice.model_copy(update={"region": region_of(chosen.region)})
    return voice, own.state if own is not None else folder


def _played(said: Announcement, chosen: argparse.Namespace) -> int:
    if not has_card():
        print("Máy này không có thiết bị âm thanh.")  # noqa: T201
        return _written(_new_file(), said)
    settings = load(SpeakerSettings, chosen.settings).player if chosen.settings is not None else PlayerSettings()
    clock = SystemClock()
    label = Label("voice-say", chosen.number, chosen.counter, 1, said.text)
    print(f"«{said.text}»", flush=True)  # noqa: T201
    try:
        make_player(settings, clock, Faults(clock)).play(Sound(said.samples, RATE, label), lambda: None)
    except PlayFailed as fault:
        _sorry(f"{fault} ({fault.technical})")
        _written(_new_file(), said)
        return _FAILED
    return 0


def _written(path: Path, said: Announcement) -> int:
    try:
        path.write_bytes(to_wav(said.samples))
    except OSError as fault:
        return _sorry(f"không ghi được {path}: {fault.strerror}.")
    seconds = f"{said.samples.size / RATE:.1f}".replace(".", ",")
    print(f"Đã ghi {path} ({seconds} giây): «{said.text}»")  # noqa: T201
    return 0


def _new_file() -> Path:
    handle, name = tempfile.mkstemp(prefix="lobby-voice-", suffix=".wav")
    os.close(handle)
    return Path(name)


def _sorry(sentence: str) -> int:
    print(f"lobby voice: {sentence}", file=sys.stderr)  # noqa: T201
    return _FAILED
