"""HUB75 panels at the pins of a Raspberry Pi, by whichever library drives them there, and their twin in memory."""

from __future__ import annotations

import importlib
from typing import Any, Literal, Protocol

import numpy as np
from PIL import Image
from pydantic import Field

from display.led.line import BoardLost
from lobby.settings.load import Strict

Library = Literal["rgbmatrix", "RGBMatrixEmulator", "piomatter"]
_PIOMATTER = "adafruit_blinka_raspberry_pi5_piomatter"
_REDS_FIRST = 3


class PanelSettings(Strict):
    """How panels are wired: `rows` and `columns` of one, `chain` of them in a row, `parallel` rows of chains.

    `library` is "rgbmatrix" (Pi up to 4), "piomatter" (Pi 5) or "RGBMatrixEmulator" (no panel: a window or pictures).
    `wiring` is the library's own name for the adapter board.
    """

    library: Library = "rgbmatrix"
    rows: int = Field(default=32, ge=8, le=64)
    columns: int = Field(default=64, ge=16, le=128)
    chain: int = Field(default=1, ge=1, le=8)
    parallel: int = Field(default=1, ge=1, le=3)
    wiring: str = Field(default="regular", max_length=40)
    slowdown: int = Field(default=2, ge=0, le=8)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of all panels together."""
        return self.columns * self.chain, self.rows * self.parallel


class Panels(Protocol):
    """Panels that show a picture."""

    def show(self, picture: Image.Image, light: int) -> None:
        """Show an RGB picture of the panels' size, `light` per cent bright; raises BoardLost."""

    def close(self) -> None:
        """Go dark and let go of the pins."""


class MatrixPanels:
    """Panels by the calls of `rgbmatrix`, which its emulator has too. The library is loaded when first needed."""

    def __init__(self, settings: PanelSettings) -> None:
        self._settings = settings
        self._matrix: Any = None
        self._canvas: Any = None

    def show(self, picture: Image.Image, light: int) -> None:
        if self._matrix is None:
            self._open()
        self._matrix.brightness = light
        self._canvas.SetImage(picture)
        self._canvas = self._matrix.SwapOnVSync(self._canvas)

    def close(self) -> None:
        if self._matrix is not None:
            self._matrix.Clear()
        self._matrix = self._canvas = None

    def _open(self) -> None:
        library = _load(self._settings.library)
        options = library.RGBMatrixOptions()
        options.rows, options.cols = self._settings.rows, self._settings.columns
        options.chain_length, options.parallel = self._settings.chain, self._settings.parallel
        options.hardware_mapping = self._settings.wiring
        options.gpio_slowdown = self._settings.slowdown
        # The library would become another user after start; which user this is, is systemd's matter.
        options.drop_privileges = False
        try:
            self._matrix = library.RGBMatrix(options=options)
        except (OSError, RuntimeError, ValueError) as fault:
            raise BoardLost("Không mở được tấm LED ở các chân của máy.", str(fault)) from fault
        self._canvas = self._matrix.CreateFrameCanvas()


class PiomatterPanels:
    """Panels at a Pi 5; its library knows no brightness, so the picture itself is drawn darker."""

    def __init__(self, settings: PanelSettings) -> None:
        self._settings = settings
        self._matrix: Any = None
        columns, rows = settings.size
        self._frame = np.zeros((rows, columns, _REDS_FIRST), dtype=np.uint8)

    def show(self, picture: Image.Image, light: int) -> None:
        if self._matrix is None:
            self._open()
        self._frame[:] = np.asarray(picture, dtype=np.uint16) * light // 100
        self._matrix.show()

    def close(self) -> None:
        if self._matrix is not None:
            self._frame[:] = 0
            self._matrix.show()
        self._matrix = None

    def _open(self) -> None:
        library = _load(_PIOMATTER)
        columns, rows = self._settings.size
        address_lines = (self._settings.rows // 2 - 1).bit_length()
        geometry = library.Geometry(
            width=columns, height=rows, n_addr_lines=address_lines, rotation=library.Orientation.Normal
        )
        pinout = getattr(library.Pinout, self._settings.wiring, library.Pinout.AdafruitMatrixBonnet)
        colours = library.Colorspace.RGB888Packed
        self._matrix = library.PioMatter(colorspace=colours, pinout=pinout, framebuffer=self._frame, geometry=geometry)


class MemoryPanels:
    """The twin: remembers each picture and how bright it was; `lost` is its hand."""

    def __init__(self) -> None:
        self.shown: list[tuple[Image.Image, int]] = []
        self.lost = False

    def show(self, picture: Image.Image, light: int) -> None:
        if self.lost:
            raise BoardLost("Không dùng được tấm LED.", "lost by hand")
        self.shown.append((picture, light))

    def close(self) -> None:
        self.lost = True


def panels_of(settings: PanelSettings) -> Panels:
    """Return the panels of the library that the settings choose."""
    return PiomatterPanels(settings) if settings.library == "piomatter" else MatrixPanels(settings)


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise BoardLost(f"Máy chưa cài thư viện điều khiển tấm LED ({name}).", f"{name}: {fault}") from fault
