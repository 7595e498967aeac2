"""Keypads: the kernel's own event bytes, and a named pipe whose writers come and go."""

from __future__ import annotations

import errno
import os
import pty
import select
import struct
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from evdev import ecodes
from evdev.eventio import EventIO

from lobby.keys.evdev_keys import EvdevKeys, find_keypad
from lobby.keys.pipe_keys import PipeKeys
from lobby.keys.serial_keys import SerialKeys
from lobby.keys.settings import EvdevSettings, SerialSettings
from lobby.settings.load import SettingsError, check
from ticketing.keypad.keys import DEFAULT_KEYS, Action
from ticketing.keypad.settings import KeypadSettings

_EVENT = struct.Struct("llHHi")  # struct input_event of linux/input.h


class WiredKeypad(EventIO):  # type: ignore[misc]
    """An event device whose far end is a pipe; evdev itself reads the kernel's bytes from it."""

    def __init__(self) -> None:
        self.fd, self.wire = os.pipe()
        os.set_blocking(self.fd, False)
        self.grabbed = False

    def grab(self) -> None:
        if self.grabbed:
            raise OSError(errno.EBUSY, "held by another program")
        self.grabbed = True

    def close(self) -> None:
        self.grabbed = False
        os.close(self.fd)

    def send(self, *events: tuple[int, int, int]) -> None:
        os.write(self.wire, b"".join(_EVENT.pack(0, 0, *event) for event in events))

    def hit(self, code: int) -> None:
        report = (ecodes.EV_SYN, ecodes.SYN_REPORT, 0)
        scan = (ecodes.EV_MSC, ecodes.MSC_SCAN, 0x70058)
        self.send(scan, (ecodes.EV_KEY, code, 1), report, (ecodes.EV_KEY, code, 2), (ecodes.EV_KEY, code, 0), report)


@pytest.fixture
def wired() -> Iterator[WiredKeypad]:
    keypad = WiredKeypad()
    yield keypad
    os.close(keypad.wire)


def test_each_key_of_a_keypad_is_heard_once_under_its_kernel_name(wired: WiredKeypad) -> None:
    source = EvdevKeys(lambda: wired)
    source.open()
    for name in DEFAULT_KEYS:
        wired.hit(ecodes.ecodes[name])
        assert source.read() == [name]
    assert source.read() == []
    source.close()


def test_the_keypad_is_held_for_this_counter_alone(wired: WiredKeypad) -> None:
    source = EvdevKeys(lambda: wired)
    assert source.open() == wired.fd
    assert wired.grabbed
    source.close()
    assert not wired.grabbed


def test_a_keypad_held_by_another_program_is_not_taken() -> None:
    wired = WiredKeypad()
    wired.grab()
    with pytest.raises(OSError, match="held by another"):
        EvdevKeys(lambda: wired).open()
    os.close(wired.wire)


def test_after_lost_events_half_a_report_is_thrown_away(wired: WiredKeypad) -> None:
    source = EvdevKeys(lambda: wired)
    source.open()
    wired.send(
        (ecodes.EV_SYN, ecodes.SYN_DROPPED, 0),
        (ecodes.EV_KEY, ecodes.KEY_KPENTER, 1),
        (ecodes.EV_SYN, ecodes.SYN_REPORT, 0),
        (ecodes.EV_KEY, ecodes.KEY_KPPLUS, 1),
    )
    assert source.read() == ["KEY_KPPLUS"]
    source.close()


def test_a_keypad_pulled_out_is_an_error_not_silence() -> None:
    wired = WiredKeypad()
    source = EvdevKeys(lambda: wired)
    source.open()
    os.close(wired.wire)
    with pytest.raises(OSError, match="gone"):
        source.read()
    source.close()


def test_a_keypad_that_is_not_plugged_in_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        find_keypad(EvdevSettings(driver="evdev", vendor=0x04D9, product=0x1203))
    with pytest.raises(OSError):
        find_keypad(EvdevSettings(driver="evdev", path=Path("/dev/input/by-id/usb-none-event-kbd")))


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    return tmp_path / "run" / "keypad-3"


@pytest.fixture
def pipe(fifo: Path) -> Iterator[PipeKeys]:
    source = PipeKeys(fifo)
    source.open()
    yield source
    source.close()


def test_writers_of_the_pipe_come_and_go(pipe: PipeKeys, fifo: Path) -> None:
    for text, heard in (
        (b"next\nKEY_KPPLUS\n", ["next", "KEY_KPPLUS"]),
        (b"open\r\n\n", ["open"]),
        (b"no-show\n", ["no-show"]),
    ):
        with fifo.open("wb", buffering=0) as writer:
            writer.write(text)
        assert pipe.read() == heard
    assert pipe.read() == []


def test_a_pipe_without_writers_sleeps(fifo: Path) -> None:
    source = PipeKeys(fifo)
    descriptor = source.open()
    fifo.open("wb", buffering=0).close()
    assert select.select([descriptor], [], [], 0)[0] == [], "a pipe at its end would be readable for ever"
    source.close()


def test_a_name_may_come_in_pieces_and_rubbish_is_dropped(pipe: PipeKeys, fifo: Path) -> None:
    with fifo.open("wb", buffering=0) as writer:
        writer.write(b"ne")
        assert pipe.read() == []
        writer.write(b"xt\n" + b"z" * 3000)
        assert pipe.read() == ["next"]
        writer.write(b"z\nrecall\n")
        assert pipe.read() == ["recall"]


def test_the_pipe_is_for_its_owner_alone(pipe: PipeKeys, fifo: Path) -> None:
    assert fifo.stat().st_mode & 0o077 == 0


def test_a_plain_file_in_the_pipes_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keypad").write_text("next\n")
    with pytest.raises(FileExistsError, match="not a named pipe"):
        PipeKeys(tmp_path / "keypad").open()


@dataclass
class Line:
    """A serial line: the keypad's end `wire`, and the port at the machine."""

    wire: int
    port: Path

    def send(self, data: bytes) -> None:
        os.write(self.wire, data)


@pytest.fixture
def line() -> Iterator[Line]:
    wire, machine = pty.openpty()
    tty.setraw(machine)
    yield Line(wire, Path(os.ttyname(machine)))
    os.close(machine)
    os.close(wire)


def serial_keys(line: Line, form: str) -> SerialKeys:
    return SerialKeys(check(SerialSettings, {"driver": "serial", "port": str(line.port), "form": form}, "keypad"))


def heard(source: SerialKeys, descriptor: int) -> list[str]:
    assert select.select([descriptor], [], [], 5)[0], "the keypad was heard"
    return source.read()


def test_a_serial_keypad_sends_a_byte_a_key(line: Line) -> None:
    source = serial_keys(line, "byte")
    descriptor = source.open()
    line.send(b"12\r\n+\x08\x02")
    names = ["KEY_KP1", "KEY_KP2", "KEY_KPENTER", "KEY_KPPLUS", "KEY_BACKSPACE", "KEY_X02"]
    assert heard(source, descriptor) == names
    source.close()


def test_a_serial_keypad_sends_a_line_a_key_in_pieces(line: Line) -> None:
    source = serial_keys(line, "line")
    descriptor = source.open()
    line.send(b"next\r\nKEY_KP")
    assert heard(source, descriptor) == ["next"]
    line.send(b"PLUS\n" + b"z" * 100)
    assert heard(source, descriptor) == ["KEY_KPPLUS"]
    source.close()


def test_a_serial_keypad_is_held_for_this_counter_alone(line: Line) -> None:
    source = serial_keys(line, "byte")
    source.open()
    with pytest.raises(OSError, match=r"(?i)lock"):
        serial_keys(line, "byte").open()
    source.close()
    again = serial_keys(line, "byte")
    again.open()
    again.close()


def test_a_serial_keypad_that_is_gone_is_an_error_not_silence() -> None:
    wire, machine = pty.openpty()
    source = serial_keys(Line(wire, Path(os.ttyname(machine))), "byte")
    source.open()
    os.close(machine)
    os.close(wire)
    with pytest.raises(OSError):
        source.read()
    source.close()
    with pytest.raises(OSError):
        source.open()


def fields(**changes: object) -> dict[str, object]:
    return {
        "site": "demo",
        "device": "keypad-3",
        "state": "/tmp",
        "broker": {"password_file": "/tmp/x"},
        "counter": "quay-3",
        "keys": {"driver": "pipe", "path": "/tmp/k"},
        **changes,
    }


def test_a_keymap_adds_to_the_usual_keys() -> None:
    settings = check(KeypadSettings, fields(keymap={"KEY_KP1": "next", "KEY_KP0": "pause"}), "keypad-3.toml")
    found = settings.all_keys()
    assert (found["KEY_KP1"], found["KEY_KP0"], found["KEY_KPENTER"]) == (Action.NEXT, Action.PAUSE, Action.NEXT)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"keymap": {"KEY_KP1": "nxt"}}, "keymap.KEY_KP1"),
        ({"keymap": {"kp1": "next"}}, "keymap.kp1"),
        ({"keys": {"driver": "evdev"}}, "cần «path»"),
        ({"keys": {"driver": "pipe", "path": "/tmp/k", "pth": 1}}, "có phải «path»"),
        ({"keys": {"driver": "serial", "port": "/dev/ttyS0", "form": "bytes"}}, "keys.serial.form"),
        ({"numbers": {"prefix": "a"}}, "numbers.prefix"),
        ({"cuonter": "quay-3"}, "có phải «counter»"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        check(KeypadSettings, fields(**changes), "keypad-3.toml")
