"""`lobby led`: shows the number called and its counter on an LED board at a serial port."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from display.led.board import Board
from display.led.driver import SerialLed
from display.led.frames import FrameSettings
from display.led.picture import Picture
from display.model.led import BLINK_S, HOLD_S, LedModel
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import run, settings_from
from lobby.settings.device import DeviceSettings, clock_of
from lobby.settings.load import Strict


class BoardSettings(Strict):
    """One board: its port, its address on the line, seconds a call is held at least and blinks; `pictures` is where
    SIGUSR1 leaves a PNG (off where not given)."""

    driver: Literal["ascii"] = "ascii"
    port: str
    baud: int = Field(default=9600, ge=300, le=921_600)
    address: int = Field(default=1, ge=0, le=99)
    hold_s: float = Field(default=HOLD_S, ge=0.5, le=30)
    blink_s: float = Field(default=BLINK_S, ge=0, le=60)
    frame: FrameSettings = FrameSettings()
    pictures: Path | None = None


class LedSettings(DeviceSettings):
    """The whole settings file."""

    board: BoardSettings


def compose(settings: LedSettings) -> Board:
    """Wire the board; raises SettingsError."""
    board = settings.board
    board.frame.check()
    clock = clock_of(settings)
    driver = SerialLed(board.port, board.baud, board.address, board.frame)
    link = link_device(settings, Role.LED, clock)
    return Board(link, driver, LedModel(board.hold_s, board.blink_s), clock)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    settings = settings_from(argv, LedSettings, "led", "Bảng LED hiện số được gọi và quầy.")
    board = compose(settings)
    return run([board], on_picture=Picture(settings.board.pictures, settings.device, board.shown).take)
