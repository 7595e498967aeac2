"""How settings name a keypad: read through the kernel, from a serial port, or the named pipe in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from lobby.settings.load import Strict

UsbId = Annotated[int, Field(ge=0, le=0xFFFF)]


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


class SerialSettings(Strict):
    """A keypad at the serial `port`; its `form` is a byte a key, or a line with the key's name."""

    driver: Literal["serial"]
    port: Path
    baud: int = Field(default=9600, ge=300, le=921600)
    form: Literal["byte", "line"] = "byte"
