"""What the camera shows of itself: a live view while somebody looks, an outline after a read, and nothing kept."""

from __future__ import annotations

import threading
from typing import Any

import cv2
import numpy as np
import pytest

from kiosk.presenters.camera import Camera, Hint
from kiosk.scanners.camera import CameraReader
from kiosk.scanners.tray import Tray
from kiosk.scanners.viewing import Viewing
from kiosk.viewfinder import FOUND_S, LOOKED_S, Glimpse, Viewfinder
from lobby.clock import HandClock

CODE = "H29.16-261122-0001"


class Beeps:
    """Counts beeps."""

    count = 0

    def beep(self) -> None:
        self.count += 1


class Lens:
    """A camera whose frames are held to it by hand; each frame is a new one."""

    def __init__(self, frame: Any = None) -> None:
        self.frame, self.lost = frame, False

    def read(self) -> Any:
        return None if self.frame is None else self.frame.copy()

    def close(self) -> None:
        """Nothing to let go of."""


class Stand:
    """A camera reader ten times a second by the clock's hand, and the screen that may look at its view."""

    def __init__(self, clock: HandClock, *, mirrored: bool = True) -> None:
        self.clock, self.lens, self.beeps = clock, Lens(), Beeps()
        self.viewfinder = Viewfinder(clock)
        self._tray = Tray("camera", clock)
        beeper: Any = self.beeps
        self._reader = CameraReader(self.lens, 10, clock, Viewing(self.viewfinder, mirrored=mirrored), beeper)
        self._ended = threading.Event()
        self._ended.set()

    def go(self, seconds: float, *frames: Any, looked: bool = True) -> list[int]:
        """Let time pass, `frames` one after another before the camera; return the numbers of the pictures seen."""
        seen: list[int] = []
        for place in range(round(seconds * 10)):
            if frames:
                self.lens.frame = frames[place % len(frames)]
            glimpse = self.viewfinder.look() if looked else None
            seen += [glimpse.number] if glimpse else []
            self._reader.look(self._tray, self._ended)
            self.clock.forward(0.1)
        return seen

    @property
    def glimpse(self) -> Glimpse:
        found = self.viewfinder.look()
        assert found is not None
        return found


@pytest.fixture
def stand(hand_clock: HandClock) -> Stand:
    return Stand(hand_clock)


def test_the_view_follows_a_hand_ten_times_a_second_and_rests_with_it(stand: Stand, receipts: Any) -> None:
    here, there = receipts.blank(), receipts.turned(receipts.blank(), 30)
    assert len(set(stand.go(3, here, there))) >= 28
    assert len(set(stand.go(10, here)[15:])) <= 10
    assert stand.viewfinder.told().on


def test_pictures_are_made_for_a_page_that_shows_them_alone(stand: Stand, receipts: Any) -> None:
    here, there = receipts.blank(), receipts.turned(receipts.blank(), 30)
    last = stand.go(1, here, there)[-1]
    stand.viewfinder.forget()
    stand.go(LOOKED_S + 5, here, there, looked=False)
    assert stand.viewfinder.look() is None, "a picture of an unseen moment was kept"
    stand.go(0.3, here, there)
    assert stand.glimpse.number <= last + 15


def test_a_read_is_shown_with_its_outline_for_a_moment_and_beeps_once(stand: Stand, receipts: Any) -> None:
    stand.go(1, receipts.blank())
    stand.go(0.3, receipts.qr(CODE))
    outline = stand.glimpse.outline
    assert stand.viewfinder.told().found and stand.beeps.count == 1
    across, down = zip(*outline, strict=True)
    assert 0.4 < min(across) < 0.47 and 0.53 < max(across) < 0.6, "the code is in the middle"
    assert max(down) - min(down) > 0.15
    stand.go(FOUND_S)
    assert not stand.viewfinder.told().found
    stand.go(5)
    assert stand.glimpse.outline == () and stand.beeps.count == 1


def test_the_outline_of_bars_holds_all_of_them(stand: Stand, receipts: Any) -> None:
    stand.go(0.3, receipts.code128(CODE))
    across, down = zip(*stand.glimpse.outline, strict=True)
    assert max(down) - min(down) > 100 / 720, "the bars are 120 of 720 pixels high"
    assert max(across) - min(across) > 0.4


@pytest.mark.parametrize("mirrored", [True, False])
def test_the_citizen_sees_himself_as_in_a_mirror_unless_the_camera_looks_down(
    hand_clock: HandClock, receipts: Any, mirrored: bool
) -> None:
    stand = Stand(hand_clock, mirrored=mirrored)
    frame = receipts.qr(CODE)
    frame = np.roll(frame, -300, axis=1)
    frame[:, -100:] = (0, 0, 255)  # red, in OpenCV's order
    stand.go(0.2, frame)
    glimpse = stand.glimpse
    picture = np.frombuffer(glimpse.pixels, np.uint8).reshape(glimpse.height, glimpse.width, 3)
    left, right = picture[5, 5], picture[5, -6]
    assert tuple(left if mirrored else right) == (255, 0, 0)
    middle = sum(x for x, _ in glimpse.outline) / 4
    assert middle == pytest.approx(0.5 + (300 / 1280 if mirrored else -300 / 1280), abs=0.03)


def test_a_found_picture_nobody_looks_at_is_gone_after_its_moment(stand: Stand, receipts: Any) -> None:
    stand.go(0.3, receipts.qr(CODE), looked=False)
    assert stand.viewfinder.told().found
    stand.go(FOUND_S + 0.1, looked=False)
    assert stand.viewfinder.told() == Camera(on=True, paper_at=stand.viewfinder.told().paper_at)
    assert stand.viewfinder.look() is None


def test_a_camera_that_is_pulled_out_has_no_view(stand: Stand, receipts: Any) -> None:
    stand.go(2, receipts.blank())
    stand.lens.frame, stand.lens.lost = None, True
    stand.go(0.2)
    assert not stand.viewfinder.told().on
    assert stand.viewfinder.look() is None


def test_what_would_help_is_told_after_a_moment_and_goes_when_it_has_helped(stand: Stand, receipts: Any) -> None:
    blurred = [receipts.blurred(receipts.turned(receipts.blank(), turn), 4) for turn in (0, 6)]
    stand.go(0.5, *blurred)
    assert stand.viewfinder.told().hint is None
    stand.go(2, *blurred)
    assert stand.viewfinder.told().hint is Hint.BLURRED
    stand.go(3, receipts.blank(), receipts.turned(receipts.blank(), 6))
    assert stand.viewfinder.told().hint is None


def test_a_read_ends_every_hint(stand: Stand, receipts: Any) -> None:
    dark = [cv2.convertScaleAbs(receipts.turned(receipts.blank(), turn), alpha=0.15) for turn in (0, 6)]
    stand.go(3, *dark)
    assert stand.viewfinder.told().hint is Hint.DARK
    stand.go(0.3, receipts.qr(CODE))
    assert stand.viewfinder.told().hint is None
    stand.go(20)
    assert stand.viewfinder.told().hint is None, "a receipt that was read lies there still"


def test_a_poster_on_the_wall_is_nobody(stand: Stand, receipts: Any) -> None:
    stand.go(30, receipts.blurred(receipts.blank(), 4))
    before = stand.viewfinder.told()
    stand.go(30)
    assert stand.viewfinder.told().hint is None
    assert stand.viewfinder.told().paper_at == before.paper_at
