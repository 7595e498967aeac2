"""`lobby led-twin`: the LED boards of one line, which can be looked at as JSON and as a picture."""

from __future__ import annotations

import argparse
import json
import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from display.led.alpha_sign import AlphaSign
from display.led.ascii_board import AsciiSign
from display.led.dots import sheet
from display.led.far_end import FarEnd, PtyEnd, TcpEnd
from display.led.frames import FrameSettings
from display.led.modbus_sign import ModbusSign
from display.led.settings import BoardSettings, LedSettings, read
from display.led.sign import Sign
from lobby.clock import Clock, SystemClock
from lobby.contract.base import wire_time
from lobby.program import run
from lobby.settings.load import SettingsError, load

log = logging.getLogger(__name__)

_LOOK_S = 0.2
_PATIENCE_S = 5.0
_DARK: dict[str, object] = {"number": "", "counter": "", "blink": False}


class LedTwin:
    """Boards (`signs`) at a far end of a line; keeps `now.json` and `now.png` in `out` as bytes come."""

    def __init__(self, end: FarEnd, out: Path, clock: Clock, signs: Sequence[Sign]) -> None:
        self.signs = signs
        self._end = end
        self._out = out
        self._clock = clock
        self._reads = 0
        self._told = 0
        self._drawn: tuple[bytes, ...] = ()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read_on, name="led-twin", daemon=True)

    def start(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        self._end.start()
        self._draw()
        self._tell()
        self._thread.start()

    def step(self) -> None:
        """Draw what has come: boards answer at once, whatever drawing takes."""
        if self._reads != self._told:
            self._told = self._reads
            self._draw()
            self._tell()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        self._end.stop()

    @property
    def broken(self) -> int:
        """How many pieces of what came were no board's."""
        return sum(sign.broken for sign in self.signs)

    def _read_on(self) -> None:
        while not self._stopped.is_set():
            data = self._end.read(_LOOK_S)
            if data:
                self._take(data)

    def _take(self, data: bytes) -> None:
        for sign in self.signs:
            answer = sign.feed(data)
            if answer:
                self._end.write(answer)
        self._reads += 1

    def _tell(self) -> None:
        boards = [sign.told() for sign in self.signs]
        known = {"at": wire_time(self._clock.now()), "reads": self._reads, "broken": self.broken, "boards": boards}
        self._write("now.json", json.dumps({**_DARK, **boards[0], **known}).encode())

    def _draw(self) -> None:
        dots = [sign.picture() for sign in self.signs]
        drawn = tuple(one.tobytes() for one in dots)
        if drawn != self._drawn:
            self._drawn = drawn
            self._write("now.png", sheet(dots))

    def _write(self, name: str, data: bytes) -> None:
        part = self._out / f".{name}.part"
        part.write_bytes(data)
        part.replace(self._out / name)


def sign_of(board: BoardSettings) -> Sign:
    """Return the far end of a board that hangs on a line."""
    if board.driver == "alpha":
        return AlphaSign(board.alpha.kind, board.address, board.columns, board.rows)
    if board.driver == "modbus":
        return ModbusSign(board.modbus, board.address)
    return AsciiSign(board.frame, board.address)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="lobby led-twin",
        description="Bảng LED ảo: nhận lệnh qua cổng ảo hoặc cổng TCP và vẽ lại những gì bảng hiện.",
        epilog="Ví dụ: lobby led-twin --link dev/led --out led",
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--link", type=Path, help="nơi đặt tên cổng ảo")
    where.add_argument(
        "--listen", type=int, metavar="CỔNG", help="cổng TCP trên máy này, như bộ chuyển RS-485/Ethernet"
    )
    parser.add_argument("--out", type=Path, required=True, help="thư mục nhận now.json và now.png")
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="tệp led.toml: có những bảng nào; mặc định một bảng ASCII"
    )
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signs: list[Sign] = [AsciiSign(FrameSettings(), 1)]
    if chosen.settings is not None:
        boards = read(load(LedSettings, chosen.settings)).boards
        signs = [sign_of(board) for _, board in boards if board.driver != "hub75"]
    if not signs:
        raise SettingsError("Tệp cấu hình không có bảng nào nối bằng đường dây.")
    end = PtyEnd(chosen.link) if chosen.link is not None else TcpEnd(chosen.listen)
    return run([LedTwin(end, chosen.out, SystemClock(), signs)])
