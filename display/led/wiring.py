"""Makes lines, drivers and what they show from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from display.led import alpha
from display.led.alpha_board import AlphaBoard
from display.led.ascii_board import AsciiBoard
from display.led.canvas import Canvas
from display.led.driver import LedDriver
from display.led.line import Line, SerialLine
from display.led.modbus_board import ModbusBoard
from display.led.panel_board import PanelBoard
from display.led.panels import panels_of
from display.led.settings import BoardSettings, LineSettings
from display.led.tcp_line import TcpLine
from display.model.led import LedModel
from display.model.led_places import CounterPlate, Showing, WaitingLine


@dataclass
class Place:
    """A board of the program: what it is called, what it shows, by which driver, and its fault's code.

    `on_line` tells that it is lost when the line is; `counter` and `waiting` are what it alone shows, where it does.
    """

    name: str
    code: str
    driver: LedDriver
    showing: Showing
    on_line: bool = True
    counter: str | None = None
    waiting: str | None = None


def line_of(settings: LineSettings) -> Line:
    """Return the line that the settings describe; it is opened when first needed."""
    tcp = settings.tcp()
    if tcp is not None:
        return TcpLine(*tcp)
    return SerialLine(settings.port, settings.baud, settings.data_bits, settings.parity[0].upper(), settings.stop_bits)


def place_of(nth: int, board: BoardSettings, line: Line) -> Place:
    """Return the board that stands at the `nth` place of the settings."""
    name = board.name or f"Bảng LED thứ {nth}"
    driver, on_line = _driver(board, name, line), board.driver != "hub75"
    return Place(name, f"led-{nth}", driver, _showing(board), on_line, board.counter, board.waiting)


def canvas_of(board: BoardSettings) -> Canvas:
    """Return the canvas of a board of dots."""
    if board.driver == "hub75":
        return Canvas(*board.panels.size)
    return Canvas(board.columns, board.rows, widest=min(alpha.WIDEST, 2 * board.columns))


def _driver(board: BoardSettings, name: str, line: Line) -> LedDriver:
    if board.driver == "alpha":
        return AlphaBoard(line, board.address, canvas_of(board), board.alpha)
    if board.driver == "modbus":
        return ModbusBoard(line, name, board.address, board.modbus)
    if board.driver == "hub75":
        return PanelBoard(panels_of(board.panels), canvas_of(board), board.colour)
    return AsciiBoard(line, name, board.address, board.frame)


def _showing(board: BoardSettings) -> Showing:
    if board.counter is not None:
        return CounterPlate(board.counter, board.hold_s, board.blink_s)
    if board.waiting is not None:
        return WaitingLine(board.waiting)
    return LedModel(board.hold_s, board.blink_s, board.idle)
