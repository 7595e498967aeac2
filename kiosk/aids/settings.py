"""What a site settles about the aids of a touch screen: table `aids`, all of which may be left out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kiosk.presenters.comfort import Choices
from lobby.keys.settings import EvdevSettings, PipeSettings
from lobby.settings.load import Strict
from lobby.speech.players.choice import PlayerSettings

Keys = Annotated[EvdevSettings | PipeSettings, Field(discriminator="driver")]


class ComfortSettings(Strict):
    """How the screen stands for each new citizen, who may choose otherwise."""

    big_text: bool = False
    high_contrast: bool = False
    low_reach: bool = False
    read_aloud: bool = False

    def choices(self, volume: int) -> Choices:
        """Return these settings as the presenter takes them."""
        return Choices(self.big_text, self.high_contrast, self.low_reach, self.read_aloud, volume)


class SpeechSettings(Strict):
    """Reading aloud. `earphones`: "detect" by the switch in the socket (`jack`, or the first that the machine has),
    "always" for a receiver that hangs there, "never" where there is no socket.

    What stands in a dossier is read through earphones alone, unless `dossiers_on_loudspeaker`. `rate` is in words a
    minute, `volume` 1 to 5; the `player` is as at the speaker. Clips that stay the same are kept, up to `keeps_mb`.
    """

    earphones: Literal["detect", "always", "never"] = "detect"
    dossiers_on_loudspeaker: bool = False
    jack: Keys | None = None
    rate: int = Field(default=150, ge=80, le=300)
    volume: int = Field(default=3, ge=1, le=5)
    keeps_mb: int = Field(default=32, ge=1, le=1024)
    player: PlayerSettings = PlayerSettings()


class AidsSettings(Strict):
    """`speech` is left out where the device has no sound, `keypad` where it has none; `languages` is a folder with a
    folder for each language that the site adds, or speaks with a voice of its own."""

    comfort: ComfortSettings = ComfortSettings()
    speech: SpeechSettings | None = None
    keypad: Keys | None = None
    languages: Path | None = None
