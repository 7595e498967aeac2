"""What may stand in keypad.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lobby.contract.base import CounterId
from lobby.keys.settings import EvdevSettings, PipeSettings, SerialSettings
from lobby.settings.device import DeviceSettings
from lobby.settings.load import Strict
from ticketing.keypad.keys import DEFAULT_KEYS, Action

KeyCode = Annotated[str, Field(pattern=r"^KEY_[A-Z0-9_]{1,24}$")]


class NumberSettings(Strict):
    """What the digits typed before "next" mean: `prefix` and at least `digits` digits, as on this counter's tickets."""

    prefix: str = Field(default="", max_length=4, pattern=r"^[A-ZĐ]*$")
    digits: int = Field(default=3, ge=1, le=4)


class KeypadSettings(DeviceSettings):
    """The whole of keypad.toml; `keymap` adds to the keys every keypad has, or gives them another action.

    A ticket is called again `recall_wait_s` seconds after the last time at the earliest.
    """

    counter: CounterId
    keys: EvdevSettings | PipeSettings | SerialSettings = Field(discriminator="driver")
    numbers: NumberSettings = NumberSettings()
    recall_wait_s: int = Field(default=10, ge=0, le=120)
    keymap: dict[KeyCode, Action] = Field(default_factory=dict)

    def all_keys(self) -> dict[str, Action]:
        """Return what each key does at this counter."""
        return {**DEFAULT_KEYS, **self.keymap}
