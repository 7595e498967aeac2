"""`lobby led`: shows the numbers called on the LED boards of one line; `lobby led try` shows a test on each."""

from __future__ import annotations

import logging
import sys

from display.led.board import Board
from display.led.picture import Picture
from display.led.settings import LedSettings, Reading, read
from display.led.trying import try_out
from display.led.wiring import line_of, place_of
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import run, settings_from
from lobby.settings.device import clock_of

log = logging.getLogger(__name__)

TRY = "try"
_REMEDY = "Sửa chỗ được nêu tên trong led.toml rồi chạy: sudo systemctl restart lobby-led"
_PURPOSE = "Bảng LED hiện số được gọi và quầy."
_TRY_PURPOSE = (
    "Hiện thử một số và một câu trên từng bảng LED của tệp cấu hình, không cần hub. Dừng lobby-led trước khi thử."
)


def compose(settings: LedSettings, reading: Reading) -> Board:
    """Wire the boards that could be read; raises SettingsError where the broker's password cannot be."""
    clock = clock_of(settings)
    # What its frames lack is told by us, of the board that it concerns.
    logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)
    line = line_of(reading.line)
    places = [place_of(nth, board, line) for nth, board in reading.boards]
    link = link_device(settings, Role.LED, clock)
    if reading.wrong:
        link.faults.stand("led_settings", "\n".join(["Tệp cấu hình bảng LED có chỗ sai:", *reading.wrong]), _REMEDY)
        for sentence in reading.wrong:
            log.error("wrong setting left out: %s", sentence)
    return Board(link, line, places, clock, reading.brightness)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == [TRY]:
        return _try(arguments[1:])
    settings = settings_from(arguments, LedSettings, "led", _PURPOSE)
    reading = read(settings)
    board = compose(settings, reading)
    return run([board], on_picture=Picture(reading.pictures, settings.device, board.pictures).take)


def _try(argv: list[str]) -> int:
    settings = settings_from(argv, LedSettings, f"led {TRY}", _TRY_PURPOSE)
    reading = read(settings)
    line = line_of(reading.line)
    places = [place_of(nth, board, line) for nth, board in reading.boards]
    try:
        sentences, good = try_out(places, reading.brightness.level(clock_of(settings).now().time()))
        Picture(reading.pictures, settings.device, lambda: [place.driver.picture() for place in places]).take()
    finally:
        for place in places:
            place.driver.close()
        line.close()
    print("\n".join([*reading.wrong, *sentences]))  # noqa: T201
    return 0 if good and not reading.wrong else 1
