"""What stands in for hardware: the serial scanner's port, and receipts a camera can read."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import serial
import zxingcpp
from PIL import Image

from demo.places import Places
from demo.ports import PortsHeld
from demo.receipts import hold, receipt
from demo.stand_ins import Displays, SerialScanner
from demo.supervisor import Supervisor
from lobby.clock import SystemClock

CODE = "H15.12-261123-0001"


def test_what_is_written_into_the_pipe_comes_out_of_the_port(tmp_path: Path, wait_until: Callable[..., None]) -> None:
    scanner = SerialScanner(tmp_path / "port", tmp_path / "given")
    scanner.start()
    with serial.Serial(str(tmp_path / "port"), timeout=0) as port:
        writing = os.open(tmp_path / "given", os.O_WRONLY)
        os.write(writing, f"{CODE}\r".encode())
        os.close(writing)
        got = bytearray()

        def arrived() -> bool:
            scanner.step()
            got.extend(port.read(64))
            return bytes(got) == f"{CODE}\r".encode()

        wait_until(arrived, "the code comes out")
    scanner.stop()


def test_a_display_that_dies_comes_back_under_its_number_and_goes_with_the_rest(
    tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    places = Places(tmp_path)
    places.make()
    supervisor = Supervisor(SystemClock(), lambda: None)
    displays = Displays(supervisor, places)
    displays.start()
    name, pid = str(displays.of("pad-1")), supervisor.pid("xvfb-pad-1")
    os.kill(pid, signal.SIGKILL)

    def back() -> bool:
        supervisor.step()
        return supervisor.pid("xvfb-pad-1") != pid and size(name) == "800 480"

    wait_until(back, "the display is back")
    assert displays.of("pad-1") == name
    supervisor.stop()
    assert size(name) == ""


def size(display: str) -> str:
    asked = subprocess.run(
        ["xdotool", "getdisplaygeometry"], env={"DISPLAY": display}, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


@pytest.mark.parametrize("symbology", ["Code128", "QRCode"])
def test_a_drawn_receipt_is_read_back(tmp_path: Path, symbology: str) -> None:
    hold(receipt(CODE, symbology), tmp_path / "camera.png")
    with Image.open(tmp_path / "camera.png") as frame:
        assert frame.size == (1280, 720)
        assert [found.text for found in zxingcpp.read_barcodes(frame)] == [CODE]


def test_two_demos_at_once_do_not_choose_the_same_ports(free_ports: Callable[[int], list[int]]) -> None:
    usual = free_ports(2)
    first, second, third = PortsHeld(usual), PortsHeld(usual), PortsHeld(usual)
    for held in (first, second):
        held.take()
    assert first.numbers == usual
    assert not set(second.numbers) & set(usual)
    first.release()
    third.take()
    assert third.numbers == usual
    for held in (second, third):
        held.release()
