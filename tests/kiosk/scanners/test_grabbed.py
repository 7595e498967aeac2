"""Which of a machine's input devices is grabbed: the scanner, wherever it is plugged; never a keyboard or a mouse."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from evdev import InputEvent, ecodes

from kiosk.scanners import grabbed
from kiosk.scanners.grabbed import GrabbedDevice
from kiosk.scanners.hid import HidReader
from kiosk.scanners.hid_twin import EVENT, encode_keys
from kiosk.scanners.tray import Tray
from lobby.clock import HandClock
from lobby.health import Faults

KEYBOARD = (0x046D, 0xC31C, "Logitech USB Keyboard")
SCANNER = (0x0C2E, 0x0B61, "Honeywell Scanner")
MOUSE = (0x046D, 0xC077, "Logitech USB Mouse")
LETTERS = set(range(1, 128))
BUTTONS = {ecodes.BTN_LEFT, ecodes.BTN_RIGHT}


class Machine:
    """The input devices of a machine: plugged, typed on and pulled out by hand; knows who grabbed what."""

    def __init__(self) -> None:
        self.there: dict[str, tuple[tuple[int, int, str], set[int]]] = {}
        self.plugs: dict[str, int] = {}
        self.plugged = 0
        self.grabbed: set[str] = set()
        self.typed: dict[str, bytes] = {}
        self._ready, self._write = os.pipe()
        os.write(self._write, b"x")  # always ready

    def plug(self, path: str, identity: tuple[int, int, str], keys: set[int] = LETTERS) -> None:
        self.there[path] = identity, keys
        self.plugged += 1
        self.plugs[path] = self.plugged

    def pull(self, path: str) -> None:
        del self.there[path]
        self.grabbed.discard(path)

    def listed(self) -> list[str]:
        return sorted(self.there)

    def device(self, path: str) -> Any:
        if path not in self.there:
            raise OSError(errno.ENOENT, path)
        (vendor, product, name), keys = self.there[path]
        plug = self.plugs[path]
        return SimpleNamespace(
            path=path,
            fd=self._ready,
            name=name,
            info=SimpleNamespace(vendor=vendor, product=product),
            capabilities=lambda: {ecodes.EV_KEY: list(keys)},
            grab=lambda: self._grab(path),
            read=lambda: self._read(path, plug),
            close=lambda: self.grabbed.discard(path),
        )

    def end(self) -> None:
        os.close(self._ready)
        os.close(self._write)

    def _grab(self, path: str) -> None:
        if path in self.grabbed:
            raise OSError(errno.EBUSY, path)
        self.grabbed.add(path)

    def _read(self, path: str, plug: int) -> list[InputEvent]:
        if path not in self.there or self.plugs[path] != plug:
            raise OSError(errno.ENODEV, path)
        return [InputEvent(*fields) for fields in EVENT.iter_unpack(self.typed.pop(path, b""))]


class Station:
    """One scanner of a kiosk on that machine."""

    def __init__(self, clock: HandClock, **way: Any) -> None:
        self.texts: list[str] = []
        self.faults = Faults(clock)
        self._tray, self._ended = Tray("hid", clock), threading.Event()
        self._ended.set()
        chosen = {"path": None, "vendor": None, "product": None, **way}
        self._reader = HidReader(GrabbedDevice(**chosen), "us", clock)

    def look(self) -> str:
        """Look once; return what the keeper is told."""
        self._reader.look(self._tray, self._ended)
        self._tray.hand_over(lambda scan: self.texts.append(scan.text), self.faults)
        return " ".join(fault.detail for fault in self.faults.standing())


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine()
    monkeypatch.setattr(grabbed, "InputDevice", made.device)
    monkeypatch.setattr(grabbed, "list_devices", made.listed)
    yield made
    made.end()


def test_the_scanner_is_found_among_keyboards_and_mice_and_nothing_else_is_grabbed(
    machine: Machine, hand_clock: HandClock
) -> None:
    machine.plug("/dev/input/event0", KEYBOARD)
    machine.plug("/dev/input/event1", MOUSE, BUTTONS)
    machine.plug("/dev/input/event2", SCANNER, {ecodes.KEY_VOLUMEUP})
    machine.plug("/dev/input/event3", SCANNER)
    station = Station(hand_clock, vendor=0x0C2E, product=0x0B61)
    machine.typed["/dev/input/event3"] = encode_keys("H29.16-0001")
    machine.typed["/dev/input/event0"] = encode_keys("mật khẩu".encode("ascii", "ignore").decode())
    assert station.look() == ""
    assert station.texts == ["H29.16-0001"]
    assert machine.grabbed == {"/dev/input/event3"}


def test_a_scanner_that_comes_back_at_another_number_is_read_again(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", SCANNER)
    station = Station(hand_clock, vendor=0x0C2E, product=0x0B61)
    assert station.look() == ""
    machine.pull("/dev/input/event3")
    assert "Không thấy máy quét" in station.look()
    machine.plug("/dev/input/event3", KEYBOARD)
    assert "Không thấy máy quét" in station.look()
    machine.plug("/dev/input/event9", SCANNER)
    machine.typed["/dev/input/event9"] = encode_keys("H29.16-0002")
    assert station.look() == ""
    assert station.texts == ["H29.16-0002"]
    assert machine.grabbed == {"/dev/input/event9"}


def test_a_keyboard_at_the_scanners_path_is_not_grabbed(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", SCANNER)
    station = Station(hand_clock, path=Path("/dev/input/event3"))
    assert station.look() == ""
    machine.pull("/dev/input/event3")
    machine.plug("/dev/input/event3", KEYBOARD)
    machine.typed["/dev/input/event3"] = encode_keys("secret")
    station.look()
    assert "thiết bị khác" in station.look()
    assert station.texts == [] and machine.grabbed == set()
    machine.pull("/dev/input/event3")
    machine.plug("/dev/input/event3", SCANNER)
    assert station.look() == ""


def test_with_path_and_ids_what_is_there_is_checked_from_the_first(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", KEYBOARD)
    station = Station(hand_clock, path=Path("/dev/input/event3"), vendor=0x0C2E, product=0x0B61)
    assert "thiết bị khác" in station.look()
    assert machine.grabbed == set()


def test_a_mouse_at_the_path_is_no_scanner(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event1", MOUSE, BUTTONS)
    assert "không phải máy quét" in Station(hand_clock, path=Path("/dev/input/event1")).look()


def test_two_scanners_of_one_kind_are_both_read(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", SCANNER)
    machine.plug("/dev/input/event4", SCANNER)
    left = Station(hand_clock, path=Path("/dev/input/event3"))
    right = Station(hand_clock, vendor=0x0C2E, product=0x0B61)
    assert left.look() == right.look() == ""
    machine.typed = {"/dev/input/event3": encode_keys("A001"), "/dev/input/event4": encode_keys("A002")}
    left.look()
    right.look()
    assert (left.texts, right.texts) == (["A001"], ["A002"])


def test_one_who_holds_the_scanner_already_is_named(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", SCANNER)
    machine.grabbed.add("/dev/input/event3")
    assert "chương trình khác giữ" in Station(hand_clock, vendor=0x0C2E, product=0x0B61).look()


def test_keys_pressed_one_by_one_are_no_scan(machine: Machine, hand_clock: HandClock) -> None:
    machine.plug("/dev/input/event3", SCANNER)
    station = Station(hand_clock, path=Path("/dev/input/event3"))
    for key in "ho so":
        machine.typed["/dev/input/event3"] = encode_keys(key, None)
        station.look()
        hand_clock.forward(0.3)
        station.look()
    assert station.texts == []
