"""The pad's settings file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk.aids.settings import AidsSettings
from kiosk.buttons.faces import FaceButtons
from kiosk.presenters.pad_rules import PadRules
from lobby.contract.base import CounterId
from lobby.contract.rating import Levels
from lobby.settings.device import DeviceSettings, ScreenSettings

Address = Annotated[str, Field(max_length=200, pattern=r"^https?://[^/?#\s]+/?$")]


class PadSettings(DeviceSettings):
    """`screen = "none"` where there are `buttons` alone; `inches` is the screen's diagonal (7 up to 1024x600, else
    10.1), `touch = false` one that cannot be touched.

    `counter` may be left out: the hub tells it, and it is remembered. `levels` is how many faces there are where the
    hub has said nothing. Left alone for `notices_after_s` (0: never) the office's notices are shown, pictures from the
    hub's `web` address.
    """

    screen: ScreenSettings | Literal["none"] = ScreenSettings()
    inches: float | None = Field(default=None, ge=5, le=32)
    touch: bool = True
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    counter: CounterId | None = None
    levels: Levels = 5
    aids: AidsSettings = AidsSettings()
    buttons: FaceButtons | None = None
    notices_after_s: float = Field(default=60, ge=0, le=3600)
    web: Address | None = None

    @model_validator(mode="after")
    def _can_be_rated(self) -> Self:
        if self.buttons is None and (self.screen == "none" or not self.touch):
            raise ValueError("không có màn hình chạm thì phải có mục buttons (bảng nút bấm)")
        return self

    def rules(self) -> PadRules:
        """Return what the settings say to the presenter."""
        touch = self.touch and self.screen != "none"
        panel = self.buttons.levels if self.buttons is not None else None
        return PadRules(self.levels, panel, touch, self.notices_after_s)
