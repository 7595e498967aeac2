"""Which scanners a kiosk has: a table `camera`, lists of tables `serial` and `hid`, each of which may be left out."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from lobby.settings.load import Strict

MOST = 8
"""Scanners of one kind that a kiosk may have."""


class CameraScanner(Strict):
    """A camera (`index`, or `path` such as /dev/v4l/by-id/...), or a picture or video file in its place.

    `fps` is how many frames a second are looked at; 1280×720 gives Code 128 its two pixels a module.
    `mirror` shows the citizen's view as a mirror does: for a camera that looks at the citizen, not down on a tray.
    """

    source: Literal["device", "file"] = "device"
    index: int = Field(default=0, ge=0, le=63)
    path: Path | None = None
    width: int = Field(default=1280, ge=320, le=4096)
    height: int = Field(default=720, ge=240, le=3072)
    fps: int = Field(default=10, ge=1, le=30)
    mirror: bool = True

    @model_validator(mode="after")
    def _file_has_path(self) -> Self:
        if self.source == "file" and self.path is None:
            raise ValueError('source = "file" cần có path: tệp ảnh hoặc video')
        return self


class SerialScanner(Strict):
    """A scanner on a serial port, USB-CDC too; `suffix` ends each scan (a gap of 100 ms ends it as well)."""

    port: str
    baud: int = Field(default=9600, ge=300, le=921600)
    suffix: str = Field(default="\r", max_length=8)


class HidScanner(Strict):
    """A scanner that acts as a keyboard: by `path`, by `vendor` and `product` (0x0c2e in TOML), by both, or a FIFO
    `pipe`. A path such as /dev/input/by-id/… tells two of one kind apart; with both, what is there is checked.

    `layout` is the keyboard country that is set in the scanner itself.
    """

    path: Path | None = None
    vendor: int | None = Field(default=None, ge=0, le=0xFFFF)
    product: int | None = Field(default=None, ge=0, le=0xFFFF)
    pipe: Path | None = None
    layout: Literal["us", "vn"] = "us"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.vendor is None) != (self.product is None):
            raise ValueError("vendor và product phải đi cùng nhau")
        named = self.path is not None or self.vendor is not None
        if named == (self.pipe is not None):
            raise ValueError("hãy chọn một cách: path, hoặc vendor và product (hoặc cả hai), hoặc pipe")
        return self


class ScannersSettings(Strict):
    """The scanners of one kiosk; each table that is given makes one scanner.

    `beep` tells that the camera has read a code, where the machine has a sound card; other scanners beep themselves.
    """

    camera: CameraScanner | None = None
    serial: tuple[SerialScanner, ...] = Field(default=(), max_length=MOST)
    hid: tuple[HidScanner, ...] = Field(default=(), max_length=MOST)
    beep: bool = True

    @property
    def any(self) -> bool:
        """Whether there is a scanner at all."""
        return self.camera is not None or bool(self.serial or self.hid)

    @model_validator(mode="after")
    def _no_device_twice(self) -> Self:
        ports = [scanner.port for scanner in self.serial]
        keyed = [(scanner.path, scanner.vendor, scanner.product, scanner.pipe) for scanner in self.hid]
        if len(set(ports)) < len(ports) or len(set(keyed)) < len(keyed):
            raise ValueError("một máy quét ghi hai lần; hai máy cùng loại thì phân biệt bằng path")
        return self
