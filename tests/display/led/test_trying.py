"""Whoever has wired boards sees a test on each, and reads which one is wrong."""

from __future__ import annotations

from display.led.ascii_board import AsciiBoard, AsciiSign
from display.led.canvas import Canvas
from display.led.frames import FrameSettings
from display.led.memory import MemoryLine
from display.led.modbus import ModbusSettings
from display.led.modbus_board import ModbusBoard
from display.led.panel_board import PanelBoard
from display.led.panels import MemoryPanels
from display.led.trying import try_out
from display.led.wiring import Place
from display.model.led import LedModel


def test_each_board_gets_a_number_of_its_own_and_the_silent_one_is_named() -> None:
    sign = AsciiSign(FrameSettings(), 1)
    line = MemoryLine(sign)
    panels = MemoryPanels()
    drivers = [
        AsciiBoard(line, "Bảng sảnh", 1, FrameSettings()),
        ModbusBoard(line, "Bảng quầy 2", 2, ModbusSettings(reply_s=0.05)),
        PanelBoard(panels, Canvas(64, 32), "#FF0000"),
    ]
    names = ["Bảng sảnh", "Bảng quầy 2", "Tấm LED"]
    places = [Place(names[nth], f"led-{nth}", one, LedModel()) for nth, one in enumerate(drivers)]
    sentences, good = try_out(places, 80, pause=lambda _seconds: None)
    assert sign.views()[-1] == ("A001", "8")
    assert {light for _, light in panels.shown} == {80}
    assert not good
    assert sentences[1] == "Bảng quầy 2 không trả lời."
    assert sentences[0].startswith("Bảng sảnh: đã gửi số A001 và quầy 8")
    assert sentences[2].startswith("Tấm LED: đã gửi số A003 và quầy 8")
