"""The settings of a loudspeaker, of which nothing that is wrong about loudness silences a call."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from lobby.contract.base import CounterId, ServiceId
from lobby.settings.device import DeviceSettings
from lobby.settings.lenient import lenient
from lobby.settings.load import Strict, wrong_places
from lobby.speech.players.choice import PlayerSettings
from ticketing.voice.announcer import Style
from ticketing.voice.loudness import FULL, Bounds, Hours
from ticketing.voice.voices import WordsSettings
from ticketing.voice.waiting import URGENT
from ticketing.voice.zone import Zone

_OF_THE_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _of_the_day(value: object) -> time:
    # A bare number would be read as seconds past midnight, and a time of another zone compares with none of ours.
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = _OF_THE_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('giờ phải viết như "07:30"')
    return time(int(found[1]), int(found[2]))


TimeOfDay = Annotated[time, BeforeValidator(_of_the_day)]


class HoursSettings(Strict):
    """From `from` until `until` (over midnight where that is earlier) the volume is `volume`; 0 is silence."""

    from_: TimeOfDay = Field(alias="from")
    until: TimeOfDay
    volume: float = Field(ge=0, le=1)


class MicrophoneSettings(Strict):
    """Calls are `quiet_share` times as loud in a hall of `quiet_db` (dBFS at this microphone), and as loud as set in
    one of `loud_db`; the noise counts by its average over `slow_s` seconds."""

    driver: Literal["off", "sounddevice", "pipe"] = "off"
    device: str | None = None
    path: Path | None = None
    quiet_db: float = Field(default=-55, ge=-110, le=0)
    loud_db: float = Field(default=-30, ge=-110, le=0)
    quiet_share: float = Field(default=0.6, ge=0.1, le=1)
    slow_s: float = Field(default=60, ge=5, le=900)

    @model_validator(mode="after")
    def _louder_is_more(self) -> MicrophoneSettings:
        if self.loud_db <= self.quiet_db:
            raise ValueError("«loud_db» phải lớn hơn «quiet_db»")
        if self.driver == "pipe" and self.path is None:
            raise ValueError('«path» phải có khi «driver» là "pipe"')
        return self

    def bounds(self) -> Bounds | None:
        """Return how the noise counts, None where nothing listens."""
        if self.driver == "off":
            return None
        return Bounds(self.quiet_db, self.loud_db, self.quiet_share, slow_s=self.slow_s)


class VolumeSettings(Strict):
    """The volume outside of all hours."""

    volume: float = Field(default=FULL, ge=0, le=1)


class VoiceSettings(WordsSettings):
    """How calls are spoken, beside what is said: `volume` is 0..1, `hours` are tables as `HoursSettings`, or one."""

    repeat: int = Field(default=2, ge=1, le=5)
    pause_s: float = Field(default=0.7, ge=0.1, le=5)
    volume: Any = FULL
    hours: Any = Field(default_factory=list)

    def style(self) -> Style:
        """Return these settings as the announcer takes them."""
        return Style(self.repeat, self.pause_s, self.right_volume()[0])

    def right_volume(self) -> tuple[float, list[str]]:
        """Return the volume, full where it is wrong, and a sentence that says so."""
        right, wrong = lenient(VolumeSettings, {"volume": self.volume}, "voice")
        return right.volume, wrong

    def right_hours(self) -> tuple[list[Hours], list[str]]:
        """Return the hours that can be used, and a sentence for each place that is wrong."""
        right: list[Hours] = []
        wrong: list[str] = []
        for number, table in enumerate(self.hours if isinstance(self.hours, list) else [self.hours], 1):
            try:
                one = HoursSettings.model_validate(table)
            except ValidationError as fault:
                wrong += wrong_places(HoursSettings, fault, f"voice.hours.{number}")
            else:
                right.append(Hours(one.from_, one.until, one.volume))
        return right, wrong


class ZoneSettings(Strict):
    """Whose calls this loudspeaker speaks: those of `counters` and of fields (`services`), all where none is named."""

    counters: list[CounterId] = Field(default_factory=list)
    services: list[ServiceId] = Field(default_factory=list)

    def zone(self) -> Zone:
        """Return these settings as the speaker takes them."""
        return Zone(frozenset(self.counters), frozenset(self.services))


class SpeakerSettings(DeviceSettings):
    """The whole settings file; `urgent` are the pause reasons for which a counter's calls wait."""

    zone: ZoneSettings = ZoneSettings()
    urgent: list[str] = Field(default_factory=lambda: list(URGENT))
    voice: VoiceSettings = VoiceSettings()
    player: PlayerSettings = PlayerSettings()
    microphone: dict[str, Any] = Field(default_factory=dict)

    def right_microphone(self) -> tuple[MicrophoneSettings, list[str]]:
        """Return the microphone, off where its table is wrong, and a sentence for each place that is wrong."""
        try:
            return MicrophoneSettings.model_validate(self.microphone), []
        except ValidationError as fault:
            return MicrophoneSettings(), wrong_places(MicrophoneSettings, fault, "microphone")
