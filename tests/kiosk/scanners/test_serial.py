"""Serial scanners on a real pseudo-terminal: scans, silence, hang-up, and a link that follows the scanner."""

from __future__ import annotations

import os
import termios
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.scanners.reading import BEGINNING


class Wire:
    """The scanner's end of a serial line, behind a link with a name that stays."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._fd = -1

    def plug(self) -> None:
        self._fd, far = os.openpty()
        tty.setraw(far)
        fresh = self.link.with_suffix(".new")
        fresh.symlink_to(os.ttyname(far))
        fresh.replace(self.link)
        os.close(far)

    def unplug(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def speeds(self) -> tuple[int, int]:
        """Return the line's speeds in and out, as termios names them."""
        settings = termios.tcgetattr(self._fd)
        return settings[4], settings[5]

    def send(self, data: bytes) -> None:
        os.write(self._fd, data)


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    made = Wire(tmp_path / "scanner")
    yield made
    made.unplug()


def started(kiosk: Any, wire: Wire, **more: Any) -> None:
    """Plug in, start, and wait until the kiosk hears: what a port received before it was opened is thrown away."""
    wire.plug()
    kiosk.start(serial=[{"port": str(wire.link), **more}])
    suffix = more.get("suffix", "\r").encode()

    def heard() -> bool:
        wire.send(b"?" + suffix)
        return "?" in kiosk.texts

    kiosk.until(heard, "the kiosk hears")
    kiosk.scans.clear()


def test_scans_end_at_the_suffix_and_hold_vietnamese_letters(kiosk: Any, wire: Wire) -> None:
    started(kiosk, wire)
    wire.send(b"]C0H29.16-261122-0001\r" + "]Q1079203001234||Nguyễn Thị Hường|01011990\r".encode())
    kiosk.until(lambda: len(kiosk.scans) == 2, "both scans arrive")
    assert kiosk.texts == ["H29.16-261122-0001", "079203001234||Nguyễn Thị Hường|01011990"]
    assert [scan.symbology for scan in kiosk.scans] == ["code128", "qr"]
    assert {scan.source for scan in kiosk.scans} == {"serial"}


def test_a_scanner_without_suffix_is_ended_by_silence(kiosk: Any, wire: Wire) -> None:
    started(kiosk, wire)
    wire.send(b"H29.16-261122-0002")
    kiosk.until(lambda: kiosk.texts == ["H29.16-261122-0002"], "silence ends the scan")


@pytest.mark.parametrize("suffix", ["\r\n", "\n", "\t"])
def test_the_suffix_is_a_setting(kiosk: Any, wire: Wire, suffix: str) -> None:
    started(kiosk, wire, suffix=suffix)
    wire.send(f"A001{suffix}A002{suffix}".encode())
    kiosk.until(lambda: kiosk.texts == ["A001", "A002"], "both scans arrive")


@pytest.mark.parametrize(
    ("sent", "suffix"), [("\r\n", "\r"), ("\r\n", "\n"), ("\n\r", "\r"), ("\r", "\r\n"), ("", "\r")]
)
def test_a_suffix_set_otherwise_at_the_scanner_costs_a_moment_and_no_scan(
    kiosk: Any, wire: Wire, sent: str, suffix: str
) -> None:
    started(kiosk, wire, suffix=suffix)
    for code in ("A001", "A002", "A003"):
        wire.send(f"{code}{sent}".encode())
        kiosk.until(lambda code=code: kiosk.texts[-1:] == [code], f"{code} arrives clean")
    assert kiosk.texts == ["A001", "A002", "A003"]


@pytest.mark.parametrize(("baud", "speed"), [(9600, termios.B9600), (19200, termios.B19200), (115200, termios.B115200)])
def test_the_line_runs_at_the_speed_set(kiosk: Any, wire: Wire, baud: int, speed: int) -> None:
    started(kiosk, wire, baud=baud)
    assert wire.speeds() == (speed, speed)


def test_two_scanners_on_two_ports_are_both_read_and_the_one_pulled_out_is_named(
    kiosk: Any, wire: Wire, tmp_path: Path
) -> None:
    other = Wire(tmp_path / "other")
    wire.plug()
    other.plug()
    kiosk.start(serial=[{"port": str(wire.link)}, {"port": str(other.link), "suffix": "\n", "baud": 19200}])

    def heard() -> bool:
        wire.send(b"one\r")
        other.send(b"two\n")
        return {"one", "two"} <= set(kiosk.texts)

    kiosk.until(heard, "both are heard")
    other.unplug()
    kiosk.until(kiosk.fault_codes, "the fault stands")
    assert kiosk.fault_codes() == {"scanner-serial-2"}
    wire.send(b"A001\r")
    kiosk.until(lambda: "A001" in kiosk.texts, "the first is read on")


def test_a_receipt_scanned_twice_at_once_is_one_scan(kiosk: Any, wire: Wire) -> None:
    started(kiosk, wire)
    wire.send(b"A001\rA001\rA001\rA002\r")
    kiosk.until(lambda: "A002" in kiosk.texts, "the other scan arrives")
    assert kiosk.texts == ["A001", "A002"]


def test_bytes_that_are_no_text_and_scans_without_end_harm_nothing(kiosk: Any, wire: Wire) -> None:
    started(kiosk, wire)
    wire.send(b"\xff\xfe\x00\x1b[2J\r")
    for _ in range(8):
        wire.send(b"9" * 1500)
        kiosk.until(lambda: True, "the kiosk goes on")
    wire.send(b"\rA003\r")
    kiosk.until(lambda: "A003" in kiosk.texts, "the next scan arrives")
    assert kiosk.texts[1:] == ["9" * BEGINNING, "A003"]


def test_a_scanner_that_is_pulled_out_and_plugged_in_again_is_read_again(kiosk: Any, wire: Wire) -> None:
    started(kiosk, wire)
    wire.send(b"A001\r")
    kiosk.until(lambda: kiosk.texts == ["A001"], "the first scan arrives")
    wire.unplug()
    kiosk.until(kiosk.fault_codes, "the fault stands")
    (fault,) = kiosk.faults.standing()
    assert fault.code == "scanner-serial"
    assert "Không mở được cổng" in fault.detail
    wire.plug()
    kiosk.until(lambda: not kiosk.fault_codes(), "the new port behind the link is opened")
    wire.send(b"A002\r")
    kiosk.until(lambda: kiosk.texts == ["A001", "A002"], "the second scan arrives")


def test_a_scanner_may_come_after_the_kiosk(kiosk: Any, wire: Wire, wait_until: Callable[..., None]) -> None:
    kiosk.start(serial=[{"port": str(wire.link)}])
    kiosk.until(kiosk.fault_codes, "the fault stands")
    wire.plug()
    kiosk.until(lambda: not kiosk.fault_codes(), "the port is opened")
    wire.send(b"A001\r")
    kiosk.until(lambda: kiosk.texts == ["A001"], "the scan arrives")
