"""`lobby speaker`: speaks each call of the site in Vietnamese."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import run, settings_from
from lobby.settings.device import DeviceSettings, clock_of
from lobby.settings.load import Strict
from lobby.speech.bank import ClipBank
from lobby.speech.numbers import Region
from lobby.speech.players.choice import PlayerSettings, make_player
from lobby.speech.renderer import VOICES, EspeakRenderer, Voice
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.speaker import Speaker


class VoiceSettings(Strict):
    """How calls are spoken; folders default to places below `state`.

    `rate` is in words a minute, `volume` 0..1, `letters` gives letters another name (D = "dê").
    """

    region: Region = Region.NORTH
    repeat: int = Field(default=2, ge=1, le=5)
    pause_s: float = Field(default=0.7, ge=0.1, le=5)
    volume: float = Field(default=1.0, ge=0, le=1)
    rate: int = Field(default=150, ge=80, le=300)
    clips: Path | None = None
    recordings: Path | None = None
    letters: dict[str, str] = Field(default_factory=dict)

    def style(self) -> Style:
        """Return these settings as the announcer takes them."""
        letters = {letter.upper(): name.lower() for letter, name in self.letters.items()}
        return Style(self.region, self.repeat, self.pause_s, self.volume, letters)


class SpeakerSettings(DeviceSettings):
    """The whole settings file."""

    voice: VoiceSettings = VoiceSettings()
    player: PlayerSettings = PlayerSettings()


def compose(settings: SpeakerSettings) -> Speaker:
    """Wire the speaker; raises SettingsError."""
    clock = clock_of(settings)
    link = link_device(settings, Role.SPEAKER, clock)
    voice = settings.voice
    renderer = EspeakRenderer(Voice(VOICES[voice.region], voice.rate))
    recordings = voice.recordings or settings.state / "recordings"
    bank = ClipBank(voice.clips or settings.state / "clips", recordings, renderer)
    player = make_player(settings.player, clock, link.faults)
    return Speaker(link, Announcer(bank, voice.style()), player, clock)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    settings = settings_from(argv, SpeakerSettings, "speaker", "Loa đọc số thứ tự được gọi.")
    return run([compose(settings)])
