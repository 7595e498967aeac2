"""The camera scanner: receipts held before its twin, one scan each; and a camera that is pulled out."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.scanners.camera import CameraReader
from kiosk.scanners.decoder import ROUND, Decoder
from kiosk.scanners.frames import DeviceFrames, FileFrames, FrameSource
from kiosk.scanners.settings import CameraScanner
from kiosk.scanners.stillness import Attention
from kiosk.scanners.tray import Tray
from kiosk.scanners.video_nodes import VideoNodes
from kiosk.scanners.viewing import Viewing
from kiosk.scanners.zxing import Found
from kiosk.viewfinder import Viewfinder
from lobby.clock import HandClock, SystemClock

Hold = Callable[[Any], Path]


def test_each_receipt_held_before_the_camera_is_one_scan(kiosk: Any, receipts: Any, hold: Hold) -> None:
    place = hold(None)
    kiosk.start(camera={"source": "file", "path": str(place), "fps": 30})
    for number in range(1, 6):
        draw = receipts.code128 if number % 2 else receipts.qr
        hold(draw(f"H29.16-261122-{number:04}"))
        kiosk.until(lambda count=number: len(kiosk.scans) >= count, f"receipt {number} is read")
    assert kiosk.texts == [f"H29.16-261122-{number:04}" for number in range(1, 6)]
    assert [scan.symbology for scan in kiosk.scans] == ["code128", "qr", "code128", "qr", "code128"]
    assert kiosk.threads == {threading.get_ident()}
    assert not kiosk.fault_codes()


def test_a_half_written_picture_is_no_harm_and_is_read_when_whole(kiosk: Any, receipts: Any, tmp_path: Path) -> None:
    place = tmp_path / "camera.png"
    content = cv2.imencode(".png", receipts.qr("H29.16-261122-0001"))[1].tobytes()
    kiosk.start(camera={"source": "file", "path": str(place), "fps": 30})
    with place.open("wb") as file:
        for start in range(0, len(content), len(content) // 3 + 1):
            file.write(content[start : start + len(content) // 3 + 1])
            file.flush()
            kiosk.until(lambda: not kiosk.fault_codes(), "the scanner lives")
    kiosk.until(lambda: kiosk.scans, "the whole picture is read")
    assert kiosk.texts == ["H29.16-261122-0001"]


def test_a_video_before_the_camera_is_played_once(kiosk: Any, receipts: Any, tmp_path: Path) -> None:
    place = tmp_path / "visit.avi"
    record(place, [receipts.blank()] * 5 + [receipts.qr("H29.16-261122-0009")] * 10 + [receipts.blank()] * 5)
    kiosk.start(camera={"source": "file", "path": str(place), "fps": 30})
    kiosk.until(lambda: kiosk.scans, "the receipt in the video is read")
    assert kiosk.texts == ["H29.16-261122-0009"]


class Tripod:
    """A camera before which one receipt lies still: each frame is a new one."""

    lost = False

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def read(self) -> Any:
        return self._frame.copy()

    def close(self) -> None:
        """Nothing to let go of."""


class Bench:
    """A camera reader stepped by hand: its time stands still until moved."""

    def __init__(self, source: FrameSource, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = clock
        self.tray = Tray("camera", clock)
        self.viewfinder = Viewfinder(clock)
        self.reader = CameraReader(source, 10, clock, Viewing(self.viewfinder))
        self.texts: list[str] = []
        self.decoded = 0
        real = Decoder.read

        def counted(decoder: Decoder, frame: Any) -> Any:
            self.decoded += 1
            return real(decoder, frame)

        monkeypatch.setattr(Decoder, "read", counted)
        self._ended = threading.Event()
        self._ended.set()

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.reader.look(self.tray, self._ended)
            self.clock.forward(0.1)
        faults: Any = type("NoFaults", (), {"clear": lambda *_: None, "stand": lambda *_: None})()
        self.tray.hand_over(lambda scan: self.texts.append(scan.text), faults)


def test_a_receipt_held_for_a_minute_is_decoded_once(
    receipts: Any, hold: Hold, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(FileFrames(hold(receipts.qr("H29.16-261122-0001"))), hand_clock, monkeypatch)
    bench.look(600)
    assert bench.texts == ["H29.16-261122-0001"]
    assert bench.decoded == 1


def test_a_receipt_lying_still_that_is_read_now_and_then_only_is_one_scan(
    receipts: Any, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = count()
    monkeypatch.setattr(Decoder, "read", lambda *_: (Found("A001", "qr"),) if next(tries) % 5 == 0 else ())
    bench = Bench(Tripod(receipts.qr("A001")), hand_clock, monkeypatch)
    bench.look(600)
    assert bench.decoded > 20
    assert bench.texts == ["A001"]


def test_the_same_receipt_held_again_is_a_scan_again(
    receipts: Any, hold: Hold, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(FileFrames(hold(receipts.qr("H29.16-261122-0001"))), hand_clock, monkeypatch)
    bench.look(100)
    hold(None)
    bench.look(3)
    assert bench.viewfinder.look() is None
    hold(receipts.qr("H29.16-261122-0001"))
    bench.look(5)
    assert bench.texts == ["H29.16-261122-0001", "H29.16-261122-0001"]


def test_the_same_receipt_replaced_at_once_is_no_second_scan(
    receipts: Any, hold: Hold, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(FileFrames(hold(receipts.qr("H29.16-261122-0001"))), hand_clock, monkeypatch)
    bench.look(5)
    hold(receipts.qr("H29.16-261122-0001"))
    bench.look(5)
    assert bench.texts == ["H29.16-261122-0001"]


def test_a_picture_without_code_is_tried_in_every_way_and_then_left_alone(
    receipts: Any, hold: Hold, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(FileFrames(hold(receipts.blank())), hand_clock, monkeypatch)
    bench.look(100)
    assert bench.decoded == ROUND


def test_a_camera_with_noise_and_nothing_before_it_is_glanced_at_once_a_second(receipts: Any) -> None:
    attention, noisy = Attention(), [receipts.dim(receipts.blank(), seed) for seed in range(5)]
    looks = sum(attention.wants(noisy[n % 5], n / 10) for n in range(100))
    assert ROUND < looks <= ROUND + 10


def test_a_hand_that_brings_a_receipt_wakes_the_decoder(receipts: Any) -> None:
    attention = Attention()
    for n in range(50):
        attention.wants(receipts.blank().copy(), n / 100)
    assert not attention.wants(receipts.blank(), 0.5)
    assert attention.wants(receipts.qr("A001"), 0.51)


def test_a_receipt_taken_from_a_real_camera_is_no_longer_held(receipts: Any) -> None:
    attention = Attention()
    assert attention.wants(receipts.qr("A001"), 0.0)
    attention.satisfied()
    attention.wants(receipts.qr("A001"), 0.1)
    assert attention.held
    attention.wants(receipts.blank(), 0.2)
    assert not attention.held


def record(place: Path, frames: list[Any]) -> None:
    video = cv2.VideoWriter(str(place), cv2.VideoWriter.fourcc(*"MJPG"), 30, (1280, 720))
    for frame in frames:
        video.write(frame)
    video.release()


def test_a_camera_that_is_pulled_out_is_found_again(receipts: Any, tmp_path: Path) -> None:
    place = tmp_path / "video0.avi"
    clock = FastClock()
    source = DeviceFrames(CameraScanner(path=place), clock, backend=cv2.CAP_ANY)
    assert source.read() is None
    assert source.lost
    record(place, [receipts.blank()] * 3)
    assert source.read() is None, "looked for again too soon"
    clock.skip(3)
    assert source.read() is not None
    assert not source.lost
    while source.read() is not None:
        pass
    assert source.lost
    clock.skip(3)
    assert source.read() is not None
    source.close()


class Bus:
    """Video nodes of a machine, as its kernel shows them: devices and what sysfs says of each."""

    def __init__(self, folder: Path, frames: list[Any]) -> None:
        self.devices, self.sysfs = folder / "dev", folder / "sysfs"
        self.devices.mkdir()
        record(folder / "film.avi", frames)
        self._film = (folder / "film.avi").read_bytes()

    def plug(self, number: int, name: str, index: int = 0) -> None:
        (self.devices / f"video{number}").write_bytes(self._film if index == 0 else b"metadata")
        about = self.sysfs / f"video{number}"
        about.mkdir(parents=True)
        (about / "name").write_text(f"{name}\n")
        (about / "index").write_text(f"{index}\n")

    def unplug(self, number: int) -> None:
        (self.devices / f"video{number}").unlink()
        shutil.rmtree(self.sysfs / f"video{number}")


def test_a_camera_that_comes_back_under_another_number_is_found_and_another_camera_is_not_taken_for_it(
    receipts: Any, tmp_path: Path
) -> None:
    bus, clock, settings = Bus(tmp_path, [receipts.blank()]), FastClock(), CameraScanner(index=0)
    source = DeviceFrames(settings, clock, cv2.CAP_ANY, VideoNodes(settings, bus.devices, bus.sysfs))
    bus.plug(0, "HD Webcam")
    assert source.read() is not None
    bus.unplug(0)
    assert source.read() is None and source.lost, "its only frame was read"
    bus.plug(2, "Face Camera")
    clock.skip(3)
    assert source.read() is None, "another camera"
    bus.plug(3, "HD Webcam", index=1)
    bus.plug(4, "HD Webcam")
    clock.skip(3)
    assert source.read() is not None and not source.lost
    source.close()


def test_the_only_camera_is_found_whatever_its_number(receipts: Any, tmp_path: Path) -> None:
    bus, clock, settings = Bus(tmp_path, [receipts.blank()]), FastClock(), CameraScanner(index=0)
    source = DeviceFrames(settings, clock, cv2.CAP_ANY, VideoNodes(settings, bus.devices, bus.sysfs))
    assert source.read() is None
    bus.plug(1, "HD Webcam", index=1)
    bus.plug(2, "HD Webcam")
    clock.skip(3)
    assert source.read() is not None
    source.close()


class Grabber:
    """A video device that opens and gives no picture; the one at video0 gives one for ever."""

    def __init__(self, place: str, _backend: int) -> None:
        self._gives = place.endswith("video0")

    def isOpened(self) -> bool:
        return True

    def set(self, _name: int, _value: float) -> bool:
        return True

    def grab(self) -> bool:
        return self._gives

    def retrieve(self) -> tuple[bool, Any]:
        return True, np.zeros((2, 2, 3), np.uint8)

    def release(self) -> None: ...


def test_a_device_without_a_picture_does_not_take_the_cameras_place(
    receipts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus, clock, settings = Bus(tmp_path, [receipts.blank()]), FastClock(), CameraScanner(index=0)
    monkeypatch.setattr(cv2, "VideoCapture", Grabber)
    source = DeviceFrames(settings, clock, cv2.CAP_ANY, VideoNodes(settings, bus.devices, bus.sysfs))
    bus.plug(2, "HDMI grabber")
    assert source.read() is None
    bus.plug(0, "HD Webcam")
    clock.skip(3)
    assert source.read() is not None


@pytest.mark.parametrize("size", [(640, 480), (800, 600), (1280, 720), (1920, 1080)])
def test_a_receipt_is_read_whatever_size_the_camera_gives(
    receipts: Any, hand_clock: HandClock, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    for code, frame in ((f"H{n}9.16-261122-0001", draw) for n, draw in enumerate((receipts.qr, receipts.code128), 1)):
        bench = Bench(Tripod(cv2.resize(frame(code), size, interpolation=cv2.INTER_AREA)), hand_clock, monkeypatch)
        bench.look(10)
        assert bench.texts == [code]
        glimpse = bench.viewfinder.look()
        assert glimpse is None or glimpse.width <= 480
        hand_clock.forward(10)


class FastClock(SystemClock):
    """The machine's clock, which can be moved ahead."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    def skip(self, seconds: float) -> None:
        self._ahead += seconds


def test_a_camera_that_is_not_there_is_a_fault_in_words(kiosk: Any, tmp_path: Path) -> None:
    kiosk.start(camera={"path": str(tmp_path / "video0")})
    kiosk.until(kiosk.fault_codes, "the fault stands")
    (fault,) = kiosk.faults.standing()
    assert fault.code == "scanner-camera"
    assert "camera" in fault.detail
