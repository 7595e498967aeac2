"""Key scanners: events through a FIFO where there is no /dev/input, and a real grabbed device under umockdev."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from evdev import ecodes

from kiosk.scanners.hid_twin import EVENT, encode_keys

CODES = [f"H29.16-261122-{n:04}" for n in range(40)]


def feed(pipe: Path, data: bytes) -> None:
    with pipe.open("wb") as keys:
        keys.write(data)


def test_a_scan_typed_into_the_pipe_reaches_the_kiosk_in_its_own_thread(kiosk: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "keys"
    kiosk.start(hid=[{"pipe": str(pipe)}])
    kiosk.until(pipe.exists, "the FIFO is made")
    feed(pipe, encode_keys("https://mot-cua.gov.vn/?c=H29.16-261122-0001&x=%20"))
    kiosk.until(lambda: kiosk.scans, "the scan arrives")
    assert kiosk.texts == ["https://mot-cua.gov.vn/?c=H29.16-261122-0001&x=%20"]
    assert kiosk.scans[0].source == "hid"
    assert kiosk.threads == {threading.get_ident()}
    assert pipe.stat().st_mode & 0o077 == 0


def test_a_burst_of_forty_scans_comes_whole_and_in_order(kiosk: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "keys"
    kiosk.start(hid=[{"pipe": str(pipe)}])
    kiosk.until(pipe.exists, "the FIFO is made")
    burst = b"".join(encode_keys(code) for code in CODES)
    # Pieces that cut events apart, as a pipe's pages do.
    with pipe.open("wb", buffering=0) as keys:
        for start in range(0, len(burst), 1001):
            keys.write(burst[start : start + 1001])
    kiosk.until(lambda: len(kiosk.scans) >= 40, "forty scans arrive")
    assert kiosk.texts == CODES


def test_lost_events_cost_the_scan_they_tore(kiosk: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "keys"
    kiosk.start(hid=[{"pipe": str(pipe)}])
    kiosk.until(pipe.exists, "the FIFO is made")
    dropped = EVENT.pack(0, 0, ecodes.EV_SYN, ecodes.SYN_DROPPED, 0) + EVENT.pack(0, 0, 0, ecodes.SYN_REPORT, 0)
    feed(pipe, encode_keys("A001") + encode_keys("A0", None) + dropped + encode_keys("02") + encode_keys("A003"))
    kiosk.until(lambda: "A003" in kiosk.texts, "the scan after the loss arrives")
    assert kiosk.texts == ["A001", "A003"]


def test_bytes_that_are_no_key_events_are_thrown_away_and_scans_go_on(
    kiosk: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pipe = tmp_path / "keys"
    kiosk.start(hid=[{"pipe": str(pipe)}])
    kiosk.until(pipe.exists, "the FIFO is made")
    feed(pipe, b"\xff" * 100)
    kiosk.until(lambda: "no key events" in caplog.text, "the nonsense is noticed")
    later = iter(f"A{n:03}" for n in range(1000))

    def scanned() -> bool:
        feed(pipe, encode_keys(next(later)))
        return len(kiosk.scans) > 2

    kiosk.until(scanned, "scans arrive after the nonsense")
    assert all(len(text) == 4 and text.startswith("A") for text in kiosk.texts)


def test_a_place_that_is_no_pipe_is_a_fault_until_it_is_one(kiosk: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "keys"
    pipe.write_text("not a FIFO")
    kiosk.start(hid=[{"pipe": str(pipe)}])
    kiosk.until(kiosk.fault_codes, "the fault stands")
    assert kiosk.fault_codes() == {"scanner-hid"}
    pipe.unlink()
    kiosk.until(lambda: not kiosk.fault_codes(), "the fault is gone")
    feed(pipe, encode_keys("A012"))
    kiosk.until(lambda: kiosk.texts == ["A012"], "the scan arrives")


def test_the_command_types_a_scan(kiosk: Any, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from kiosk.scanners.hid_twin import main; sys.exit(main(sys.argv[1:]))",
    ]
    done = subprocess.run([*command, "H29.16-0001"], capture_output=True, check=True)
    assert done.stdout == encode_keys("H29.16-0001")
    refused = subprocess.run([*command, "Hồ sơ"], capture_output=True, check=False, text=True)
    assert refused.returncode == 2
    assert "không có ký tự" in refused.stderr


PROGRAM = """
import sys, time
from evdev import InputDevice
from kiosk.scanners.build import build
from kiosk.scanners.settings import ScannersSettings
from lobby.clock import SystemClock
from lobby.health import Faults
clock, scans, grabbed = SystemClock(), [], []
really = InputDevice.grab
InputDevice.grab = lambda device: (really(device), grabbed.append(device.path))
faults = Faults(clock)
way = {"vendor": int(sys.argv[1], 16), "product": int(sys.argv[2], 16)} if len(sys.argv) > 2 else {"path": sys.argv[1]}
(part,) = build(ScannersSettings.model_validate({"hid": [way]}), scans.append, faults, clock)
part.start()
end = time.monotonic() + 10
while time.monotonic() < end and not scans and not faults.standing():
    part.step()
part.stop()
print([scan.text for scan in scans], [fault.detail for fault in faults.standing()], grabbed)
"""


@pytest.fixture
def umockdev(tmp_path: Path) -> list[str]:
    """The command that runs a program with one scanner, 0c2e:0b61, at /dev/input/event7, which types a code."""
    run = shutil.which("umockdev-run")
    if run is None:
        pytest.skip("umockdev is not installed (apt install umockdev): a real evdev device cannot be mocked")
    (tmp_path / "device").write_text(
        "P: /devices/usb1/1-1/input/input7/event7\nN: input/event7\nE: DEVNAME=/dev/input/event7\n"
        "E: SUBSYSTEM=input\nE: MAJOR=13\nE: MINOR=71\nA: dev=13:71\n\n"
    )
    (tmp_path / "ioctl").write_text("@DEV /dev/input/event7\n" + "\n".join(ioctls()) + "\n")
    (tmp_path / "events").write_text(
        "".join(
            f"E: {1000 + n * 0.0005:.6f} {kind:04x} {code:04x} {value}\n"
            for n, (_, _, kind, code, value) in enumerate(EVENT.iter_unpack(encode_keys("H29.16-261122-0001")))
        )
    )
    node = "/dev/input/event7"
    return [
        run,
        f"--device={tmp_path / 'device'}",
        f"--ioctl={node}={tmp_path / 'ioctl'}",
        f"--evemu-events={node}={tmp_path / 'events'}",
        "--",
        sys.executable,
        "-c",
        PROGRAM,
    ]


def ioctls() -> list[str]:
    """What the kernel answers about the scanner, in the sizes in which evdev asks (umockdev matches by size)."""

    def bits(codes: set[int], size: int) -> str:
        return sum(1 << code for code in codes).to_bytes(size, "little").hex().upper()

    keys = set(range(1, 128))
    return [
        "EVIOCGID 0 03002E0C610B1001",
        "EVIOCGVERSION 0 01000100",
        "EVIOCGNAME 256 " + b"Barcode Scanner".ljust(256, b"\0").hex().upper(),
        "EVIOCGPHYS 256 " + b"usb-1/input0".ljust(256, b"\0").hex().upper(),
        "EVIOCGUNIQ 256 " + "00" * 256,
        "EVIOCGBIT(0) 4 " + bits({ecodes.EV_SYN, ecodes.EV_KEY}, 4),
        f"EVIOCGBIT({ecodes.EV_KEY}) 96 " + bits(keys, 96),
        "EVIOCGEFFECTS 0 00000000",
    ]


@pytest.mark.parametrize("way", [["0c2e", "0b61"], ["/dev/input/event7"]])
def test_a_real_scanner_device_is_found_grabbed_and_read(umockdev: list[str], way: list[str]) -> None:
    done = subprocess.run([*umockdev, *way], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "['H29.16-261122-0001'] [] ['/dev/input/event7']"


def test_a_keyboard_that_is_not_the_scanner_is_left_alone(umockdev: list[str]) -> None:
    done = subprocess.run([*umockdev, "0c2e", "0b62"], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[] ['Không thấy máy quét mã vạch (kiểu bàn phím).'] []"
