"""The settings of an LED program: one line, its boards, how bright they are; a slip costs one board at most."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from display.led import alpha
from display.led.alpha_board import AlphaSettings
from display.led.frame_reading import check_reading
from display.led.frames import FrameSettings
from display.led.modbus import ModbusSettings
from display.led.panels import PanelSettings
from display.model.brightness import Brightness, time_of_day
from display.model.led import BLINK_S, HOLD_S
from lobby.contract.base import CounterId, ServiceId
from lobby.settings.device import DeviceSettings
from lobby.settings.lenient import lenient
from lobby.settings.load import SettingsError, Strict, wrong_places

_TCP = re.compile(r"tcp://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):(?P<port>\d{1,5})")
# Wrong values of these keys leave a board that still shows calls where it should; others would make it another board.
_HARMLESS = frozenset({"name", "hold_s", "blink_s", "idle", "colour"})
_MOST_BOARDS = 64


def _is_port(text: str) -> str:
    found = _TCP.fullmatch(text)
    if not text.startswith("/") and found is None:
        raise ValueError("phải là tên cổng như /dev/ttyUSB0, hoặc tcp://10.0.0.5:4001")
    if found is not None and not 1 <= int(found["port"]) <= 65_535:
        raise ValueError("cổng TCP phải từ 1 đến 65535")
    return text


class LineSettings(Strict):
    """The line that the boards hang on: a serial port, or `tcp://host:port` of a converter."""

    port: Annotated[str, AfterValidator(_is_port)] = ""
    baud: int = Field(default=9600, ge=300, le=921_600)
    data_bits: Literal[7, 8] = 8
    parity: Literal["none", "even", "odd"] = "none"
    stop_bits: Literal[1, 2] = 1

    def tcp(self) -> tuple[str, int] | None:
        """Return host and port of a converter, None for a serial port."""
        found = _TCP.fullmatch(self.port)
        return (found["host"].strip("[]"), int(found["port"])) if found else None


class BoardSettings(Strict):
    """One board: every call of the site, or the plate of one `counter`, or how many are `waiting` for a field.

    A call is held `hold_s` seconds at least and blinks for `blink_s`. `idle` is what a board of letters says when no
    call stands. `columns` and `rows` are dots, of boards that have dots.
    """

    name: str = Field(default="", max_length=60)
    driver: Literal["ascii", "alpha", "modbus", "hub75"] = "ascii"
    address: int = Field(default=1, ge=0, le=255)
    counter: CounterId | None = None
    waiting: ServiceId | None = None
    hold_s: float = Field(default=HOLD_S, ge=0.5, le=30)
    blink_s: float = Field(default=BLINK_S, ge=0, le=60)
    idle: str = Field(default="Kính chào quý khách", max_length=120)
    columns: int = Field(default=96, ge=24, le=alpha.WIDEST)
    rows: int = Field(default=16, ge=7, le=alpha.TALLEST)
    colour: str = Field(default="#FF5A3C", pattern=r"^#[0-9A-Fa-f]{6}$")
    frame: FrameSettings = FrameSettings()
    alpha: AlphaSettings = AlphaSettings()
    modbus: ModbusSettings = ModbusSettings()
    panels: PanelSettings = PanelSettings()

    @model_validator(mode="after")
    def _can_be(self) -> BoardSettings:
        if self.counter and self.waiting:
            raise ValueError("chỉ chọn một trong hai mục counter và waiting")
        most = {"ascii": 99, "alpha": 255, "modbus": 247, "hub75": 255}[self.driver]
        if self.address > most or (self.driver == "modbus" and self.address == 0):
            raise ValueError(f"address của bảng {self.driver} phải từ 1 đến {most}")
        return self


class LedSettings(DeviceSettings):
    """The whole settings file; `pictures` is where SIGUSR1 leaves a PNG (off where not given).

    What stands in the tables is read by `read`, which takes the boards that are right.
    """

    line: Any = Field(default_factory=dict)
    boards: tuple[Any, ...] = Field(min_length=1, max_length=_MOST_BOARDS)
    brightness: Any = Field(default_factory=dict)
    pictures: Any = None


@dataclass(frozen=True)
class Reading:
    """What could be read: the boards that are right, each with its place in the file, and what is wrong."""

    line: LineSettings
    boards: tuple[tuple[int, BoardSettings], ...]
    brightness: Brightness
    pictures: Path | None
    wrong: tuple[str, ...]


def read(settings: LedSettings) -> Reading:
    """Return what of `settings` can be used; raises SettingsError where no board can."""
    wrong: list[str] = []
    boards: list[tuple[int, BoardSettings]] = []
    for place, fields in enumerate(settings.boards, start=1):
        board, sentences = _board(fields, f"boards.{place}")
        wrong += sentences
        if board is not None and _is_new(board, boards, place, wrong) and _goes_with(board, boards, place, wrong):
            boards.append((place, board))
    line, sentences = lenient(LineSettings, settings.line, "line")
    wrong += sentences
    if not line.port:
        boards = _without_line(boards, wrong)
    if not boards:
        raise SettingsError("\n".join(["Không bảng LED nào dùng được.", *wrong]))
    brightness, pictures = _brightness(settings.brightness, wrong), _pictures(settings.pictures, wrong)
    return Reading(line, tuple(boards), brightness, pictures, tuple(wrong))


def _without_line(boards: list[tuple[int, BoardSettings]], wrong: list[str]) -> list[tuple[int, BoardSettings]]:
    """Return the boards that hang on no line."""
    alone = [(place, board) for place, board in boards if board.driver == "hub75"]
    if len(alone) < len(boards):
        wrong.append("«line.port»: thiếu mục bắt buộc này, nên các bảng nối bằng đường dây để tối")
    return alone


def _board(fields: object, place: str) -> tuple[BoardSettings | None, list[str]]:
    try:
        board, wrong = BoardSettings.model_validate(fields), list[str]()
    except ValidationError as fault:
        if not all(_is_harmless(error) for error in fault.errors(include_url=False)):
            return None, wrong_places(BoardSettings, fault, place)
        board, wrong = lenient(BoardSettings, fields, place)
    try:
        board.frame.check(f"{place}.frame")
        check_reading(board.frame, board.address, f"{place}.frame")
    except SettingsError as fault:
        return None, [*wrong, str(fault)]
    return board, wrong


def _is_harmless(error: Mapping[str, Any]) -> bool:
    key = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
        meant = difflib.get_close_matches(key, BoardSettings.model_fields, n=1)
        return not meant or meant[0] in _HARMLESS
    return key in _HARMLESS


def _is_new(board: BoardSettings, known: list[tuple[int, BoardSettings]], place: int, wrong: list[str]) -> bool:
    for other, one in known:
        same = (one.driver, one.address) == (board.driver, board.address)
        if same and (board.driver != "hub75" or board.panels == one.panels):
            wrong.append(f"«boards.{place}.address»: trùng với bảng thứ {other}, nên bảng này để tối")
            return False
    return True


def _goes_with(board: BoardSettings, known: list[tuple[int, BoardSettings]], place: int, wrong: list[str]) -> bool:
    """Tell whether the board may share the line: Modbus tells frames apart by silence, which others' bytes break."""
    for other, one in known:
        if "hub75" not in (board.driver, one.driver) and (board.driver == "modbus") != (one.driver == "modbus"):
            wrong.append(
                f"«boards.{place}.driver»: bảng modbus không đi chung đường dây với bảng loại khác (bảng thứ {other}), "
                "nên bảng này để tối; nối vào cổng riêng với một tệp cấu hình riêng"
            )
            return False
    return True


def _pictures(value: object, wrong: list[str]) -> Path | None:
    if value is None or (isinstance(value, str) and value):
        return Path(value) if value else None
    wrong.append("«pictures»: phải là tên thư mục, đặt trong dấu ngoặc kép")
    return None


def _brightness(fields: object, wrong: list[str]) -> Brightness:
    if not isinstance(fields, Mapping):
        wrong.append('«brightness»: phải là một bảng các mục, như "18:00" = 40')
        return Brightness({})
    steps: dict[str, int] = {}
    for at, level in fields.items():
        try:
            time_of_day(at)
        except ValueError as fault:
            wrong.append(f"«brightness»: {fault}")
            continue
        if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 100:
            wrong.append(f"«brightness.{at}»: giá trị {level!r} không dùng được (phải từ 1 đến 100)")
            continue
        steps[at] = level
    return Brightness(steps)
