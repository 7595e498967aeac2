"""A panel of three to five buttons with faces: which key or byte stands for which face."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from lobby.contract.rating import Levels
from lobby.keys.settings import EvdevSettings, PipeSettings, SerialSettings
from lobby.settings.load import Strict

KeyName = Annotated[str, Field(pattern=r"^(KEY|BTN)_[A-Z0-9_]{1,24}$")]
Face = Annotated[int, Field(ge=1, le=5)]
_SCALES: dict[int, Levels] = {3: 3, 4: 4, 5: 5}


class FaceButtons(Strict):
    """`panel` is where it is, `keys` each key's name and its face, counted from 1 for the unhappiest.

    How many faces there are is the scale. A byte of a serial panel is named as a keypad's is (`KEY_KP1` for "1",
    `KEY_X41` for 0x41). `lamp` is a light of the kernel's (`/sys/class/leds/…`) that is on while a rating stands open.
    """

    panel: EvdevSettings | PipeSettings | SerialSettings = Field(discriminator="driver")
    keys: dict[KeyName, Face] = Field(min_length=3, max_length=16)
    lamp: Path | None = None
    sound: bool = True

    @model_validator(mode="after")
    def _faces_are_a_scale(self) -> Self:
        faces = sorted(set(self.keys.values()))
        if faces not in ([1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]):
            raise ValueError("các mặt phải đủ từ 1 đến 3, 4 hoặc 5, không bỏ cách: 1 là không hài lòng nhất")
        return self

    @property
    def levels(self) -> Levels:
        """How many faces the panel has."""
        return _SCALES[len(set(self.keys.values()))]
