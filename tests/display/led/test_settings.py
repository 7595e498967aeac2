"""A slip in the settings names itself in Vietnamese and leaves every other board shining."""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from display.led.settings import LedSettings, read
from display.led.wiring import line_of, place_of
from lobby.settings.load import SettingsError, check

HANDBOOK = Path(__file__).parents[3] / "docs/so-tay-van-hanh.md"
HEAD = {"site": "demo", "device": "led-1", "state": "/tmp", "broker": {"password_file": "/dev/null"}}
LINE = {"port": "/dev/ttyUSB0"}


def settings(*boards: Any, line: Any = LINE, **more: Any) -> LedSettings:
    return check(LedSettings, {**HEAD, "line": line, "boards": list(boards), **more}, "led.toml")


def test_every_kind_of_board_can_hang_on_one_line_by_address() -> None:
    boards = [
        {"name": "Bảng sảnh", "driver": "alpha", "address": 1},
        {"address": 2, "counter": "quay-1"},
        {"address": 3, "counter": "quay-2"},
        {"driver": "alpha", "address": 4, "waiting": "ho-tich"},
        {"driver": "hub75", "panels": {"library": "RGBMatrixEmulator"}},
    ]
    reading = read(settings(*boards))
    assert reading.wrong == ()
    line = line_of(reading.line)
    places = [place_of(nth, board, line) for nth, board in reading.boards]
    assert [place.code for place in places] == ["led-1", "led-2", "led-3", "led-4", "led-5"]
    assert [place.on_line for place in places] == [True, True, True, True, False]
    assert places[1].name == "Bảng LED thứ 2"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"address": "ba"}, "boards.2.address"),
        ({"address": 100}, "boards.2"),
        ({"adress": 2}, "có phải «address»?"),
        ({"address": 2, "driver": "alfa"}, "có phải «alpha»?"),
        ({"address": 2, "counter": "Quầy 1"}, "boards.2.counter"),
        ({"address": 2, "counter": "quay-1", "waiting": "ho-tich"}, "chỉ chọn một trong hai"),
        ({"address": 2, "frame": {"form": "{so}"}}, "boards.2.frame.form"),
        ({"address": 2, "frame": {"light_form": "{muc}"}}, "boards.2.frame.light_form"),
        ({"address": 1}, "trùng với bảng thứ 1"),
        ({"driver": "modbus", "address": 0}, "boards.2"),
        ({"driver": "modbus", "address": 2}, "không đi chung đường dây"),
        ("led", "boards.2"),
    ],
)
def test_a_board_that_might_show_what_is_another_s_stays_dark_alone(fields: object, named: str) -> None:
    reading = read(settings({"address": 1}, fields, {"address": 3}))
    assert [nth for nth, _ in reading.boards] == [1, 3]
    assert any(named in sentence for sentence in reading.wrong), reading.wrong


@pytest.mark.parametrize(
    "fields", [{"hold_s": "lâu"}, {"blink_s": 900}, {"colour": "đỏ"}, {"hold": 3}, {"nam": "Sảnh"}]
)
def test_a_board_with_a_harmless_slip_shines_and_the_slip_is_named(fields: dict[str, object]) -> None:
    reading = read(settings({"address": 1}, {"address": 2, **fields}))
    assert [board.address for _, board in reading.boards] == [1, 2]
    (sentence,) = reading.wrong
    assert f"boards.2.{next(iter(fields))}" in sentence


def test_a_wrong_speed_is_named_and_the_usual_one_taken() -> None:
    reading = read(settings({}, line={**LINE, "baud": "nhanh"}))
    assert (reading.line.baud, len(reading.wrong)) == (9600, 1)
    assert "line.baud" in reading.wrong[0]


@pytest.mark.parametrize("line", [{}, {"port": "COM3"}, {"port": "tcp://10.0.0.5"}, {"port": "tcp://10.0.0.5:99999"}])
def test_without_a_usable_port_the_program_says_so(line: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"line\.port"):
        read(settings({}, line=line))


def test_a_line_without_a_port_darkens_no_panels() -> None:
    reading = read(settings({"driver": "hub75"}, {"address": 2}, line={}))
    assert [nth for nth, _ in reading.boards] == [1]
    assert "line.port" in reading.wrong[0]
    assert read(settings({"driver": "hub75"}, line={})).wrong == ()


def test_where_no_board_is_right_the_program_says_so() -> None:
    with pytest.raises(SettingsError, match="Không bảng LED nào dùng được"):
        read(settings({"driver": "alfa"}))


def test_a_converter_s_address_is_read() -> None:
    assert read(settings({}, line={"port": "tcp://10.0.0.5:4001"})).line.tcp() == ("10.0.0.5", 4001)
    assert read(settings({}, line={"port": "tcp://[fd00::5]:4001"})).line.tcp() == ("fd00::5", 4001)
    assert read(settings({})).line.tcp() is None


def test_the_day_s_brightness_leaves_out_what_is_wrong() -> None:
    reading = read(settings({}, brightness={"07:00": 100, "18:30": 40, "25:00": 10, "12:00": 0, "13:00": True}))
    assert [reading.brightness.level(time(hour, 45)) for hour in (3, 7, 18, 23)] == [40, 100, 40, 40]
    assert len(reading.wrong) == 3
    assert read(settings({})).brightness.level(time(3)) == 100


def test_slips_beside_the_boards_darken_none() -> None:
    reading = read(settings({}, brightness=40, pictures=5, line={**LINE, "bauds": 9600}))
    assert len(reading.boards) == 1
    assert [sentence.split("»")[0] for sentence in reading.wrong] == ["«line.bauds", "«brightness", "«pictures"]
    assert read(settings({}, pictures="/tmp/pictures")).pictures == Path("/tmp/pictures")


def test_every_example_of_the_handbook_is_right_to_the_last_board() -> None:
    examples = re.findall(r"<!-- settings: led -->\n```toml\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        assert read(check(LedSettings, tomllib.loads(example), "led.toml")).wrong == ()
