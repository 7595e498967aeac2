"""HUB75 panels: frames as the emulator of their library shows them, blinking slowly, running, dimmed."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from display.led.canvas import Canvas
from display.led.driver import Unshowable
from display.led.line import BoardLost, LineLost
from display.led.panel_board import PanelBoard
from display.led.panels import MatrixPanels, MemoryPanels, PanelSettings, PiomatterPanels, panels_of
from display.model.led import LedView

RED = (255, 0, 0)
CALLED = LedView("A012", "3", blink=True, call_id="1", place="Quầy số 3")
STEADY = LedView("A012", "3", call_id="1", place="Quầy số 3")


def board(panels: MemoryPanels, columns: int = 64, rows: int = 32) -> PanelBoard:
    return PanelBoard(panels, Canvas(columns, rows), "#FF0000")


def dots(picture: Any) -> Any:
    return np.asarray(picture)[:, :, 0] > 0


@pytest.fixture
def emulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PanelSettings:
    """Panels by the emulator, which reads how to show them where the program stands."""
    told = {"pixel_size": 1, "pixel_style": "square", "display_adapter": "raw", "pixel_outline": 0, "pixel_glow": 0,
            "allow_adapter_fallback": False, "icon_path": None, "emulator_title": None, "log_level": "error",
            "browser": {}, "suppress_font_warnings": True}  # fmt: skip
    (tmp_path / "emulator_config.json").write_text(json.dumps(told))
    monkeypatch.chdir(tmp_path)
    return PanelSettings(library="RGBMatrixEmulator", rows=32, columns=64, chain=2)


def test_the_panels_show_the_canvas_dot_by_dot_and_as_bright_as_told(emulated: PanelSettings) -> None:
    panels = MatrixPanels(emulated)
    shown = PanelBoard(panels, Canvas(*emulated.size), "#FF0000")
    shown.show(STEADY, 100, 0.0)
    frame = panels._canvas.display_adapter._last_frame()
    assert frame.shape == (32, 128, 3)
    assert np.array_equal(dots(frame), np.asarray(Canvas(128, 32).draw(STEADY)))
    assert frame.max() == 255
    shown.show(STEADY, 40, 1.0)
    assert panels._canvas.display_adapter._last_frame().max() == 102
    panels.close()
    assert panels._matrix is None


def test_a_call_blinks_once_a_second_and_no_faster() -> None:
    panels = MemoryPanels()
    shown = board(panels)
    lit = []
    for tick in range(50):
        shown.show(CALLED, 100, tick / 10)
        lit.append(bool(dots(panels.shown[-1][0]).any()))
    changes = sum(one != two for one, two in pairwise(lit))
    assert 8 <= changes <= 10  # five seconds: dark and lit again once in each
    shown.show(STEADY, 100, 5.0)
    assert dots(panels.shown[-1][0]).any()


def test_a_number_without_room_leaves_the_one_before_lit() -> None:
    panels = MemoryPanels()
    narrow = board(panels, 32, 16)
    narrow.show(LedView("A1", blink=True), 100, 0.0)
    narrow.show(LedView("A1", blink=True), 100, 0.8)
    assert not dots(panels.shown[-1][0]).any()
    with pytest.raises(Unshowable):
        narrow.show(LedView("A0123456789"), 100, 0.9)
    assert dots(panels.shown[-1][0]).any()


def test_what_does_not_change_is_not_sent_again() -> None:
    panels = MemoryPanels()
    shown = board(panels)
    for tick in range(20):
        shown.show(STEADY, 100, tick / 10)
    assert len(panels.shown) == 1
    shown.show(STEADY, 30, 3.0)
    assert panels.shown[-1][1] == 30


def test_a_long_sentence_runs_through_from_right_to_left_and_again() -> None:
    panels = MemoryPanels()
    shown = board(panels, rows=16)
    whole = Canvas(64, 16).draw(LedView(text="Kính chào quý khách"))
    columns: set[bytes] = set()
    for tick in range(200):
        shown.show(LedView(text="Kính chào quý khách"), 100, tick / 10)
        columns |= {column.tobytes() for column in dots(panels.shown[-1][0]).T}
    assert {column.tobytes() for column in (np.asarray(whole).astype(int) > 0).T} <= columns
    first = dots(panels.shown[0][0])
    assert not first.any()  # it comes in from the edge


def test_a_pi_5_s_library_gets_a_darker_picture_since_it_knows_no_brightness(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    class PioMatter:
        def __init__(self, **told: Any) -> None:
            self.frame = told["framebuffer"]
            self.pinout = told["pinout"]
            self.geometry = told["geometry"]
            self.seen: list[Any] = []
            made.append(self)

        def show(self) -> None:
            self.seen.append(self.frame.copy())

    library = SimpleNamespace(
        PioMatter=PioMatter,
        Geometry=lambda **told: told,
        Orientation=SimpleNamespace(Normal="normal"),
        Pinout=SimpleNamespace(AdafruitMatrixBonnet="bonnet", Active3="active3"),
        Colorspace=SimpleNamespace(RGB888Packed="packed"),
    )
    monkeypatch.setitem(sys.modules, "adafruit_blinka_raspberry_pi5_piomatter", library)
    panels = panels_of(PanelSettings(library="piomatter", rows=64, columns=64, wiring="Active3"))
    assert isinstance(panels, PiomatterPanels)
    panels.show(Image.new("RGB", (64, 64), RED), 40)
    (matter,) = made
    assert matter.geometry == {"width": 64, "height": 64, "n_addr_lines": 5, "rotation": "normal"}
    assert matter.pinout == "active3"
    assert matter.seen[-1].max() == 102
    panels.close()
    assert matter.seen[-1].max() == 0


def test_a_machine_without_the_library_says_which_is_missing() -> None:
    with pytest.raises(BoardLost, match="chưa cài thư viện điều khiển tấm LED \\(rgbmatrix\\)") as told:
        MatrixPanels(PanelSettings()).show(Image.new("RGB", (64, 32)), 100)
    assert not isinstance(told.value, LineLost)


def test_the_picture_is_the_last_frame_and_dark_after_it_was_lost() -> None:
    panels = MemoryPanels()
    shown = board(panels)
    assert not dots(shown.picture()).any()
    shown.show(STEADY, 100, 0.0)
    assert dots(shown.picture()).any()
    panels.lost = True
    with pytest.raises(BoardLost):
        shown.show(LedView("A013", "4"), 100, 1.0)
    shown.forget()
    assert not dots(shown.picture()).any()
