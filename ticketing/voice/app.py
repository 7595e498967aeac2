"""`lobby speaker`: speaks each call of its zone in Vietnamese, and in English to who took the number in English."""

from __future__ import annotations

import logging
import sys

from lobby.contract.roles import Role
from lobby.health import Faults
from lobby.link.device import link_device
from lobby.program import Part, run, settings_from
from lobby.settings.device import clock_of
from lobby.speech.players.choice import CardWatch, make_player
from ticketing.voice.announcer import Announcer
from ticketing.voice.ears.base import Ear
from ticketing.voice.ears.microphone import Microphone
from ticketing.voice.ears.pipe import PipeEar
from ticketing.voice.listening import Listening
from ticketing.voice.loudness import Loudness
from ticketing.voice.settings import MicrophoneSettings, SpeakerSettings
from ticketing.voice.speaker import Speaker
from ticketing.voice.voice_faults import better_failed, tell_wrong_better, tell_wrong_phrases
from ticketing.voice.voices import make_banks

log = logging.getLogger(__name__)

SWITCH_S = 0.0005
_LOUDNESS_REMEDY = (
    "Sửa voice.volume, mục [[voice.hours]] hoặc [microphone] trong tệp cấu hình của loa, rồi khởi động lại loa."
)


def compose(settings: SpeakerSettings) -> list[Part]:
    """Wire the speaker and what stands around it; raises SettingsError."""
    clock = clock_of(settings)
    link = link_device(settings, Role.SPEAKER, clock)
    voice, faults = settings.voice, link.faults
    book = voice.phrasebook()
    tell_wrong_phrases(book, faults)
    tell_wrong_better(voice.right_better()[1], faults)
    announcer = Announcer(make_banks(voice, settings.state, better_failed(faults)), book.wordings, voice.style())
    volume, wrong_volume = voice.right_volume()
    (hours, wrong_hours), (microphone, wrong_microphone) = voice.right_hours(), settings.right_microphone()
    _tell_wrong_loudness([*wrong_volume, *wrong_hours, *wrong_microphone], faults)
    loudness = Loudness(volume, hours, microphone.bounds())
    speaker = Speaker(
        link,
        announcer,
        lambda: make_player(settings.player, clock, faults),
        clock,
        zone=settings.zone.zone(),
        loudness=loudness,
        urgent=settings.urgent,
    )
    ear = _ear(microphone)
    listening = [Listening(ear, loudness, lambda: speaker.busy, faults, clock)] if ear is not None else []
    return [speaker, CardWatch(settings.player, clock, faults), *listening]


def _ear(settings: MicrophoneSettings) -> Ear | None:
    if settings.driver == "pipe" and settings.path is not None:
        return PipeEar(settings.path)
    return Microphone(settings.device) if settings.driver == "sounddevice" else None


def _tell_wrong_loudness(wrong: list[str], faults: Faults) -> None:
    for sentence in wrong:
        log.error("wrong loudness setting: %s", sentence)
    if wrong:
        faults.stand("loudness", "; ".join(wrong), _LOUDNESS_REMEDY)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    # The first sample must not wait the usual 5 ms for another thread that computes.
    sys.setswitchinterval(SWITCH_S)
    settings = settings_from(argv, SpeakerSettings, "speaker", "Loa đọc số thứ tự được gọi.")
    return run(compose(settings))
