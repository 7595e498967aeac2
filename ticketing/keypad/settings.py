"""What may stand in keypad.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lobby.contract.base import CounterId
from lobby.settings.device import DeviceSettings
from lobby.settings.load import Strict
from ticketing.keypad.keys import DEFAULT_KEYS, Action

UsbId = Annotated[int, Field(ge=0, le=0xFFFF)]
KeyCode = Annotated[str, Field(pattern=r"^KEY_[A-Z0-9_]{1,24}$")]


class EvdevSettings(Strict):
    """A USB keypad, by its place (`/dev/input/by-id/...-event-kbd`) or by its vendor and product (0x04d9, 0x1203)."""

    driver: Literal["evdev"]
    path: Path | None = None
    vendor: UsbId | None = None
    product: UsbId | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if self.path is None and (self.vendor is None or self.product is None):
            raise ValueError("cần «path», hoặc cả «vendor» và «product» của bàn phím")
        return self


class PipeSettings(Strict):
    """A named pipe at `path`, made where it is missing; one key name a line."""

    driver: Literal["pipe"]
    path: Path


class KeypadSettings(DeviceSettings):
    """The whole of keypad.toml; `keymap` adds to the keys every keypad has, or gives them another action."""

    counter: CounterId
    keys: EvdevSettings | PipeSettings = Field(discriminator="driver")
    keymap: dict[KeyCode, Action] = Field(default_factory=dict)

    def all_keys(self) -> dict[str, Action]:
        """Return what each key does at this counter."""
        return {**DEFAULT_KEYS, **self.keymap}
